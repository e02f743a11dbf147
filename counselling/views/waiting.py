"""The relative's side of the waiting list: joining, one's place and what may be changed, an offered time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counselling.actions import offers, waiting
from counselling.actions.booking import place_of
from counselling.choices import Company
from counselling.forms.waiting import ANYBODY, WaitingForm, initial_of
from counselling.forms.waiting_refusals import words_for
from counselling.models import Appointment, MeetingType, SlotOffer, WaitlistEntry
from counselling.rules.waiting import WaitingRefusal
from counselling.views.appointments import own, person
from counselling.views.steps import Journey
from counselling.waiting_times import usual_wait
from portal import clock
from portal.calendar.models import Resource
from portal.refusals import Refused


def join(request: HttpRequest) -> HttpResponse:
    """No time suits: wait for one. What was chosen on the way stands in the address."""
    journey = Journey.of(request.GET)
    kind, choices = journey.meeting_type, journey.choices
    if kind is None:
        return redirect("counselling:book")
    initial = {"modes": [choices.mode] if choices.mode else kind.modes, "counsellor": choices.counsellor or ANYBODY}
    people = [journey.profile.resource] if journey.profile else []
    form = WaitingForm(request.POST or None, kind=kind, people=people, initial=initial)
    carried = {
        "interpreter_language": choices.interpreter,
        "company": choices.company or Company.ALONE,
        "wants_respite": choices.respite == "1",
    }
    back = choices.url("counselling:book_when")
    return joining(request, form, kind, None, carried, {"back": back})


def earlier(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Would you like an earlier time than the one you have? You keep it until you say yes to another."""
    talk = own(request, pk)
    initial = {"modes": [talk.mode], "counsellor": str(talk.counsellor_id)}
    form = WaitingForm(request.POST or None, kind=talk.meeting_type, people=[talk.counsellor], initial=initial)
    carried = {
        "interpreter_language": talk.interpreter_language,
        "company": talk.company,
        "wants_respite": talk.wants_respite,
    }
    return joining(request, form, talk.meeting_type, talk, carried, {})


def joining(
    request: HttpRequest,
    form: WaitingForm,
    kind: MeetingType,
    talk: Appointment | None,
    carried: dict[str, Any],
    more: dict[str, Any],
) -> HttpResponse:
    """Join the list, or show the form; who is on it already comes to their place."""
    user = person(request)
    if there := WaitlistEntry.objects.for_talk(user.pk, kind.pk):
        messages.info(request, words_for(WaitingRefusal.ALREADY_WAITING))
        return redirect("counselling:waiting_place", pk=there.pk)
    if request.method == "POST" and form.is_valid():
        try:
            entry = waiting.join_waitlist(
                by=user, person=user, meeting_type=kind, wishes=form.wishes(**carried), appointment=talk
            )
        except Refused as refused:
            form.refuse(words_for(refused.reason))
        else:
            messages.success(request, _("You are on the list. We write or ring when there is a time."))
            return redirect("counselling:waiting_place", pk=entry.pk)
    wait = usual_wait(meeting_type_id=kind.pk, priority=waiting.priority_of(user, kind))
    context = {"form": form, "kind": kind, "talk": talk, "wait": wait, **more}
    return render(request, "counselling/waiting/join.html", context)


def own_place(request: HttpRequest, pk: UUID) -> WaitlistEntry:
    """One's own place on the list; a stranger's does not exist."""
    mine = WaitlistEntry.objects.of_relative(person(request)).for_list()
    return get_object_or_404(mine, pk=pk)


def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's place: how long it usually takes, an offer to answer, when one can, leaving."""
    entry = own_place(request, pk)
    people = known_counsellors(entry)
    form = WaitingForm(request.POST or None, kind=entry.meeting_type, people=people, initial=initial_of(entry))
    if request.method == "POST" and form.is_valid():
        try:
            waiting.change_wishes(by=person(request), entry=entry, wishes=form.wishes())
        except Refused as refused:
            form.refuse(words_for(refused.reason))
        else:
            messages.success(request, _("That is noted. You keep your place on the list."))
            return redirect("counselling:waiting_place", pk=entry.pk)
    context = {"entry": entry, "form": form, "talk": live_talk(entry)}
    context["wait"] = usual_wait(meeting_type_id=entry.meeting_type_id, priority=entry.priority)
    return render(request, "counselling/waiting/place.html", context)


def known_counsellors(entry: WaitlistEntry) -> list[Resource]:
    """Whom one may ask for: the counsellor asked for, and the one of the talk one has."""
    asked = [entry.counsellor, entry.appointment.counsellor if entry.appointment else None]
    return list({one.pk: one for one in asked if one is not None}.values())


def live_talk(entry: WaitlistEntry) -> Appointment | None:
    """The talk one keeps until there is an earlier one."""
    return entry.appointment if entry.appointment and entry.appointment.is_live else None


@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave the list; a talk one has stays."""
    waiting.leave_waitlist(by=person(request), entry=own_place(request, pk))
    messages.success(request, _("You are no longer on the list. You are welcome to join it again."))
    return redirect("counselling:appointments")


def offered(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An offered time, signed in: GET shows it, POST takes or declines it."""
    offer = get_object_or_404(SlotOffer.objects.of_relative(person(request)).for_list(), pk=pk)
    more = {"layout": "layouts/member.html"}
    if request.method != "POST":
        return offer_page(request, offer, more)
    try:
        talk = answer(request, offer)
    except Refused as refused:
        return offer_page(request, offer, more, refused=refused)
    if talk is None:
        return redirect("counselling:offered", pk=offer.pk)
    messages.success(request, _("The time is yours."))
    return redirect("counselling:receipt", pk=talk.pk)


def answer(request: HttpRequest, offer: SlotOffer) -> Appointment | None:
    """Yes makes a talk; no gives the time to the next one; anything else changes nothing."""
    owner = offer.entry.person
    assert owner is not None
    if request.POST.get("answer") == "yes":
        return offers.accept_offer(by=owner, offer=offer)
    if request.POST.get("answer") == "no":
        offers.decline_offer(by=owner, offer=offer)
    return None


def offer_page(
    request: HttpRequest, offer: SlotOffer, more: dict[str, Any], *, refused: Refused | None = None
) -> HttpResponse:
    """The time and the two answers, or what became of it and what to do next (409 when somebody tried to answer)."""
    if refused is not None:
        offer = SlotOffer.objects.for_list().get(pk=offer.pk)
    can_answer = offer.is_open and offer.expires_at > clock.now() and refused is None
    context = {
        "offer": offer,
        "entry": offer.entry,
        "talk": live_talk(offer.entry),
        "place": place_of(offer.mode, offer.room),
        "can_answer": can_answer,
        "said": words_for(refused.reason) if refused else "",
        **more,
    }
    status = 409 if refused else 200 if can_answer or offer.state in {"accepted", "declined"} else 410
    return render(request, "counselling/waiting/offer.html", context, status=status)
