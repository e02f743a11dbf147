"""The held time: taken, extended, given back, and made a conversation."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from counselling.actions import booking, holding
from counselling.addresses_kept import forget_address, home_in
from counselling.choices import Mode
from counselling.forms.refusals import words_for
from counselling.forms.relative import BookForm, PickTimeForm
from counselling.models import Hold
from counselling.rules.talks import Refusal
from counselling.times import nearest
from counselling.views import steps
from counselling.views.book import start_again, when_page
from counselling.views.keeping import Kept, countdown_of, forget, give_more_time, keep_hold, signed_in
from counselling.views.steps import Journey
from portal import clock
from portal.accounts.views.next_page import asked_for
from portal.refusals import Refused

LOST = {
    Refusal.TIME_TAKEN,
    Refusal.TIME_NOT_OFFERED,
    Refusal.VISITS_FULL,
    Refusal.COUNSELLOR_GONE,
    Refusal.HOLD_EXPIRED,
    Refusal.CEILING_REACHED,
    Refusal.HOLD_OF_SOMEBODY_ELSE,
}


@login_not_required
def hold_time(request: HttpRequest) -> HttpResponse:
    """Hold the picked time for this browser, then ask who it is."""
    if request.method != "POST":
        return start_again(Journey.of(request.GET, home_in(request)))
    journey = Journey.of(request.POST, home_in(request))
    form = PickTimeForm(request.POST)
    if journey.meeting_type is None or journey.lost or journey.lacks_the_way_to_meet:
        return start_again(journey)
    if not form.is_valid():
        return when_page(request, journey, form) if journey.choices.counsellor else start_again(journey)
    start, resource = form.cleaned_data["time"]
    wish = replace(journey, choices=journey.choices.but(counsellor=str(resource)), profile=None).wish()
    try:
        hold, token = holding.hold_time(
            by=signed_in(request), wish=wish, starts_at=start, replaces=Kept.of(request).token
        )
    except Refused as refused:
        return refused_page(request, journey, refused, start)
    keep_hold(request, hold, token, journey.choices)
    return redirect("counselling:held")


def refused_page(request: HttpRequest, journey: Journey, refused: Refused, start: Any) -> HttpResponse:
    """A lost time: what happened, the three nearest, everything chosen kept. Other refusals: back to the question."""
    if refused.reason not in LOST:
        messages.warning(request, words_for(refused.reason))
        return redirect(journey.next_url(mode=""))
    if not journey.choices.company or not journey.choices.counsellor:
        choices = journey.choices
        company, counsellor = choices.company or "alone", choices.counsellor or "any"
        journey = replace(journey, choices=choices.but(company=company, counsellor=counsellor))
    context = {
        "words": words_for(refused.reason),
        "starts_at": start,
        "times": nearest(journey.wish(request.user.pk), start, clock.now()),
        "hidden": journey.choices.but(day="", days="").as_pairs(),
        "all_url": journey.choices.but(day="").url("counselling:book_when"),
        "chosen": journey.chosen(),
        "steps": journey.steps(),
        "step": steps.WHEN,
    }
    return render(request, "counselling/time_taken.html", context, status=409)


@login_not_required
@never_cache
@require_GET
def held(request: HttpRequest) -> HttpResponse:
    """Who are you? The time is held meanwhile. Signed in: is it right?"""
    kept = Kept.of(request)
    hold = kept.hold()
    if hold is None:
        return no_hold(request, kept)
    return held_page(request, kept, hold, BookForm(initial={"hold": hold.pk}))


def held_page(
    request: HttpRequest, kept: Kept, hold: Hold, form: BookForm, *, words: str = "", status: int = 200
) -> HttpResponse:
    """The held time and the one thing that is missing."""
    choices = kept.choices if hold.interpreter_id else kept.choices.but(interpreter="")  # who speaks it needs none
    journey = Journey.of(choices.as_dict(), home_in(request))
    context = {
        "hold": hold,
        "form": form,
        "refused_words": words,
        "held": countdown_of(hold),
        "is_phone": hold.mode == Mode.PHONE,
        "can_remind_late": hold.mode in {Mode.PHONE, Mode.VIDEO},
        "chosen": journey.chosen(),
        "steps": journey.steps(),
        "step": steps.YOU,
        "back": kept.choices.url("counselling:book_when") if journey.meeting_type else "",
    }
    template = "counselling/held_check.html" if signed_in(request) else "counselling/held_who.html"
    return render(request, template, context, status=status)


def no_hold(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The back button after booking leads to the receipt; a time that ran out has its own page."""
    user = signed_in(request)
    if user and (talk := kept.talk_of(user)):
        messages.info(request, _("The talk is booked already. Here it is."))
        return redirect("counselling:receipt", pk=talk.pk)
    return expired_page(request, kept)


