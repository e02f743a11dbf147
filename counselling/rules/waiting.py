"""Who is offered a freed time, for how long, and what may be done with an offer. Pure: moments are arguments."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

WORTH_OFFERING = timedelta(hours=24)  # with less left a freed time is public at once
MESSAGE_NEEDS = timedelta(hours=48)  # with less left staff ring
LONG_BEFORE = timedelta(days=4)
LONG_OFFER = timedelta(hours=24)
SHORT_OFFER = timedelta(hours=6)
RUNG_BEFORE = timedelta(hours=2)  # whoever is rung hears of a time this long before it begins
MOST_ROUNDS = 3
GRACE = timedelta(minutes=15)  # a lapsed offer keeps its time until the next one is asked; then it is free by itself
DAY_BEGINS, DAY_ENDS = time(8), time(21)  # the clock of an offer runs in between only
PRIORITIES = ("urgent", "first", "follow_up")

WAITING_TRANSITIONS: dict[str, frozenset[str]] = {
    "waiting": frozenset({"offered", "served", "withdrawn"}),
    "offered": frozenset({"waiting", "served", "withdrawn", "exhausted"}),
    "served": frozenset(),
    "withdrawn": frozenset(),
    "exhausted": frozenset(),
}
OFFER_TRANSITIONS: dict[str, frozenset[str]] = {
    "open": frozenset({"accepted", "declined", "expired", "withdrawn", "skipped"}),
    "accepted": frozenset(),
    "declined": frozenset(),
    "expired": frozenset(),
    "withdrawn": frozenset(),
    "skipped": frozenset(),
}


class WaitingRefusal(StrEnum):
    """Why the waiting list says no."""

    ALREADY_WAITING = "already_waiting"
    NOT_WAITING = "not_waiting"
    TALK_CANNOT_BE_EARLIER = "talk_cannot_be_earlier"
    MODE_NOT_HELD = "mode_not_held"
    TYPE_CLOSED = "type_closed"
    ALREADY_OFFERED = "already_offered"
    OFFER_OVER = "offer_over"
    OFFER_EXPIRED = "offer_expired"
    OFFER_TAKEN = "offer_taken"
    NOT_EARLIER = "not_earlier"
    REASON_NEEDED = "reason_needed"
    ENTRY_STALE = "entry_stale"
    TIME_NOT_FREE = "time_not_free"
    TOO_SOON_TO_OFFER = "too_soon_to_offer"


@dataclass(frozen=True)
class Terms:
    """How a time is offered: by message or phone, until when, and how long the clock rests meanwhile."""

    channel: str
    expires_at: datetime
    paused: timedelta


def is_worth_offering(*, starts_at: datetime, now: datetime) -> bool:
    """Whether a freed time goes to the waiting list first."""
    return starts_at > now + WORTH_OFFERING


def waking_moment(moment: datetime, zone: ZoneInfo) -> datetime:
    """This moment, or 8 o'clock when it lies between 21 and 8 local time."""
    local = moment.astimezone(zone)
    if DAY_BEGINS <= local.time() < DAY_ENDS:
        return moment
    day = local.date() + timedelta(days=1) if local.time() >= DAY_ENDS else local.date()
    return datetime.combine(day, DAY_BEGINS, tzinfo=zone).astimezone(moment.tzinfo)


def runs_out(*, since: datetime, lasts: timedelta, zone: ZoneInfo) -> datetime:
    """When an offer's clock has run for so long; it rests from 21 to 8 local time.

    Stretches are measured between real moments, so that the night a clock changes only makes its rest longer or
    shorter. O(days).
    """
    moment, left = waking_moment(since, zone), lasts
    while True:
        evening = datetime.combine(moment.astimezone(zone).date(), DAY_ENDS, tzinfo=zone).astimezone(moment.tzinfo)
        if left <= evening - moment:
            return moment + left
        left -= evening - moment
        moment = waking_moment(evening, zone)


def terms_of(*, starts_at: datetime, now: datetime, is_written_to: bool, zone: ZoneInfo) -> Terms:
    """Message or phone, and for how long: a day when more than four days are left, else six hours."""
    left = starts_at - now
    lasts = LONG_OFFER if left > LONG_BEFORE else SHORT_OFFER
    expires_at = runs_out(since=now, lasts=lasts, zone=zone)
    channel = "message" if is_written_to and left > MESSAGE_NEEDS else "phone"
    return Terms(channel, expires_at, expires_at - now - lasts)


