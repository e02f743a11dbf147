"""Joining the waiting list, saying when one can, leaving it; and what a talk's changes mean for its owner's place."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from counselling import telling_offers
from counselling.actions.freeing import end_offer, pass_on
from counselling.actions.people import lock_who_wishes
from counselling.choices import CancelActor, Company, Purpose, Status
from counselling.models import Appointment, MeetingType, SlotOffer, WaitlistEntry
from counselling.models.waiting import ONE_PLACE
from counselling.rules import waiting as rules
from counselling.rules.waiting import WaitingRefusal
from counselling.waiting_choices import OfferState, Priority, WaitingStatus
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.models import Resource
from portal.refusals import Refused, locking, violated_constraint


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """When and how somebody could come. Empty days and parts: any."""

    modes: list[str]
    counsellor: Resource | None = None
    weekdays: list[int] = field(default_factory=list)
    day_parts: list[str] = field(default_factory=list)
    earliest_on: date | None = None
    interpreter_language: str = ""
    company: str = Company.ALONE
    wants_respite: bool = False


@locking
def join_waitlist(
    *,
    by: User,
    person: User,
    meeting_type: MeetingType,
    wishes: Wishes,
    appointment: Appointment | None = None,
    priority: str = "",
) -> WaitlistEntry:
    """Put somebody on the list for a kind of talk, or for an earlier time than the talk they have.

    Refuses when they are on it already, were joined with another person meanwhile, the kind is not held that way, or
    there is no earlier time worth offering.
    """
    now = clock.now()
    lock_who_wishes(person)
    is_open = meeting_type.is_active and (meeting_type.is_self_bookable or appointment is not None or bool(priority))
    refusal = rules.may_join(is_bookable=is_open, modes=wishes.modes, offered_modes=meeting_type.modes)
    if refusal:
        raise Refused(refusal)
    if appointment is not None:
        appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
        if refusal := rules.may_wish_earlier(is_live=appointment.is_live, starts_at=appointment.starts_at, now=now):
            raise Refused(refusal)
    entry = WaitlistEntry(
        person=person,
        meeting_type=meeting_type,
        appointment=appointment,
        priority=priority or priority_of(person, meeting_type),
        queued_at=now,
        made_by=by,
        **vars(wishes),
    )
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) != ONE_PLACE:
            raise
        raise Refused(WaitingRefusal.ALREADY_WAITING) from error
    audit.record("counselling.waiting_joined", by=by, obj=entry, subject=person.pk)
    return entry


def priority_of(person: User, meeting_type: MeetingType) -> str:
    """Somebody we have never talked with comes before somebody we have; urgent is for staff to say."""
    met = Appointment.objects.of_relative(person).filter(status=Status.FULFILLED).exists()
    return Priority.FOLLOW_UP if met or meeting_type.purpose == Purpose.FOLLOW_UP else Priority.FIRST


def locked_entry(entry: WaitlistEntry, version: int | None = None) -> WaitlistEntry:
    """The row as it is now, locked. Refuses when it is off the list, or changed since the page was opened."""
    rows = WaitlistEntry.objects.select_related("person", "meeting_type", "appointment")
    row = rows.select_for_update(of=("self",)).get(pk=entry.pk)
    if refusal := rules.entry_may_become(row.status, WaitingStatus.WITHDRAWN):
        raise Refused(refusal)
    if version is not None and row.version != version:
        raise Refused(WaitingRefusal.ENTRY_STALE)
    return row


@locking
def change_wishes(
    *, by: User, entry: WaitlistEntry, wishes: Wishes, priority: str = "", version: int | None = None
) -> WaitlistEntry:
    """Say anew when and how one can come; the place in the queue stays.

    Refuses when they are off the list, somebody changed it meanwhile, or the kind of talk is not held that way.
    """
    row = locked_entry(entry, version)
    kind = row.meeting_type
    if refusal := rules.may_join(is_bookable=kind.is_active, modes=wishes.modes, offered_modes=kind.modes):
        raise Refused(refusal)
    row.modes, row.counsellor = wishes.modes, wishes.counsellor
    row.weekdays, row.day_parts, row.earliest_on = wishes.weekdays, wishes.day_parts, wishes.earliest_on
    row.priority = priority or row.priority
    row.version += 1
    row.save(update_fields=["modes", "counsellor", "weekdays", "day_parts", "earliest_on", "priority", "version"])
    audit.record("counselling.waiting_changed", by=by, obj=row, subject=row.person_id)
    return row


@locking
def leave_waitlist(*, by: User, entry: WaitlistEntry) -> WaitlistEntry:
    """Leave the list; what was offered goes to the next one. Nothing more happens when one has left already."""
    try:
        row = locked_entry(entry)
    except Refused:
        return entry
    end_place(row, WaitingStatus.WITHDRAWN, by=by, now=clock.now())
    return row


@locking
def take_out(*, by: User, entry: WaitlistEntry, reason: str, version: int | None = None) -> WaitlistEntry:
    """Take somebody off the list, with a reason; they get a message. Refuses without one, or when they are off it."""
    if not reason.strip():
        raise Refused(WaitingRefusal.REASON_NEEDED)
    row, now = locked_entry(entry, version), clock.now()
    row.out_reason = reason.strip()
    end_place(row, WaitingStatus.WITHDRAWN, by=by, now=now)
    telling_offers.tell_list_over(row, now)
    return row


def end_place(entry: WaitlistEntry, status: str, *, by: User | None, now: datetime) -> None:
    """Take a locked row off the list, in the caller's transaction; its open offer goes to the next one."""
    offer = open_offer_of(entry)
    entry.status = status
    entry.done_at = now
    entry.version += 1
    entry.save(update_fields=["status", "done_at", "version", "out_reason"])
    audit.record(f"counselling.waiting_{status}", by=by, obj=entry, subject=entry.person_id)
    if offer is not None:
        end_offer(offer, OfferState.WITHDRAWN, by=by, now=now)
        telling_offers.stop(offer)
        pass_on(offer, now=now)


