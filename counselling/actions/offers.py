"""Answering an offered time, skipping somebody with a reason, offering a time by hand, and offers that lapse."""

from datetime import datetime
from uuid import UUID

from counselling import announcing, telling_offers
from counselling.actions.booking import appointment_from, retire, store
from counselling.actions.freeing import (
    OFFER_FOR,
    Freed,
    Match,
    end_offer,
    free_at,
    make_offer,
    offer_time_of,
    pass_on,
    still_waiting,
    wish_of,
)
from counselling.actions.holding import BOOKED_FOR
from counselling.choices import Status
from counselling.models import Appointment, Hold, SlotOffer, WaitlistEntry
from counselling.rules import waiting as rules
from counselling.rules.waiting import WaitingRefusal
from counselling.waiting_choices import OfferState, WaitingStatus
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.actions.occupancy import firm_up
from portal.calendar.models import Resource
from portal.keys import new_key
from portal.refusals import Refused, locking


def locked_offer(offer: SlotOffer) -> tuple[WaitlistEntry, SlotOffer]:
    """The place on the list and the offer as they are now, locked in this order."""
    entries = WaitlistEntry.objects.select_related("person", "meeting_type")
    entry = entries.select_for_update(of=("self",)).get(pk=offer.entry_id)
    row = SlotOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    row.entry = entry
    return entry, row


def lock_later_talk(offer: SlotOffer) -> None:
    """The person and the talk are locked before the place on the list, as everybody does who changes a talk."""
    place = WaitlistEntry.objects.filter(pk=offer.entry_id).values_list("person_id", "appointment_id")
    person, held = place.get()
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person)
    if held is not None:
        Appointment.objects.select_for_update().only("pk").get(pk=held)


@locking
def accept_offer(*, by: User, offer: SlotOffer) -> Appointment:
    """Take an offered time; a later talk is given up in the same step, and its time is offered on.

    Pressed twice, it answers with the same talk. Refuses when the offer ran out or is over, or the person has an
    earlier talk by now.
    """
    now = clock.now()
    lock_later_talk(offer)
    entry, row = locked_offer(offer)
    if row.state == OfferState.ACCEPTED and row.appointment is not None:
        return row.appointment
    if refusal := rules.may_answer(state=row.state, expires_at=row.expires_at, now=now):
        raise Refused(refusal)
    old = later_talk(entry, row)
    key = new_key()
    keep_time(row, key)
    if old is not None:
        old = retire(old.pk, by=by, moves_to=row.starts_at, now=now, is_staff=True, version=None)
    talk = talk_from(entry, row, old, key=key, by=by, now=now)
    row.state, row.ended_at, row.appointment = OfferState.ACCEPTED, now, talk
    row.save(update_fields=["state", "ended_at", "appointment"])
    entry.status, entry.done_at, entry.appointment = WaitingStatus.SERVED, now, talk
    entry.version += 1
    entry.save(update_fields=["status", "done_at", "appointment", "version"])
    audit.record("counselling.offer_accepted", by=by, obj=row, subject=entry.person_id)
    telling_offers.stop(row)
    announcing.announce_booking(talk, wants_hours=True, now=now)
    if old is not None:
        offer_time_of(old, now=now)
    return talk


def keep_time(offer: SlotOffer, appointment_id: UUID) -> None:
    """Make the held time the talk's. Refuses when it was booked by somebody else because nobody swept for long."""
    try:
        firm_up(offer.pk, held_for=OFFER_FOR, new_held_for=BOOKED_FOR, new_id=appointment_id)
    except Refused as refused:
        raise Refused(WaitingRefusal.OFFER_OVER) from refused


def later_talk(entry: WaitlistEntry, offer: SlotOffer) -> Appointment | None:
    """The live talk that is given up for the offered time. Refuses when it lies earlier by now."""
    talk = entry.appointment
    if talk is None or not talk.is_live:
        return None
    if refusal := rules.may_swap(is_live=talk.is_live, has_at=talk.starts_at, starts_at=offer.starts_at):
        raise Refused(refusal)
    return talk


def talk_from(
    entry: WaitlistEntry, offer: SlotOffer, old: Appointment | None, *, key: UUID, by: User, now: datetime
) -> Appointment:
    """The talk an offer becomes: booked at once, since the time was ours to offer; or the old talk at its new time."""
    assert entry.person is not None
    like = old or entry
    hold = Hold(
        id=offer.pk,
        meeting_type=entry.meeting_type,
        mode=offer.mode,
        counsellor=offer.counsellor,
        room=offer.room,
        interpreter=offer.interpreter,
        interpreter_language=like.interpreter_language,
        company=like.company,
        wants_respite=like.wants_respite,
        starts_at=offer.starts_at,
        ends_at=offer.ends_at,
    )
    talk = appointment_from(hold, by=entry.person, now=now)
    talk.id = talk.uid = key
    talk.made_by = by
    talk.status, talk.decide_by = Status.BOOKED, None
    store(talk, old, like.company, "")
    audit.record("counselling.appointment_booked", by=by, obj=talk, subject=entry.person_id)
    return talk