def rung_by(terms: Terms, *, worked_until: datetime, starts_at: datetime) -> Terms:
    """Terms for somebody who must be rung: the clock counts while somebody is at work, over a weekend too.

    It ends before the talk, so that a no can still be heard; never earlier than a message's would.
    """
    until = max(terms.expires_at, min(worked_until, starts_at - RUNG_BEFORE))
    return Terms(terms.channel, until, terms.paused + (until - terms.expires_at))


def suits(
    *,
    starts_at: datetime,
    zone: ZoneInfo,
    weekdays: Collection[int],
    parts: Iterable[tuple[int, int]],
    earliest_on: date | None,
    has_at: datetime | None,
) -> bool:
    """Whether a time lies when somebody can, not before their first day, and earlier than the talk they have."""
    local, hours = starts_at.astimezone(zone), list(parts)
    if weekdays and local.isoweekday() not in weekdays:
        return False
    if hours and not any(begin <= local.hour < end for begin, end in hours):
        return False
    if earliest_on is not None and local.date() < earliest_on:
        return False
    return has_at is None or starts_at < has_at


def misfit(*, same_length: bool, asks_for_this_counsellor: bool) -> int:
    """How badly a time fits among people who have waited equally long: 0 is best."""
    return (not same_length) * 2 + (not asks_for_this_counsellor)


def may_join(*, is_bookable: bool, modes: Iterable[str], offered_modes: Collection[str]) -> WaitingRefusal | None:
    """Whether somebody may wait for this kind of talk, held in these ways."""
    if not is_bookable:
        return WaitingRefusal.TYPE_CLOSED
    wanted = list(modes)
    return None if wanted and set(wanted) <= set(offered_modes) else WaitingRefusal.MODE_NOT_HELD


def may_wish_earlier(*, is_live: bool, starts_at: datetime, now: datetime) -> WaitingRefusal | None:
    """Whether there is any earlier time that would be offered."""
    worth = is_live and is_worth_offering(starts_at=starts_at, now=now)
    return None if worth else WaitingRefusal.TALK_CANNOT_BE_EARLIER


def entry_may_become(status: str, wanted: str) -> WaitingRefusal | None:
    """Whether a place on the list may change to another status."""
    return None if wanted in WAITING_TRANSITIONS[status] else WaitingRefusal.NOT_WAITING


def may_answer(*, state: str, expires_at: datetime, now: datetime) -> WaitingRefusal | None:
    """Whether an offer may still be taken or declined: the clock decides, whatever the sweep has done."""
    if state == "accepted":
        return WaitingRefusal.OFFER_TAKEN
    if state == "expired" or (state == "open" and expires_at <= now):
        return WaitingRefusal.OFFER_EXPIRED
    return None if OFFER_TRANSITIONS[state] else WaitingRefusal.OFFER_OVER


def may_swap(*, is_live: bool, has_at: datetime, starts_at: datetime) -> WaitingRefusal | None:
    """Whether the talk somebody holds lies later than the offered time; one that is off stands in nobody's way."""
    return WaitingRefusal.NOT_EARLIER if is_live and has_at <= starts_at else None


def may_be_expired(*, state: str, expires_at: datetime, now: datetime) -> bool:
    """Whether an offer's time is over and nobody noted it."""
    return state == "open" and expires_at <= now


def status_after_no(*, refusals: int) -> str:
    """Where somebody stands after another offer they did not take: asked three times, staff ring instead."""
    return "exhausted" if refusals >= MOST_ROUNDS else "waiting"


def is_asked_on(*, round_number: int, starts_at: datetime, now: datetime) -> bool:
    """Whether a time nobody took goes to the next one: at most three rounds, while it is worth it."""
    return round_number < MOST_ROUNDS and is_worth_offering(starts_at=starts_at, now=now)


@dataclass(frozen=True)
class Weeks:
    """How long it usually takes, in whole weeks. high None: longer than we can say."""

    low: int
    high: int | None


LONGEST_SAID = 8
USUAL = (7.0, 21.0)
ENOUGH = 5


def usual_weeks(*, waits: Sequence[float], ahead: int, served_a_week: float) -> Weeks:
    """A range from what happened lately (days waited, any order) and from how many wait; never a rank.

    The middle half of the waits; the queue makes it longer, never shorter. Rounded outwards to weeks, so that one
    person joining or leaving can't be seen in it. O(n log n).
    """
    known = sorted(waits)
    low, high = (known[len(known) // 4], known[(3 * len(known)) // 4]) if len(known) >= ENOUGH else USUAL
    queue_days = 7 * ahead / max(served_a_week, 1.0)
    high = max(high, queue_days)
    low = max(low, queue_days / 2)
    first = max(1, int(low // 7))
    last = max(first + 1, -int(-high // 7))
    return Weeks(min(first, LONGEST_SAID), last if last <= LONGEST_SAID else None)
