"""Alone in somebody's home: when the address may be seen, how a visit is watched, when an alarm runs. Pure."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from counselling.rules.talks import Refusal
from counselling.visit_choices import STEP

ADDRESS_FROM = time(15)  # the afternoon before: the counsellor plans the way, and goes home
CHECK_IN_FROM = timedelta(hours=1)  # before the start: who is early is inside early
LONGEST_STAY = timedelta(hours=4)
ASK_AFTER = timedelta(minutes=15)  # past the start without a check-in
SLOW_STEP = timedelta(minutes=30)
QUICK_ROUNDS = 6  # an hour; then every half hour, until somebody says they reached the colleague
EVERYBODY_FROM = 3  # from this round on every counsellor is asked
EXTENSIONS = (15, 30, 60)  # minutes


class VisitRefusal(StrEnum):
    """Why something about a home visit was refused."""

    NOT_A_VISIT = "not_a_visit"
    ADDRESS_NOT_YET = "address_not_yet"
    CHECK_IN_NOT_NOW = "check_in_not_now"
    ALREADY_IN = "already_in"
    ALREADY_OUT = "already_out"
    END_NOT_AHEAD = "end_not_ahead"
    STAY_TOO_LONG = "stay_too_long"
    NOBODY_MISSED = "nobody_missed"
    SAFE_ALREADY = "safe_already"


def may_see_address(*, starts_at: datetime, now: datetime, zone: ZoneInfo) -> VisitRefusal | None:
    """Whether the counsellor may see the address: from 15.00 the day before until the visit's own day is over."""
    day: date = starts_at.astimezone(zone).date()
    opens = datetime.combine(day - timedelta(days=1), ADDRESS_FROM, zone)
    closes = datetime.combine(day + timedelta(days=1), time(), zone)
    return None if opens <= now < closes else VisitRefusal.ADDRESS_NOT_YET


def may_change_address(
    *, is_visit: bool, is_live: bool, starts_at: datetime, now: datetime, zone: ZoneInfo, days_before: int
) -> Refusal | None:
    """Whether the relative may say that we come somewhere else: until so many days before the visit, that day too."""
    if not is_visit or not is_live:
        return Refusal.NOT_FROM_HERE
    last = starts_at.astimezone(zone).date() - timedelta(days=days_before)
    in_time = now < starts_at and now.astimezone(zone).date() <= last
    return None if in_time else Refusal.ADDRESS_TOO_LATE


def may_check_in(
    *, is_visit: bool, is_live: bool, is_watched: bool, starts_at: datetime, now: datetime, zone: ZoneInfo
) -> VisitRefusal | None:
    """Whether the counsellor may say "I am there": on the day, from an hour before the start."""
    if not is_visit:
        return VisitRefusal.NOT_A_VISIT
    if is_watched:
        return VisitRefusal.ALREADY_IN
    same_day = starts_at.astimezone(zone).date() == now.astimezone(zone).date()
    ready = is_live and same_day and now >= starts_at - CHECK_IN_FROM
    return None if ready else VisitRefusal.CHECK_IN_NOT_NOW


def may_stay_until(*, expected_end: datetime, now: datetime) -> VisitRefusal | None:
    """Whether an expected end is one: ahead, and not so far that nobody would miss anybody."""
    if expected_end <= now:
        return VisitRefusal.END_NOT_AHEAD
    return VisitRefusal.STAY_TOO_LONG if expected_end > now + LONGEST_STAY else None


def may_extend(*, is_open: bool) -> VisitRefusal | None:
    """Whether there is a stay to make longer."""
    return None if is_open else VisitRefusal.ALREADY_OUT


def may_reach(*, is_open: bool, in_alarm: bool) -> VisitRefusal | None:
    """Whether there is an alarm that somebody can end."""
    if not is_open:
        return VisitRefusal.SAFE_ALREADY
    return None if in_alarm else VisitRefusal.NOBODY_MISSED


def next_round(number: int) -> timedelta:
    """How long after this round the next one comes."""
    return STEP if number < QUICK_ROUNDS else SLOW_STEP
