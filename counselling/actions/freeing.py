"""A time that was given back goes to the waiting list before anybody else sees it.

Runs in the transaction that gave the time back: either the time is offered when that commits, or it is public.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from counselling import telling_offers
from counselling.actions.holding import claims_of
from counselling.actions.visit_days import address_of_talk, judge_visits
from counselling.choices import Mode
from counselling.models import Appointment, NamelessTalk, SlotOffer, WaitlistEntry
from counselling.models.waiting import ONE_OFFER
from counselling.rules import waiting as rules
from counselling.rules.waiting import WaitingRefusal
from counselling.waiting_choices import OfferChannel, OfferState, Priority, WaitingStatus
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.actions.occupancy import Claim, occupy, release
from portal.calendar.hours import worked_until
from portal.calendar.models import FreeTime, Resource
from portal.keys import new_key
from portal.refusals import Refused, violated_constraint
from relatives.models import RelativeProfile

OFFER_FOR = "counselling.offer"
LOOK_AT_MOST = 200  # people a freed time is tried on; a longer list has others whom the next time suits
NOT_TAKEN = frozenset({OfferState.DECLINED, OfferState.EXPIRED})


@dataclass(frozen=True)
class Freed:
    """A time that was given back: whose, when. ref is the talk's key, the same for all who are asked about it."""

    counsellor_id: UUID
    starts_at: datetime
    ends_at: datetime
    ref: UUID
    round_number: int = 1


@dataclass(frozen=True)
class Match:
    """Somebody a freed time suits, and the time as it would be held for them."""

    entry: WaitlistEntry
    wish: Wish
    time: FreeTime


def offer_time_of(talk: Appointment | NamelessTalk, *, now: datetime) -> SlotOffer | None:
    """Ask the waiting list about the time of a talk that is off or has moved. Its occupancy is released already."""
    return offer_freed(Freed(talk.counsellor_id, talk.starts_at, talk.ends_at, talk.pk), now=now)


def offer_freed(freed: Freed, *, now: datetime) -> SlotOffer | None:
    """Hold a free time for the first person it suits and ask them; None leaves it public.

    The counsellor's calendar is locked, so that times given back at once are offered one after the other.
    """
    if not rules.is_worth_offering(starts_at=freed.starts_at, now=now):
        return None
    counsellor = Resource.objects.select_for_update(no_key=True).get(pk=freed.counsellor_id)
    for match in suited(freed, counsellor, now):
        entry = still_waiting(match.entry)
        if entry is None:
            continue
        try:
            return make_offer(replace(match, entry=entry), freed, by=None, now=now)
        except Refused:
            continue  # somebody booked the time this very moment, or the room: perhaps it suits another one
    return None


def still_waiting(entry: WaitlistEntry) -> WaitlistEntry | None:
    """The row locked, or None when it was offered something or left the list meanwhile."""
    rows = WaitlistEntry.objects.select_related("person", "meeting_type", "appointment")
    return rows.select_for_update(of=("self",)).filter(pk=entry.pk, status=WaitingStatus.WAITING).first()


def suited(freed: Freed, counsellor: Resource, now: datetime) -> Iterator[Match]:
    """Whom the time suits: by priority, then by waiting time, then by fit; each judged by the calendar's own rules.

    One query for the list, and one to four for each kind of talk and way to meet among those it may suit.
    """
    rows = WaitlistEntry.objects.askable(counsellor).not_asked_about(freed.ref)
    zone = clock.zone()
    fitting = [
        entry
        for entry in rows[:LOOK_AT_MOST]
        if rules.suits(
            starts_at=freed.starts_at,
            zone=zone,
            weekdays=entry.weekdays,
            parts=entry.hours,
            earliest_on=entry.earliest_on,
            has_at=entry.appointment.starts_at if entry.appointment else None,
        )
    ]
    fitting.sort(key=lambda entry: in_turn(entry, freed))
    known: dict[tuple[object, ...], FreeTime | None] = {}
    for entry in fitting:
        for mode in entry.modes:
            wish = wish_of(entry, mode, counsellor.pk)
            if mode == Mode.HOME_VISIT and wish.address is None:
                continue  # nobody knows the way: such a time is offered by hand
            key = (wish.meeting_type.pk, mode, wish.interpreter_language, wish.is_staff, wish.address)
            if key not in known:
                known[key] = free_at(wish, freed.starts_at, now)
            if (time := known[key]) is not None:
                yield Match(entry, wish, time)
                break


def in_turn(entry: WaitlistEntry, freed: Freed) -> tuple[object, ...]:
    """Where somebody stands when this time is given away."""
    misfit = rules.misfit(
        same_length=entry.meeting_type.duration == freed.ends_at - freed.starts_at,
        asks_for_this_counsellor=entry.counsellor_id == freed.counsellor_id,
    )
    return rules.PRIORITIES.index(entry.priority), entry.queued_at, misfit, entry.sequence