def open_offer_of(entry: WaitlistEntry) -> SlotOffer | None:
    """The open offer of a locked row, locked too."""
    return SlotOffer.objects.open().select_for_update(of=("self",)).filter(entry=entry).first()


def talk_is_off(talk: Appointment, *, actor: str, by: User | None, now: datetime) -> None:
    """Whoever calls their own talk off leaves the list for an earlier one, unless they have an offer to answer.

    When we call it off they keep their place: they still need a talk.
    """
    for entry in WaitlistEntry.objects.holding(talk.pk).select_for_update(of=("self",)):
        if actor == CancelActor.RELATIVE and entry.status == WaitingStatus.WAITING:
            end_place(entry, WaitingStatus.WITHDRAWN, by=by, now=now)
        else:
            entry.appointment = None
            entry.save(update_fields=["appointment"])


def talk_has_moved(old: Appointment, new: Appointment) -> None:
    """The wish for an earlier time follows the talk to its new time."""
    for entry in WaitlistEntry.objects.holding(old.pk).select_for_update(of=("self",)):
        entry.appointment = new
        entry.save(update_fields=["appointment"])


def talk_is_booked(talk: Appointment) -> None:
    """Who books a talk while waiting for one keeps it and still waits for an earlier time."""
    WaitlistEntry.objects.without_a_talk_for(talk.booked_by_id, talk.meeting_type_id).update(appointment=talk)


@locking
def end_begun(*, entry: WaitlistEntry) -> None:
    """The later talk has begun: there is no earlier time any more."""
    now = clock.now()
    row = WaitlistEntry.objects.select_for_update(of=("self",)).select_related("appointment").get(pk=entry.pk)
    if row.is_on_the_list and row.appointment is not None and row.appointment.starts_at <= now:
        end_place(row, WaitingStatus.SERVED, by=None, now=now)


def end_all_begun(*, limit: int = 200) -> int:
    """Hygiene, each minute: whose talk has begun leaves the list. Returns how many."""
    begun = list(WaitlistEntry.objects.with_begun_talk(clock.now())[:limit])
    for entry in begun:
        end_begun(entry=entry)
    return len(begun)
