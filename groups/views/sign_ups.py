"""One's own sign-ups: the link in a message, and the same page for somebody signed in. GET shows, POST acts."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from groups import links
from groups.actions.online import note_entered
from groups.choices import RegistrationState
from groups.door_pass import next_pass
from groups.forms.seat_refusals import REFUSAL_TEXT
from groups.help_later import still_to_ask
from groups.models import Registration
from groups.own_sign_up import act, online_address, shown
from groups.rules.answers import Answer
from groups.rules.seats import SeatRefusal
from groups.views.organising import user_of
from portal import clock
from portal.design.words import moment_words
from portal.refusals import Refused

NOT_NOW = _("The link opens 15 minutes before it begins, for those who have a place.")
KEPT_UNTIL = _("We keep the place for you until {moment}.")
View = Callable[..., HttpResponse]
DONE = {
    RegistrationState.CONFIRMED: _("You have a place. You get a message about it."),
    RegistrationState.WAITING: _("You are on the waiting list. We write when there is a place for you."),
    RegistrationState.APPLIED: _("Thank you. You hear from us when we know if there is a place."),
    RegistrationState.OFFERED: _("There is a place for you right now. Say yes if you want it."),
    RegistrationState.DECLINED: _("You have said no, thank you. The place goes to the next."),
    RegistrationState.CANCELLED: _("You are signed off. Thank you for telling us."),
}


def by_link(view: View) -> Callable[..., HttpResponse]:
    """Open the sign-up a token belongs to, or say that the link is used up; tell nobody where one came from.

    No CSRF token is needed: the right to act is the secret in the address, not a cookie another site could borrow.
    """

    @wraps(view)
    def opened(request: HttpRequest, token: str, **words: str) -> HttpResponse:
        row = links.open_link(token)
        if row is None or clock.now() >= row.pool.occurrence.ends_at:
            response = render(request, "groups/sign_ups/link_over.html", {"is_over": row is not None}, status=410)
        else:
            response = view(request, token, row, **words)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(login_not_required(never_cache(opened)))


@by_link
def sign_up_link(request: HttpRequest, token: str, row: Registration) -> HttpResponse:
    """Date, time, what one may do; for somebody who came here from a message."""
    if request.method == "POST":
        return answered(request, row, {"layout": "layouts/public.html"})
    return page(request, row, {"layout": "layouts/public.html"})


@by_link
@require_safe
def online_link(request: HttpRequest, token: str, row: Registration) -> HttpResponse:
    """Into the meeting, for who has a place and from shortly before, which is noted; everybody else sees where they
    stand instead.
    """
    if address := online_address(row):
        if request.method == "GET":
            note_entered(registration=row)
        return redirect(address)
    more = {"layout": "layouts/public.html", "said": NOT_NOW}
    context = {**shown(row), **more, "path": reverse("groups:sign_up_link", args=[token])}
    return render(request, "groups/sign_ups/sign_up.html", context)


@never_cache
def my_sign_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same page for the person it belongs to, signed in."""
    row = get_object_or_404(Registration.objects.of_person(user_of(request)), pk=pk)
    more = {"layout": "layouts/member.html", "is_mine": True}
    return answered(request, row, more) if request.method == "POST" else page(request, row, more)


@never_cache
@require_safe
def my_evenings(request: HttpRequest) -> HttpResponse:
    """What one is signed up for, the next first; then what is behind."""
    ahead, behind = Registration.objects.of_person_apart(user_of(request), clock.now())
    context = {"ahead": ahead, "behind": behind, "next_pass": next_pass(ahead)}
    return render(request, "groups/sign_ups/mine.html", context)


def answered(request: HttpRequest, row: Registration, more: dict[str, Any]) -> HttpResponse:
    """Act, say what became of it, and show the page anew; a refusal is said on the page as it is now."""
    try:
        done = act(row, request.POST.get("answer", ""))
    except Refused as refused:
        said = REFUSAL_TEXT[SeatRefusal(refused.reason)]
        now = Registration.objects.for_link().get(pk=row.pk)
        return page(request, now, {**more, "said": said}, status=409)
    messages.success(request, said_of(done, request.POST["answer"]))
    return redirect(request.path)


def said_of(done: Registration, answer: str) -> str:
    """What became of it; who asked for more time is told until when."""
    if answer == Answer.MORE_TIME and done.expires_at is not None:
        return str(KEPT_UNTIL).format(moment=moment_words(done.expires_at))
    return str(DONE[RegistrationState(done.state)])


def page(request: HttpRequest, row: Registration, more: dict[str, Any], status: int = 200) -> HttpResponse:
    """One sign-up as it is; with ?cancel it asks once more before a place is given away."""
    asks = request.method == "GET" and "cancel" in request.GET
    context = {**shown(row, alone="is_mine" in more), **more, "asks_cancel": asks, "path": request.path}
    context["still_to_ask"] = still_to_ask(row, context["help"])
    return render(request, "groups/sign_ups/sign_up.html", context, status=status)