@locking
def decline_offer(*, by: User, offer: SlotOffer) -> SlotOffer:
    """Say no, thank you: one keeps the place on the list, and the next one is asked. Pressed twice, nothing more.

    Refuses when the offer ran out or is over.
    """
    now = clock.now()
    entry, row = locked_offer(offer)
    if row.state == OfferState.DECLINED:
        return row
    if refusal := rules.may_answer(state=row.state, expires_at=row.expires_at, now=now):
        raise Refused(refusal)
    not_taken(entry, row, OfferState.DECLINED, by=by, now=now)
    telling_offers.stop(row)
    pass_on(row, now=now)
    return row


def not_taken(entry: WaitlistEntry, offer: SlotOffer, state: str, *, by: User | None, now: datetime) -> None:
    """Write a no or no answer: after the third a person rings instead. The rows are locked."""
    end_offer(offer, state, by=by, now=now)
    entry.rounds += 1
    entry.status = rules.status_after_no(refusals=entry.rounds)
    entry.version += 1
    if entry.status == WaitingStatus.EXHAUSTED:
        entry.done_at = now
        audit.record("counselling.waiting_exhausted", by=by, obj=entry, subject=entry.person_id)
        telling_offers.tell_list_over(entry, now)
        telling_offers.ring_who_was_asked(entry, now)
    entry.save(update_fields=["rounds", "status", "done_at", "version"])


@locking
def skip_offer(*, by: User, offer: SlotOffer, reason: str) -> SlotOffer:
    """Staff give the time to the next one, with a reason; the person keeps their place and it counts as no round.

    Refuses without a reason, or when the offer ran out or is over.
    """
    if not reason.strip():
        raise Refused(WaitingRefusal.REASON_NEEDED)
    now = clock.now()
    entry, row = locked_offer(offer)
    if refusal := rules.may_answer(state=row.state, expires_at=row.expires_at, now=now):
        raise Refused(refusal)
    row.skip_reason = reason.strip()
    end_offer(row, OfferState.SKIPPED, by=by, now=now)
    entry.status = WaitingStatus.WAITING
    entry.version += 1
    entry.save(update_fields=["status", "version"])
    telling_offers.tell_over(row, now)
    pass_on(row, now=now)
    return row


@locking
def note_not_reached(*, by: User, offer: SlotOffer) -> SlotOffer:
    """Nobody answered the phone: the offer stays until its clock runs out, and its task with it.

    Refuses when the offer ran out or is over.
    """
    _entry, row = locked_offer(offer)
    if refusal := rules.may_answer(state=row.state, expires_at=row.expires_at, now=clock.now()):
        raise Refused(refusal)
    row.calls_tried += 1
    row.save(update_fields=["calls_tried"])
    audit.record("counselling.offer_not_reached", by=by, obj=row, subject=row.entry.person_id)
    return row


@locking
def offer_by_hand(*, by: User, entry: WaitlistEntry, starts_at: datetime, counsellor: Resource, mode: str) -> SlotOffer:
    """Offer somebody a certain free time. When it is not taken it is public again.

    Refuses when they are off the list or have an offer, the time is not free, begins within a day, or is not earlier
    than the talk they have.
    """
    now = clock.now()
    row = still_waiting(entry)
    if row is None:
        offered = WaitlistEntry.objects.on_the_list().filter(pk=entry.pk).exists()
        raise Refused(WaitingRefusal.ALREADY_OFFERED if offered else WaitingRefusal.NOT_WAITING)
    if not rules.is_worth_offering(starts_at=starts_at, now=now):
        raise Refused(WaitingRefusal.TOO_SOON_TO_OFFER)
    talk = row.appointment
    if talk and (refusal := rules.may_swap(is_live=talk.is_live, has_at=talk.starts_at, starts_at=starts_at)):
        raise Refused(refusal)
    wish = wish_of(row, mode, counsellor.pk, is_staff=True)
    time = free_at(wish, starts_at, now) if mode in row.meeting_type.modes else None
    if time is None:
        raise Refused(WaitingRefusal.TIME_NOT_FREE)
    freed = Freed(counsellor.pk, time.start, time.end, new_key())
    try:
        return make_offer(Match(row, wish, time), freed, by=by, now=now, is_by_hand=True)
    except Refused as refused:
        raise Refused(WaitingRefusal.TIME_NOT_FREE) from refused


@locking
def expire_offer(*, offer: SlotOffer) -> bool:
    """An offer whose clock has run out: its owner hears of it, the next one is asked. False when it was answered."""
    now = clock.now()
    entry, row = locked_offer(offer)
    if not rules.may_be_expired(state=row.state, expires_at=row.expires_at, now=now):
        return False
    not_taken(entry, row, OfferState.EXPIRED, by=None, now=now)
    if entry.status == WaitingStatus.WAITING:
        telling_offers.tell_over(row, now)
    else:
        telling_offers.stop(row)
    pass_on(row, now=now)
    return True


def expire_offers(*, limit: int = 200) -> int:
    """Each minute: offers nobody answered go to the next one, each in its own transaction. Returns how many."""
    lapsed = list(SlotOffer.objects.lapsed(clock.now())[:limit])
    return sum(expire_offer(offer=offer) for offer in lapsed)
