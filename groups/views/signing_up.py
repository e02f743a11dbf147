"""Signing up on the site, with or without an account. Nothing typed is lost, whatever the answer is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from groups.actions import signing_up as actions
from groups.choices import RegistrationState
from groups.forms.seat_refusals import REFUSAL_TEXT
from groups.forms.signing_up import SignUpForm
from groups.models import Registration, SeatPool
from groups.models.keeping import days_kept
from groups.own_help import may_ask
from groups.rules.room import Room
from groups.rules.seats import SeatRefusal
from groups.shown import public_pool, shown
from groups.together_words import who_else_sees
from groups.views.public import reader
from groups.views.sign_ups import DONE
from portal import clock
from portal.accounts import limits
from portal.accounts.models import User
from portal.refusals import Refused

FIELD_OF = {SeatRefusal.PARTY_TOO_LARGE: "seats"}


@login_not_required
@never_cache
def sign_up(request: HttpRequest, slug: str, pk: UUID) -> HttpResponse:
    """The form for one date; POST signs up, or says in a sentence why not."""
    person = reader(request)
    pool = public_pool(slug, pk, person)
    if pool is None:
        raise Http404
    form = form_for(request, pool, person)
    if request.method != "POST" or not form.is_valid():
        return page(request, pool, form)
    if person is None and not limits.allows(request, "sign_up"):  # an account is signed up once for a date anyway
        form.refuse(REFUSAL_TEXT[SeatRefusal.TOO_MANY_SIGN_UPS])
        return page(request, pool, form, status=429)
    try:
        row = signed_up(pool, form, person)
    except Refused as refused:
        return refusal_page(request, pool, form, SeatRefusal(refused.reason))
    if person is None:
        return redirect("groups:sign_up_sent")
    messages.success(request, str(DONE[RegistrationState(row.state)]))
    return redirect("groups:my_sign_up", pk=row.pk)


def form_for(request: HttpRequest, pool: SeatPool, person: User | None) -> SignUpForm:
    """The form as it was filled in, or empty."""
    own_name = person.name.split(" ")[0] if person else ""
    event = pool.occurrence.event
    asks = may_ask(pool)
    return SignUpForm(request.POST or None, event=event, is_guest=person is None, own_name=own_name, may_ask=asks)


def signed_up(pool: SeatPool, form: SignUpForm, person: User | None) -> Registration:
    """The sign-up a valid form becomes."""
    return actions.sign_up(
        by=person,
        person=person,
        guest=form.guest(),
        pool=pool,
        party=form.party(),
        form_key=form.key,
        language=get_language() or "da",
        may_wait=form.cleaned_data["waits"],
        wishes=form.wishes(),
    )


def refusal_page(request: HttpRequest, pool: SeatPool, form: SignUpForm, reason: SeatRefusal) -> HttpResponse:
    """Why not, above what was typed. A guest who is signed up already gets the link again: nobody else learns of it."""
    guest = form.guest()
    if reason == SeatRefusal.ALREADY_SIGNED_UP and guest is not None:
        actions.send_guest_link_again(pool=pool, guest=guest, form_key=form.key)
        return redirect("groups:sign_up_sent")
    if reason == SeatRefusal.SOLD_OUT:
        return page(request, pool, form, status=409, asks_to_wait=True)
    form.refuse(REFUSAL_TEXT[reason], FIELD_OF.get(reason))
    return page(request, pool, form, status=409)


def page(
    request: HttpRequest, pool: SeatPool, form: SignUpForm, status: int = 200, asks_to_wait: bool = False
) -> HttpResponse:
    """The form with date, place and how many places there are."""
    pool.refresh_from_db(fields=["taken", "capacity", "overbook"])
    one = shown(pool.occurrence, clock.now())
    seats = next((seats for seats in one.seats if seats.pool.pk == pool.pk), None)
    is_open = seats is not None and seats.is_open
    context: dict[str, Any] = {
        "form": form,
        "event": pool.occurrence.event,
        "date": pool.occurrence,
        "seats": seats,
        "is_open": is_open,
        "waits": asks_to_wait or (seats is not None and seats.room == Room.WAITING),
        "asks_to_wait": asks_to_wait,
        "is_guest": form.is_guest,
        "days": days_kept(pool.occurrence.event.retention_days),
        "who_else_sees": who_else_sees(pool.occurrence.event),
    }
    return render(request, "groups/public/sign_up.html", context, status=status)


@login_not_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """A guest's next step: the link in the mail or text message. The same whoever they are."""
    return render(request, "groups/public/sent.html")
