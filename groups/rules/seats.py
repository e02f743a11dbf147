"""Who gets a seat, who waits, how long an offer stands. Pure: every moment and count is an argument.

Units: seats are whole people; moments are aware, hours of the day local to the date's zone. Source: spec/groups.md,
"Seat rules", tried there with 60 clients.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

TRANSITIONS: dict[str, frozenset[str]] = {
    "": frozenset({"applied", "held", "confirmed", "waiting"}),
    "applied": frozenset({"waiting", "offered", "rejected", "cancelled"}),
    "held": frozenset({"confirmed", "waiting", "expired", "cancelled"}),
    "waiting": frozenset({"offered", "confirmed", "rejected", "cancelled"}),
    "offered": frozenset({"confirmed", "declined", "expired", "waiting", "cancelled"}),
    "confirmed": frozenset({"cancelled"}),
    "expired": frozenset({"waiting", "cancelled"}),
    "declined": frozenset(),
    "rejected": frozenset(),
    "cancelled": frozenset(),
}
SAVED_AFTER_SKIPS = 3
SAVED_UNTIL = timedelta(hours=72)
FIRST_WINS_WITHIN = timedelta(hours=6)
GUEST_HOLD, GUEST_HOLD_SCARCE = timedelta(hours=24), timedelta(minutes=30)
MORE_TIME, MOST_MORE = timedelta(minutes=30), 2  # a kept place is kept longer for who asks
OPENS, CLOSES = time(8), time(20)  # a short offer counts only waking hours


class SeatRefusal(StrEnum):
    """Why a seat's action says no."""

    EVENT_OVER = "event_over"
    NOT_OPEN_YET = "not_open_yet"
    REGISTRATION_CLOSED = "registration_closed"
    EVENT_CANCELLED = "event_cancelled"
    NO_SIGN_UP_NEEDED = "no_sign_up_needed"
    PARTY_TOO_LARGE = "party_too_large"
    ALREADY_SIGNED_UP = "already_signed_up"
    WAITING_LIST_FULL = "waiting_list_full"
    OFFER_GONE = "offer_gone"
    NOT_FROM_HERE = "not_from_here"
    SEAT_GONE = "seat_gone"
    NO_MORE_TIME = "no_more_time"
    BELOW_TAKEN = "below_taken"
    MINIMUM_TOO_HIGH = "minimum_too_high"
    SIGN_UP_STALE = "sign_up_stale"
    SOLD_OUT = "sold_out"
    TOO_MANY_SIGN_UPS = "too_many_sign_ups"
    PERSON_GONE = "person_gone"
    IS_HERE = "is_here"


@dataclass(frozen=True)
class Waiting:
    """A party in the queue, in order."""

    key: object
    wanted: int
    accepts_fewer: bool
    skips: int


@dataclass(frozen=True)
class Window:
    """When somebody may sign up: from, until, and when the date itself begins."""

    opens_at: datetime | None
    closes_at: datetime | None
    starts_at: datetime

    @property
    def last(self) -> datetime:
        """The last moment to sign up or to answer."""
        return min(self.closes_at or self.starts_at, self.starts_at)


def may_become(before: str, after: str) -> SeatRefusal | None:
    """Whether a sign-up may change from one state to another."""
    return None if after in TRANSITIONS[before] else SeatRefusal.NOT_FROM_HERE


def may_sign_up(*, window: Window, is_cancelled: bool, needs_sign_up: bool, now: datetime) -> SeatRefusal | None:
    """Whether a date takes sign-ups now."""
    if is_cancelled:
        return SeatRefusal.EVENT_CANCELLED
    if not needs_sign_up:
        return SeatRefusal.NO_SIGN_UP_NEEDED
    if now >= window.starts_at:
        return SeatRefusal.EVENT_OVER
    if window.opens_at and now < window.opens_at:
        return SeatRefusal.NOT_OPEN_YET
    return SeatRefusal.REGISTRATION_CLOSED if now >= window.last else None


def may_sign_off(*, is_over: bool, is_here: bool, is_stale: bool) -> SeatRefusal | None:
    """Whether a place may be given back: not once it is over, and not by who sits on it."""
    if is_over:
        return SeatRefusal.EVENT_OVER
    if is_here:
        return SeatRefusal.IS_HERE
    return SeatRefusal.SIGN_UP_STALE if is_stale else None


