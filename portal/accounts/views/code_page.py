"""What every page with a code has in common: show, check, send again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts import actions, limits, meanwhile
from portal.accounts.forms import REFUSAL_TEXT, CodeForm, PasswordSignInForm
from portal.accounts.models import EmailCode, User
from portal.accounts.rules import Refusal
from portal.accounts.views.next_page import asked_for, with_next
from portal.refusals import Refused

WAITING = "code_waiting"  # the id of the code this browser waits for, in the session


def remember(request: HttpRequest, code: EmailCode) -> None:
    """This browser waits for this code."""
    request.session[WAITING] = str(code.pk)


def waiting(request: HttpRequest, purpose: str) -> EmailCode | None:
    """The code this browser waits for, if it is for this."""
    wanted = request.session.get(WAITING)
    return EmailCode.objects.waiting(UUID(wanted), purpose) if wanted else None


def words_for(refused: Refused) -> Any:
    """The words of a refusal, and what it adds (what still waits for a colleague)."""
    return " ".join([str(REFUSAL_TEXT[Refusal(refused.reason)]), *refused.details.get("words", [])])


@dataclass(frozen=True)
class CodePage:
    """A page that asks for a code: what it proves, what then happens, where to begin anew, where to ask again."""

    purpose: str
    on_right: Callable[[HttpRequest, str], HttpResponseBase]
    start: str
    again: str

    def show(self, request: HttpRequest) -> HttpResponseBase:
        """Ask for the code; on_right gets the proved address. Without a code to wait for: back to the start."""
        row = waiting(request, self.purpose)
        if request.method == "GET" and row is None:
            return redirect(with_next(self.start, asked_for(request)))
        initial = {"next": asked_for(request), "code_id": row.pk if row else None}
        if meanwhile.more_time_asked(request):
            form = CodeForm(initial=initial | {"code": request.POST.get("code", "")})
        else:
            form = CodeForm(request.POST or None, initial=initial)
        status = 200
        if request.method == "POST" and form.is_valid():
            try:
                return self.on_right(request, self._proved(request, form))
            except Refused as refused:
                form.refuse(words_for(refused), "code")
                status = 200 if refused.reason == Refusal.WRONG_CODE else 409
        context = {"form": form, "email": row.email if row else "", **self._ways(request)}
        return render(request, "accounts/code.html", context, status=status)

    def _proved(self, request: HttpRequest, form: CodeForm) -> str:
        """The address whose code was written; refuses what actions.check_code refuses, and too many tries in all."""
        if not limits.allows(request, "check_code"):
            raise Refused(Refusal.TOO_MANY_TRIES)
        code_id, typed = form.cleaned_data["code_id"], form.cleaned_data["code"]
        return actions.check_code(code_id=code_id, purpose=self.purpose, typed=typed).email

    def _ways(self, request: HttpRequest) -> dict[str, str]:
        """Where the page leads besides."""
        wanted = asked_for(request)
        return {"next": wanted, "again_url": reverse(self.again), "start_url": with_next(self.start, wanted)}


def send_again(request: HttpRequest, *, back_to: str, start: str) -> HttpResponse:
    """One more mail for the code this browser waits for."""
    wanted = request.session.get(WAITING)
    row = EmailCode.objects.waiting(UUID(wanted)) if wanted else None
    if row is None:
        return redirect(with_next(start, asked_for(request)))
    try:
        if not limits.allows(request, "send_code", row.email):
            raise Refused(Refusal.TOO_MANY_CODES)
        actions.resend_code(code_id=row.pk)
        messages.success(request, _("We have sent you a mail with a code."))
    except Refused as refused:
        messages.warning(request, words_for(refused))
    return redirect(with_next(back_to, asked_for(request)))


def person_with_password(request: HttpRequest, form: PasswordSignInForm) -> User:
    """Who wrote the right password; allauth counts the tries and spends the same time on unknown addresses.

    Refuses in the same words whatever was wrong.
    """
    try:
        user = get_adapter(request).authenticate(
            request, email=form.cleaned_data["email"], password=form.cleaned_data["password"]
        )
    except ValidationError:
        raise Refused(Refusal.TOO_MANY_PASSWORDS) from None
    if not isinstance(user, User):
        raise Refused(Refusal.WRONG_PASSWORD)
    if not user.is_active:
        raise Refused(Refusal.ACCOUNT_CLOSED)
    return user
