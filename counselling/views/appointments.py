"""A relative's own talks: list, one talk, receipt, calendar file, what to tell before, cancel and move."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from counselling.actions import booking, keeping
from counselling.actions.visit_days import address_of_talk
from counselling.choices import CancelActor, Mode, Status
from counselling.forms.chosen import Choices
from counselling.forms.refusals import words_for
from counselling.forms.relative import CancelForm, IntakeForm, PickTimeForm, RingMeForm
from counselling.kinds import event_of
from counselling.models import Appointment, NewTimesOffer, WaitlistEntry
from counselling.rules import talks as rules
from counselling.rules import visits as visit_rules
from counselling.rules import waiting
from counselling.safe_contact import phone_words
from counselling.times import nearest, times_page
from counselling.views.keeping import signed_in
from counselling.views.steps import RECEIPT, step_names
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.refusals import Refused
from relatives import actions as relatives
from relatives.models import RelativeProfile
from relatives.rules import text_level


def person(request: HttpRequest) -> User:
    """Who is signed in; the middleware let nobody else in."""
    user = signed_in(request)
    assert user is not None
    return user


def own(request: HttpRequest, pk: UUID) -> Appointment:
    """One's own talk as a relative, whatever else one is here; a stranger's does not exist."""
    mine = Appointment.objects.of_relative(person(request)).for_list()
    talk: Appointment = get_object_or_404(NewTimesOffer.objects.marked(mine, clock.now()), pk=pk)
    return talk


def newest(appointment: Appointment) -> Appointment:
    """The row a moved talk lives on in."""
    return Appointment.objects.living(appointment)


def may_change_address(appointment: Appointment) -> bool:
    """Whether a relative may still say that we come somewhere else."""
    refusal = visit_rules.may_change_address(
        is_visit=appointment.mode == Mode.HOME_VISIT,
        is_live=appointment.is_live,
        starts_at=appointment.starts_at,
        now=clock.now(),
        zone=clock.zone(),
        days_before=settings.VISIT_ADDRESS_DAYS,
    )
    return refusal is None


def what_may_be_done(appointment: Appointment) -> dict[str, bool]:
    """Which buttons a relative sees now."""
    now = clock.now()
    notice = timedelta(minutes=appointment.meeting_type.move_notice_minutes)
    at: dict[str, Any] = {
        "status": appointment.status,
        "starts_at": appointment.starts_at,
        "now": now,
        "is_staff": False,
    }
    return {
        "may_move": rules.may_move(move_notice=notice, **at) is None,
        "may_change_address": may_change_address(appointment),
        "may_cancel": rules.may_cancel(ends_at=appointment.ends_at, **at) is None,
        "may_answer": rules.may_answer(is_live=appointment.is_live, starts_at=appointment.starts_at, now=now) is None,
        "is_over": appointment.ends_at <= now,
    }


def about(request: HttpRequest, appointment: Appointment) -> dict[str, Any]:
    """What a page about one talk shows."""
    profile = RelativeProfile.objects.of(person(request))
    return {
        "appointment": appointment,
        "phone": phone_words(profile.phone) if appointment.mode == Mode.PHONE else "",
        "asks_phone": appointment.mode == Mode.PHONE and appointment.is_live and not profile.has_phone,
        "asks_address": appointment.mode == Mode.HOME_VISIT and appointment.is_live and not profile.has_postal_address,
        **what_may_be_done(appointment),
    }


@require_GET
def appointments(request: HttpRequest) -> HttpResponse:
    """My conversations: what comes, what has been."""
    now, mine = clock.now(), Appointment.objects.of_relative(person(request)).for_list()
    places = WaitlistEntry.objects.of_relative(person(request)).on_the_list().for_list()
    context = {
        "upcoming": list(NewTimesOffer.objects.marked(mine.upcoming(now), now)),
        "past": list(mine.past(now)[:50]),
        "places": list(places),
    }
    return render(request, "counselling/appointments.html", context)


@require_GET
def appointment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One talk: when, how, with whom, and what can be done about it."""
    talk = own(request, pk)
    if talk.status == Status.SUPERSEDED:
        messages.info(request, _("The talk was moved. Here is the new time."))
        return redirect("counselling:appointment", pk=newest(talk).pk)
    waits = WaitlistEntry.objects.for_talk(talk.booked_by_id, talk.meeting_type_id) if talk.is_live else None
    soon = waiting.may_wish_earlier(is_live=talk.is_live, starts_at=talk.starts_at, now=clock.now()) is not None
    context = {**about(request, talk), "waits": waits, "may_wish_earlier": not soon}
    return render(request, "counselling/appointment.html", context)


