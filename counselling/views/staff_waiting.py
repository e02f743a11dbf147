"""The waiting list for those who work here: who waits, open offers, phone tasks, skipping, offering by hand."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from counselling.actions import offers, waiting
from counselling.actions.reading import open_offer, open_place
from counselling.choices import Mode
from counselling.forms.relative import PickTimeForm
from counselling.forms.waiting import OutForm, SkipForm, StaffWaitingForm, initial_of
from counselling.forms.waiting_refusals import staff_words_for
from counselling.models import MeetingType, SlotOffer, WaitlistEntry
from counselling.safe_contact import warnings_for
from counselling.staff_times import grouped_by_day
from counselling.views.staff_shared import STAFF, user_of
from counselling.waiting_choices import Priority
from counselling.wishes import Wish
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.design.charts import Bar
from portal.refusals import Refused

LONGEST_LIST = 200


@require_GET
@roles_required(*STAFF)
def queue(request: HttpRequest) -> HttpResponse:
    """Who waits, how long, and what is offered right now."""
    user, now = user_of(request), clock.now()
    mine = WaitlistEntry.objects.visible_to(user)
    entries = list(mine.on_the_list().in_order().for_list()[: LONGEST_LIST + 1])
    context = {
        "entries": entries[:LONGEST_LIST],
        "has_more": len(entries) > LONGEST_LIST,
        "bars": waiting_bars(entries),
        "offers": [entry.offer for entry in entries if entry.offer],
        "asked": list(mine.asked_enough().for_list().order_by("-done_at")[:20]),
        "now": now,
        "sees_all": user.has_role("team_lead"),
    }
    return render(request, "counselling/waiting/queue.html", context)


def waiting_bars(entries: Sequence[WaitlistEntry]) -> list[Bar]:
    """How long those of each priority have waited: the longest as the bar, how many and the middle one in words."""
    bars = []
    for priority in Priority:
        days = sorted(entry.days_waited for entry in entries if entry.priority == priority)
        if not days:
            bars.append(Bar(str(priority.label), 0, _("nobody")))
            continue
        people = ngettext("%(count)d waits", "%(count)d wait", len(days)) % {"count": len(days)}
        words = _("{people}, {middle} days in the middle, {longest} at most")
        said = words.format(people=people, middle=days[len(days) // 2], longest=days[-1])
        bars.append(Bar(str(priority.label), days[-1], said))
    return bars


def visible_place(request: HttpRequest, pk: UUID) -> WaitlistEntry:
    """A place this person works with; 404 for every other."""
    return get_object_or_404(WaitlistEntry.objects.visible_to(user_of(request)).for_list(), pk=pk)


def counsellors() -> list[Resource]:
    """Whom somebody may ask for."""
    return list(Resource.objects.active().of_kind(Resource.Kind.COUNSELLOR).for_list())


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def queue_entry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person who waits: how to reach them, when they can, what they were offered. The reading is recorded."""
    user, entry = user_of(request), visible_place(request, pk)
    form = StaffWaitingForm(
        request.POST or None, kind=entry.meeting_type, people=counsellors(), initial=initial_of(entry)
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            version = given["version"] or 0
            waiting.change_wishes(
                by=user, entry=entry, wishes=form.wishes(), priority=given["priority"], version=version
            )
        except Refused as refused:
            form.refuse(staff_words_for(refused.reason))
            status = 409
        else:
            messages.success(request, _("Noted."))
            return redirect("counselling:queue_entry", pk=pk)
    return place_page(request, entry, {"form": form}, status=422 if form.errors and status == 200 else status)


def place_page(request: HttpRequest, entry: WaitlistEntry, more: dict[str, Any], *, status: int) -> HttpResponse:
    """The person's page, read and recorded."""
    file = open_place(by=user_of(request), entry=entry)
    context = {"entry": entry, "file": file, "warnings": warnings_for(file.profile), "now": clock.now(), **more}
    context.setdefault("out_form", OutForm())
    return render(request, "counselling/waiting/entry.html", context, status=status)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def queue_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take somebody off the list, with a reason."""
    entry, form = visible_place(request, pk), OutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            waiting.take_out(by=user_of(request), entry=entry, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.refuse(staff_words_for(refused.reason))
        else:
            messages.success(request, _("{name} is off the list and gets a message.").format(name=entry.person))
            return redirect("counselling:queue")
    context = {"form": form, "entry": entry, "what": "out"}
    return render(request, "counselling/waiting/reason.html", context, status=409 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def queue_offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer somebody a certain free time by hand."""
    entry, form = visible_place(request, pk), PickTimeForm(request.POST or None)
    mode = request.GET.get("mode", "")
    mode = mode if mode in entry.modes else entry.modes[0]
    if request.method == "POST" and form.is_valid():
        start, key = form.cleaned_data["time"]
        counsellor = get_object_or_404(Resource.objects.active(), pk=key)
        try:
            made = offers.offer_by_hand(
                by=user_of(request), entry=entry, starts_at=start, counsellor=counsellor, mode=mode
            )
        except Refused as refused:
            form.refuse(staff_words_for(refused.reason))
        else:
            messages.success(request, _("The time is kept for {name}.").format(name=entry.person))
            return redirect("counselling:offer", pk=made.pk)
    wish = Wish(meeting_type=entry.meeting_type, mode=mode, counsellor_id=entry.counsellor_id, is_staff=True)
    context = {
        "entry": entry,
        "form": form,
        "groups": grouped_by_day(wish, clock.now(), first=entry.earliest_on),
        "modes": [(one, Mode(one).label) for one in entry.modes],
        "mode": mode,
    }
    return render(request, "counselling/waiting/by_hand.html", context, status=409 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def queue_join(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put somebody who is on the phone on the list."""
    person: User = get_object_or_404(User.objects.active(), pk=pk)
    kinds = list(MeetingType.objects.active())
    kind = next((one for one in kinds if one.slug == request.GET.get("type")), kinds[0] if kinds else None)
    if kind is None:
        return redirect("counselling:queue")
    form = StaffWaitingForm(request.POST or None, kind=kind, people=counsellors(), initial={"priority": Priority.FIRST})
    if request.method == "POST" and form.is_valid():
        try:
            entry = waiting.join_waitlist(
                by=user_of(request),
                person=person,
                meeting_type=kind,
                wishes=form.wishes(),
                priority=form.cleaned_data["priority"],
            )
        except Refused as refused:
            form.refuse(staff_words_for(refused.reason))
        else:
            messages.success(request, _("{name} is on the list.").format(name=person))
            return redirect("counselling:queue_entry", pk=entry.pk)
    context = {"person": person, "kind": kind, "kinds": kinds, "form": form}
    return render(request, "counselling/waiting/join_for.html", context, status=409 if form.errors else 200)


def visible_offer(request: HttpRequest, pk: UUID) -> SlotOffer:
    """An offer this person works with; 404 for every other."""
    return get_object_or_404(SlotOffer.objects.visible_to(user_of(request)).for_list(), pk=pk)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whom to ring about a time, and how it went: yes, no, nobody answered. The reading is recorded."""
    one, said = visible_offer(request, pk), ""
    if request.method == "POST":
        try:
            done = note_call(request, one)
        except Refused as refused:
            said, one = staff_words_for(refused.reason), visible_offer(request, pk)
        else:
            messages.success(request, done)
            return redirect("counselling:queue")
    file = open_offer(by=user_of(request), offer=one)
    context = {"offer": one, "entry": one.entry, "file": file, "warnings": warnings_for(file.profile), "said": said}
    context |= {"now": clock.now(), "can_answer": one.is_open and one.expires_at > clock.now()}
    return render(request, "counselling/waiting/offer_call.html", context, status=409 if said else 200)


def note_call(request: HttpRequest, one: SlotOffer) -> str:
    """What was said on the phone; anything else counts as nobody reached."""
    user, said = user_of(request), request.POST.get("answer")
    if said == "yes":
        offers.accept_offer(by=user, offer=one)
        return _("Booked. A receipt is on its way.")
    if said == "no":
        offers.decline_offer(by=user, offer=one)
        return _("Noted. The next one is asked.")
    offers.note_not_reached(by=user, offer=one)
    return _("Noted. The time is kept until the offer ends; try again before that.")


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def offer_skip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the time to the next one, with a reason."""
    one, form = visible_offer(request, pk), SkipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            offers.skip_offer(by=user_of(request), offer=one, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.refuse(staff_words_for(refused.reason))
        else:
            messages.success(request, _("The next one is asked. {name} keeps the place.").format(name=one.entry.person))
            return redirect("counselling:queue")
    context = {"form": form, "entry": one.entry, "offer": one, "what": "skip"}
    return render(request, "counselling/waiting/reason.html", context, status=409 if form.errors else 200)
