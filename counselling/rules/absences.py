"""What becomes of talks when a counsellor is away. Pure: every moment is an argument."""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SOON = timedelta(hours=24)
KEPT = timedelta(hours=24)
FAR = timedelta(days=4)  # a talk further ahead than this leaves two working days to choose
UNTIL_FURTHER_NOTICE = timedelta(days=365)  # how far ahead the stored end of an absence without one lies
NEARER_THAN = timedelta(days=180)  # then it is moved on: further than anybody books
TIMES_OFFERED = 3


class AbsenceRefusal(StrEnum):
    """Why a plan for an absence, or an answer to new times, says no."""

    TALKS_CHANGED = "talks_changed"
    COLLEAGUE_TAKEN = "colleague_taken"
    NO_TIMES = "no_times"
    NOT_REACHABLE = "not_reachable"
    CANCEL_WITHOUT_WORDS = "cancel_without_words"
    CHOICE_MISSING = "choice_missing"
    OFFER_OVER = "offer_over"


def is_urgent(*, purpose: str, starts_at: datetime, now: datetime) -> bool:
    """A talk that can't wait: of an urgent kind, or within a day."""
    return purpose == "urgent" or starts_at - now < SOON


def kept_until(*, now: datetime, starts_at: datetime, zone: ZoneInfo) -> datetime:
    """How long other times are kept: 24 hours, or two working days when the talk is far; never beyond its start."""
    if starts_at - now <= FAR:
        return min(now + KEPT, starts_at)
    local, left = now.astimezone(zone), 2
    day = local.date()
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() <= 5
    return datetime.combine(day, local.time().replace(microsecond=0), tzinfo=zone)


def proposed(*, has_colleague: bool, is_reachable: bool, is_urgent: bool) -> str:
    """What is ticked from the start: a free colleague; other times by message; else somebody rings."""
    if has_colleague:
        return "move"
    return "offer" if is_reachable and not is_urgent else "ring"


def day_begins(now: datetime, first: datetime) -> datetime:
    """An absence from today on begins now: what was held this morning was held."""
    return max(first, now.replace(second=0, microsecond=0))