def may_bring(*, seats: int, max_party: int, capacity: int) -> SeatRefusal | None:
    """Whether a party is small enough, ever."""
    return SeatRefusal.PARTY_TOO_LARGE if seats > min(max_party, capacity) or seats < 1 else None


def fits(party: Waiting, free: int) -> bool:
    """Whether a waiting party could have what is free."""
    return free > 0 and (party.wanted <= free or party.accepts_fewer)


def is_saved_for(party: Waiting, time_left: timedelta) -> bool:
    """Whether free seats are kept until there are enough for a party that was passed over too often."""
    return party.skips >= SAVED_AFTER_SKIPS and time_left > SAVED_UNTIL


def gets_a_seat_at_once(*, seats: int, free: int, queue: Iterable[Waiting], time_left: timedelta) -> bool:
    """Whether somebody new may have seats: they are free, and nobody who waits could have them."""
    return seats <= free and not any(fits(party, free) or is_saved_for(party, time_left) for party in queue)


@dataclass(frozen=True)
class Promotion:
    """What happens to a queue when seats are free: who is offered how many, and who was passed over."""

    offers: Sequence[tuple[object, int]]
    passed_over: Sequence[object]


def promotion(*, queue: Iterable[Waiting], free: int, time_left: timedelta) -> Promotion:
    """Offer free seats in the queue's order: all of a party or none, unless it said yes to fewer. O(queue)."""
    offers: list[tuple[object, int]] = []
    held_back: list[object] = []
    passed_over: list[object] = []
    for party in queue:
        if free <= 0:
            break
        if fits(party, free):
            seats = min(party.wanted, free)
            offers.append((party.key, seats))
            free -= seats
            passed_over += held_back
            held_back = []
        elif is_saved_for(party, time_left):
            break
        else:
            held_back.append(party.key)
    return Promotion(offers, passed_over)


def offer_until(*, now: datetime, window: Window, zone: ZoneInfo) -> datetime | None:
    """How long an offer stands; None: so little time is left that everybody who waits is asked and the first wins.

    More than 7 days left: 48 hours. 2 to 7 days: 24. 6 to 48 hours: 4 hours between 8 and 20. Never past the closing.
    """
    left = window.starts_at - now
    if left < FIRST_WINS_WITHIN:
        return None
    if left > timedelta(days=7):
        until = now + timedelta(hours=48)
    elif left > timedelta(hours=48):
        until = now + timedelta(hours=24)
    else:
        until = waking(now, timedelta(hours=4), zone)
    return min(until, window.last)


def waking(start: datetime, length: timedelta, zone: ZoneInfo) -> datetime:
    """The moment when so many hours between 8 and 20 local time have passed. Each day is its own, clock changes too."""
    moment, rest = start, length
    while True:
        local = moment.astimezone(zone)
        opens = datetime.combine(local.date(), OPENS, zone)
        closes = datetime.combine(local.date(), CLOSES, zone)
        begin = max(moment, opens)
        if begin < closes:
            room = closes - begin
            if rest <= room:
                return begin + rest
            rest -= room
        moment = datetime.combine(local.date() + timedelta(days=1), OPENS, zone)


def guest_hold_until(*, now: datetime, free_after: int, capacity: int, window: Window) -> datetime:
    """How long a guest has to confirm: a day while seats are plentiful, half an hour when a tenth or less is left."""
    scarce = free_after * 10 <= capacity
    return min(now + (GUEST_HOLD_SCARCE if scarce else GUEST_HOLD), window.last)


def more_time_until(
    *, state: str, until: datetime | None, given: int, now: datetime, window: Window, zone: ZoneInfo
) -> datetime | None:
    """How long a place is kept for who asks for more time; None: no more. A guest gets half an hour twice, an offer
    stands anew once. Never past the closing, and nobody gets less than they had.
    """
    if until is None or until <= now:
        return None
    longer: datetime | None = None
    if state == "held" and given < MOST_MORE:
        longer = until + MORE_TIME
    elif state == "offered" and given < 1:
        longer = offer_until(now=until, window=window, zone=zone)
    if longer is None or min(longer, window.last) <= until:
        return None
    return min(longer, window.last)


def kept_after_move(*, until: datetime, now: datetime, window: Window, zone: ZoneInfo) -> datetime:
    """How long a place that is kept or offered stands once the date has another time: as long as a new offer would, or
    longer, and never past the new closing.
    """
    anew = offer_until(now=now, window=window, zone=zone) or window.last
    return max(now, min(max(until, anew), window.last))
