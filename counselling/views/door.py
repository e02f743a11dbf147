"""The professionals' door: written and confirmed without an account; answered by those who work here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from counselling.actions import door as actions
from counselling.door_choices import DoorNo
from counselling.forms.door import NOT_YET, DoorForm, TakeInForm, TurnAwayForm
from counselling.forms.door_refusals import words_for
from counselling.models import IncomingWord
from counselling.views.staff_shared import STAFF, user_of
from portal.accounts import actions as accounts
from portal.accounts import limits
from portal.accounts.decorators import roles_required
from portal.accounts.models import Purpose
from portal.accounts.views import code_page
from portal.accounts.views.code_page import CodePage
from portal.refusals import Refused

SLOT, DONE = "counselling_door", "counselling_door_done"


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def tell_us(request: HttpRequest) -> HttpResponse:
    """The form. Without the relative's yes nothing is kept, and the next page says what to do instead."""
    if request.POST.get("consent") == NOT_YET:
        return redirect("counselling:door_not_asked")
    form, status = DoorForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if knocked(request, form):
            return redirect("counselling:door_code")
        form.refuse(_("You have written a lot in a short time. Wait a little, or ring us."))
        status = 429
    status = 422 if form.errors and status == 200 else status
    return render(request, "counselling/door/tell_us.html", {"form": form}, status=status)


def knocked(request: HttpRequest, form: DoorForm) -> bool:
    """Keep it and send the code; False when too much came from here, or from this address."""
    wish, language = form.wish(), get_language() or "da"
    email = wish.from_email.lower()
    if not (limits.allows(request, "door", email) and limits.allows(request, "send_code", email)):
        return False
    word = actions.knock(wish=wish, language=language, form_key=form.key)
    code_page.remember(request, accounts.send_code(purpose=Purpose.CONFIRM, email=email, language=language))
    request.session[SLOT] = str(word.pk)
    return True


@login_not_required
@require_safe
def not_asked(request: HttpRequest) -> HttpResponse:
    """What to do when the relative has not been asked yet."""
    return render(request, "counselling/door/not_asked.html")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponseBase:
    """The six digits: from then on it waits for us."""
    page = CodePage(
        purpose=Purpose.CONFIRM, on_right=proven, start="counselling:door", again="counselling:door_code_again"
    )
    return page.show(request)


def proven(request: HttpRequest, email: str) -> HttpResponse:
    """The address is theirs."""
    key = request.session.pop(SLOT, None)
    try:
        actions.prove(key=UUID(key) if key else None, email=email)
    except Refused as refused:
        messages.warning(request, words_for(refused))
        return redirect("counselling:door")
    request.session[DONE] = True
    return redirect("counselling:door_thanks")


@login_not_required
@require_POST
def code_again(request: HttpRequest) -> HttpResponse:
    """One more mail with the code."""
    return code_page.send_again(request, back_to="counselling:door_code", start="counselling:door")


@login_not_required
@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """It is here; what happens next."""
    if DONE not in request.session:
        return redirect("counselling:door")
    return render(request, "counselling/door/thanks.html", {"heading": _("Thank you. We have it")})


@never_cache
@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def word(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a professional wrote, whom we may know already, and the two answers."""
    user = user_of(request)
    one: IncomingWord = get_object_or_404(IncomingWord.objects.visible_to(user), pk=pk)
    file = actions.open_word(by=user, word=one)
    given = request.POST if request.method == "POST" and not file.is_barred else None
    is_no = given is not None and "turn_away" in given
    take, away = TakeInForm(None if is_no else given, callers=file.callers), TurnAwayForm(given if is_no else None)
    if answer := answered(request, file, away if is_no else take):
        return answer
    context: dict[str, Any] = {"word": one, "file": file, "take": take, "away": away}
    status = 422 if take.errors or away.errors else 200
    return render(request, "counselling/door/word.html", context, status=status)


def answered(request: HttpRequest, file: actions.DoorFile, form: TakeInForm | TurnAwayForm) -> HttpResponse | None:
    """Carry the answer out, if one was given that makes sense."""
    if not form.is_valid():
        return None
    by, one = user_of(request), file.word
    try:
        if isinstance(form, TurnAwayForm):
            actions.turn_away(by=by, word=one, no=DoorNo(form.cleaned_data["no"]))
            messages.success(request, _("Noted. Nobody is told."))
        else:
            actions.take_in(by=by, word=one, person=form.who())
            messages.success(request, _("Taken in. The relative stands on the list of those to ring."))
    except Refused as refused:
        messages.error(request, words_for(refused))
    return redirect("counselling:work_list", name="door")