def wish_of(entry: WaitlistEntry, mode: str, counsellor_id: UUID, *, is_staff: bool = False) -> Wish:
    """The talk somebody waits for, with this counsellor. Who is urgent may have every kind of time."""
    return Wish(
        meeting_type=entry.meeting_type,
        mode=mode,
        counsellor_id=counsellor_id,
        interpreter_language=entry.interpreter_language,
        company=entry.company,
        wants_respite=entry.wants_respite,
        is_staff=is_staff or entry.priority == Priority.URGENT,
        adds_load=entry.appointment_id is None,
        address=address_of_talk(entry.appointment) if mode == Mode.HOME_VISIT and entry.appointment else None,
    )


def free_at(wish: Wish, starts_at: datetime, now: datetime) -> FreeTime | None:
    """The free time of this wish that begins at this moment."""
    day = starts_at.astimezone(clock.zone()).date()
    return next((time for time in wish.free_times(day, day, now) if time.start == starts_at), None)


def terms_for(profile: RelativeProfile, starts_at: datetime, now: datetime) -> rules.Terms:
    """How a time is offered to somebody and until when; who must be rung has open hours to be rung in."""
    is_written_to = telling_offers.is_written_to(profile, now)
    terms = rules.terms_of(starts_at=starts_at, now=now, is_written_to=is_written_to, zone=clock.zone())
    if terms.channel != OfferChannel.PHONE:
        return terms
    return rules.rung_by(terms, worked_until=worked_until(now, rules.SHORT_OFFER), starts_at=starts_at)


def unsaved_offer(match: Match, freed: Freed, terms: rules.Terms, *, now: datetime) -> SlotOffer:
    """The row an offer becomes."""
    key = new_key()
    return SlotOffer(
        id=key,
        entry=match.entry,
        freed_ref=freed.ref,
        round_number=freed.round_number,
        mode=match.wish.mode,
        starts_at=match.time.start,
        ends_at=match.time.end,
        counsellor_id=match.time.resource_id,
        room_id=match.time.room_id,
        interpreter_id=match.time.also_id,
        channel=terms.channel,
        offered_at=now,
        expires_at=terms.expires_at,
        paused=terms.paused,
        code_hash=telling_offers.code_hash_of(key),
    )


def make_offer(match: Match, freed: Freed, *, by: User | None, now: datetime, is_by_hand: bool = False) -> SlotOffer:
    """Hold the time for somebody whose row is locked, and ask. Refuses when the time went or they have an offer."""
    entry, wish, time = match.entry, match.wish, match.time
    assert entry.person is not None
    profile = RelativeProfile.objects.of(entry.person)
    terms = terms_for(profile, time.start, now)
    offer = unsaved_offer(match, freed, terms, now=now)
    offer.made_by, offer.is_by_hand = by, is_by_hand
    if wish.mode == Mode.HOME_VISIT:
        judge_visits(time.resource_id, time.start, but=entry.appointment_id)
    hold_for(offer, claims=claims_of(time, wish))
    entry.status = WaitingStatus.OFFERED
    entry.version += 1
    entry.save(update_fields=["status", "version"])
    audit.record("counselling.time_offered", by=by, obj=offer, subject=entry.person_id)
    telling_offers.tell_offer(offer, profile, now)
    return offer


def hold_for(offer: SlotOffer, *, claims: list[Claim]) -> None:
    """Take the time and write the offer, or neither."""
    try:
        with transaction.atomic():
            until = offer.expires_at + rules.GRACE
            occupy(held_for=OFFER_FOR, held_for_id=offer.pk, claims=claims, expires_at=until)
            offer.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) != ONE_OFFER:
            raise
        raise Refused(WaitingRefusal.ALREADY_OFFERED) from error


def end_offer(offer: SlotOffer, state: str, *, by: User | None, now: datetime) -> None:
    """Write how a locked offer ended without a talk and give its time back; the caller passes it on."""
    offer.state = state
    offer.ended_at = now
    offer.save(update_fields=["state", "ended_at", "skip_reason"])
    release(offer.pk)
    audit.record(f"counselling.offer_{state}", by=by, obj=offer, subject=offer.entry.person_id)


def pass_on(offer: SlotOffer, *, now: datetime) -> SlotOffer | None:
    """Ask the next one about the time of an offer that is over; after three rounds it is public."""
    if offer.is_by_hand:  # it was public before
        return None
    counts = offer.state in NOT_TAKEN
    if counts and not rules.is_asked_on(round_number=offer.round_number, starts_at=offer.starts_at, now=now):
        return None
    freed = Freed(
        counsellor_id=offer.counsellor_id,
        starts_at=offer.starts_at,
        ends_at=offer.ends_at,
        ref=offer.freed_ref,
        round_number=offer.round_number + counts,
    )
    return offer_freed(freed, now=now)