@require_GET
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It is booked: what, when, how, who, and what if everything goes wrong that day."""
    talk = own(request, pk)
    if not talk.is_live:
        return redirect("counselling:appointment", pk=talk.pk)
    context = {**about(request, talk), "steps": step_names(), "step": RECEIPT}
    context["phone_form"] = RingMeForm() if context["asks_phone"] else None
    return render(request, "counselling/receipt.html", context)


def ring_number(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The number for a talk on the phone, asked once the clock no longer runs."""
    talk = own(request, pk)
    form = RingMeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = person(request)
        relatives.change_phone(user=user, by=user, phone=form.cleaned_data["phone"])
        messages.success(request, _("Thank you. We ring you on that number."))
        return redirect("counselling:receipt", pk=talk.pk)
    context = {**about(request, talk), "phone_form": form, "form": form, "steps": step_names(), "step": RECEIPT}
    return render(request, "counselling/receipt.html", context)


@require_GET
def calendar_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The talk as a calendar file to keep: neutral, the place only for someone who reads alone."""
    return file_of(own(request, pk), shows_place=text_level(RelativeProfile.objects.of(person(request))) == "place")


def file_of(talk: Appointment, *, shows_place: bool) -> HttpResponse:
    """A download with a name that says nothing."""
    content = event_of(talk, method="PUBLISH", summary=str(_("Appointment")), shows_place=shows_place)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = f'attachment; filename="{_("Appointment").lower()}.ics"'
    return response


def questions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Would you like to tell a little now? It can wait."""
    talk = own(request, pk)
    kept = {f"answer_{answer.number}": answer.text for answer in talk.answers.all()}
    kept["companion"] = next((one.first_name for one in talk.participants.all()), "")
    form = IntakeForm(request.POST or None, appointment=talk, initial=kept)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.answer_intake(by=person(request), appointment=talk, texts=form.texts(), companion=form.companion())
        except Refused as refused:
            form.refuse(words_for(refused.reason))
        else:
            messages.success(request, _("Thank you. Your counsellor reads it before the talk."))
            return redirect("counselling:appointment", pk=talk.pk)
    context = {"appointment": talk, "form": form, **what_may_be_done(talk)}
    return render(request, "counselling/questions.html", context)


@require_POST
def renew_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the links in old messages; the talk itself stays as it is."""
    talk = own(request, pk)
    try:
        keeping.renew_link(by=person(request), appointment=talk)
    except Refused as refused:
        messages.error(request, words_for(refused.reason))
    else:
        messages.success(request, _("The links in your old messages are closed. Your next message has a new one."))
    return redirect("counselling:appointment", pk=talk.pk)


def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET shows what would happen, POST cancels."""
    talk = own(request, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.cancel_appointment(
                by=person(request), appointment=talk, actor=CancelActor.RELATIVE, reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            form.refuse(words_for(refused.reason))
        else:
            messages.success(request, _("The talk is cancelled. You are welcome to book a new one any time."))
            return redirect("counselling:appointment", pk=talk.pk)
    context = {"appointment": talk, "form": form, **what_may_be_done(talk)}
    return render(request, "counselling/cancel.html", context)


def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another time for the same talk: GET shows free times, POST moves."""
    talk = own(request, pk)
    if talk.status == Status.SUPERSEDED:  # the button pressed twice, or the back button after moving
        return redirect("counselling:receipt", pk=newest(talk).pk)
    form = PickTimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        start, _resource = form.cleaned_data["time"]
        try:
            moved = booking.move_appointment(by=person(request), appointment=talk, starts_at=start, is_staff=False)
        except Refused as refused:
            return not_moved(request, talk, refused, start, {"action": request.path})
        messages.success(request, _("The talk is moved."))
        return redirect("counselling:receipt", pk=moved.pk)
    return move_page(request, talk, form, template="counselling/move.html")


def wish_to_move(talk: Appointment) -> Wish:
    """The same talk at another time."""
    return Wish(
        meeting_type=talk.meeting_type,
        mode=talk.mode,
        counsellor_id=talk.counsellor_id,
        interpreter_language=talk.interpreter_language,
        company=talk.company,
        moves=talk,
        address=address_of_talk(talk),
    )


def move_page(
    request: HttpRequest, talk: Appointment, form: PickTimeForm, *, template: str, **more: Any
) -> HttpResponse:
    """The free times for a move, or why it can't be moved here."""
    allowed = what_may_be_done(talk)
    choices = Choices.read(request.GET)
    page = None
    if allowed["may_move"]:
        page = times_page(wish_to_move(talk), choices, lambda other: request.path + other.query(), clock.now())
    context = {"appointment": talk, "page": page, "form": form, "hidden": [], "is_move": True, **allowed, **more}
    return render(request, template, context)


def not_moved(
    request: HttpRequest, talk: Appointment, refused: Refused, start: Any, more: dict[str, Any]
) -> HttpResponse:
    """The old time still stands; the nearest others, or why it can't be moved."""
    talk.refresh_from_db()
    allowed = what_may_be_done(talk)
    times = nearest(wish_to_move(talk), start, clock.now()) if allowed["may_move"] else []
    words = words_for(refused.reason)
    context = {"appointment": talk, "words": words, "starts_at": start, "times": times, **allowed, **more}
    return render(request, "counselling/move_lost.html", context, status=409)