def expired_page(request: HttpRequest, kept: Kept) -> HttpResponse:
    """We no longer hold the time: the same one again if it is free, or another."""
    journey = Journey.of(kept.choices.as_dict(), home_in(request))
    start = kept.starts_at
    context: dict[str, Any] = {"starts_at": start, "all_url": journey.next_url(), "times": []}
    if journey.meeting_type and journey.choices.mode and start and start > clock.now():
        choices = journey.choices.but(company=journey.choices.company or "alone", day="", days="")
        choices = choices.but(counsellor=choices.counsellor or "any")
        journey = replace(journey, choices=choices)
        times = nearest(journey.wish(request.user.pk), start, clock.now())
        context.update(times=times, hidden=choices.as_pairs(), chosen=journey.chosen())
        context.update(all_url=choices.url("counselling:book_when"), steps=journey.steps(), step=steps.WHEN)
    return render(request, "counselling/hold_expired.html", context, status=410)


@login_not_required
def extend(request: HttpRequest) -> HttpResponse:
    """Ten more minutes, and back to the page that asked for them."""
    kept = Kept.of(request)
    if request.method != "POST":
        return redirect("counselling:held")
    if kept.hold() is None:
        return no_hold(request, kept)
    give_more_time(request)
    return redirect(asked_for(request) or "counselling:held")


@login_not_required
def let_go(request: HttpRequest) -> HttpResponse:
    """Give the time back and choose another."""
    kept = Kept.of(request)
    if request.method != "POST":
        return redirect("counselling:held")
    holding.release_hold(token=kept.token)
    forget(request)
    return redirect(Journey.of(kept.choices.as_dict(), home_in(request)).next_url())


def confirm(request: HttpRequest) -> HttpResponse:
    """Book the held time. Pressed twice, the same receipt."""
    user, kept = signed_in(request), Kept.of(request)
    form = BookForm(request.POST)
    if user is None or request.method != "POST" or not form.is_valid():
        return redirect("counselling:held")
    hold_id, wants = form.cleaned_data["hold"], form.cleaned_data["late_reminder"]
    try:
        appointment = booking.book_held(by=user, token=kept.token, hold_id=hold_id, wants_hours_reminder=wants)
    except Refused as refused:
        return not_booked(request, kept, form, refused)
    forget_address(request)
    return redirect("counselling:receipt", pk=appointment.pk)


def not_booked(request: HttpRequest, kept: Kept, form: BookForm, refused: Refused) -> HttpResponse:
    """Another tab's time is shown; a lost one gets the nearest; too many talks are said on the page."""
    hold = kept.hold()
    if hold is not None and hold.pk != form.cleaned_data["hold"]:
        messages.warning(request, _("You chose another time in another window. That is the one we hold now."))
        return redirect("counselling:held")
    if hold is not None and refused.reason not in LOST:
        return held_page(request, kept, hold, form, words=words_for(refused.reason), status=409)
    journey = Journey.of(kept.choices.as_dict(), home_in(request))
    if journey.meeting_type is None or kept.starts_at is None or not journey.choices.mode:
        return no_hold(request, kept)
    return refused_page(request, journey, refused, kept.starts_at)
