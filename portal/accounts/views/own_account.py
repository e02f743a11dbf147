"""A person's own account: address, password, proof that it is still them, staying signed in."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import clock
from portal.accounts import access, actions, limits, second_factor, sessions
from portal.accounts.decorators import step_up_required
from portal.accounts.forms import REFUSAL_TEXT, AddressForm, NewPasswordForm
from portal.accounts.models import Purpose, User
from portal.accounts.rules import Refusal
from portal.accounts.session_clock import SessionClock, limits_for
from portal.accounts.views import code_page
from portal.accounts.views.code_page import CodePage
from portal.accounts.views.next_page import after_sign_in, asked_for, with_next


def person_of(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)
    return request.user


@login_not_required
@require_GET
def join_with_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey from the start: the code first, then the key."""
    return redirect(with_next("account_login", reverse("mfa_add_webauthn")))


@login_not_required
@require_GET
def forgot_password(request: HttpRequest) -> HttpResponse:
    """A code opens the account; then a new password is chosen, if one is wanted."""
    return redirect(with_next("account_login", reverse("account_set_password")))


@require_http_methods(["GET", "POST"])
@step_up_required
def change_email(request: HttpRequest) -> HttpResponse:
    """A new address gets a code first; the old one is told afterwards."""
    user = person_of(request)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if email == user.email:
            form.refuse(REFUSAL_TEXT[Refusal.SAME_ADDRESS], "email")
        elif not limits.allows(request, "send_code", email):
            form.refuse(REFUSAL_TEXT[Refusal.TOO_MANY_CODES])
        else:
            code = actions.send_code(purpose=Purpose.NEW_ADDRESS, email=email, language=get_language() or "da")
            code_page.remember(request, code)
            return redirect("accounts:new_address")
    return render(request, "accounts/email_change.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def new_address(request: HttpRequest) -> HttpResponseBase:
    """The code that came to the new address."""
    again = "accounts:send_own_again"
    return CodePage(purpose=Purpose.NEW_ADDRESS, on_right=_use, start="account_email", again=again).show(request)


def _use(request: HttpRequest, email: str) -> HttpResponse:
    user = actions.change_email(by=person_of(request), email=email)
    sessions.stay_signed_in(request, user)
    messages.success(request, _("You sign in with {email} from now on.").format(email=email))
    return redirect(after_sign_in(request))


@require_http_methods(["GET", "POST"])
@step_up_required
def set_password(request: HttpRequest) -> HttpResponse:
    """Choose a password, or another one; the code or passkey of a moment ago is proof enough."""
    user = person_of(request)
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        changed = actions.set_password(by=user, password=form.cleaned_data["password"])
        sessions.stay_signed_in(request, changed)
        messages.success(request, _("Your new password works from now on."))
        return redirect(after_sign_in(request))
    return render(request, "accounts/password_set.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def confirm_by_code(request: HttpRequest) -> HttpResponseBase:
    """Show once more that it is you, with a code to your own address. Only for who has no passkey and no app."""
    if second_factor.exists_for(request):
        return redirect(with_next("mfa_reauthenticate", asked_for(request)))
    if code_page.waiting(request, Purpose.CONFIRM) is None and "code" not in request.POST:
        return _offer_code(request)
    here, again = "accounts:confirm_by_code", "accounts:send_own_again"
    return CodePage(purpose=Purpose.CONFIRM, on_right=_confirmed, start=here, again=again).show(request)


def _offer_code(request: HttpRequest) -> HttpResponse:
    user = person_of(request)
    address = user.email or ""
    if request.method == "POST" and address and limits.allows(request, "send_code", address):
        code = actions.send_code(purpose=Purpose.CONFIRM, email=address, language=get_language() or "da")
        code_page.remember(request, code)
        return redirect(with_next("accounts:confirm_by_code", asked_for(request)))
    return render(request, "accounts/confirm_by_code.html", {"next": asked_for(request)})


def _confirmed(request: HttpRequest, email: str) -> HttpResponseBase:
    if email == person_of(request).email:
        record_authentication(request, person_of(request), method="code", email=email, reauthenticated=True)
    return resume_request(request) or redirect(after_sign_in(request))


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """One more mail for a signed-in person's code."""
    is_new = code_page.waiting(request, Purpose.NEW_ADDRESS) is not None
    page = "accounts:new_address" if is_new else "accounts:confirm_by_code"
    return code_page.send_again(request, back_to=page, start="account_email" if is_new else page)


@require_GET
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Staff without a second factor choose one here; nothing else opens before."""
    if not access.is_staff(request.user):
        return redirect("mfa_index")
    if second_factor.exists_for(request) and access.is_strong(request):
        return redirect(after_sign_in(request))
    return render(request, "accounts/second_factor.html", {"hide_member_menu": True})


@require_POST
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """“I am still here”: the idle clock starts again. The absolute limit stays."""
    user = person_of(request)
    now = clock.now()
    SessionClock(request.session, limits_for(is_staff=user.is_staff_member)).touch(now, at_once=True)
    if get_adapter(request).is_ajax(request) or request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return redirect(after_sign_in(request))
