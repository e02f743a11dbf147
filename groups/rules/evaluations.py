"""When those who came are asked what they thought, and what of their answers may be read. Pure.

Results are read once and for all: after the evaluation closed, and only from five answers on. Before that nothing is
shown, not even how many there are. So nobody can watch one answer arrive and subtract.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from portal.small_numbers import LIMIT

ASKED_AT = time(10)  # the day after


class EvaluationRefusal(StrEnum):
    """Why nobody is asked, or an answer is not taken."""

    EVALUATION_ASKED = "evaluation_asked"
    EVALUATION_NO_DATE = "evaluation_no_date"
    EVALUATION_TOO_LATE = "evaluation_too_late"
    EVALUATION_SENT = "evaluation_sent"
    EVALUATION_EMPTY = "evaluation_empty"
    EVALUATION_LINK_USED = "evaluation_link_used"


@dataclass(frozen=True)
class Came:
    """A party as far as is known: somebody came, everybody stayed away, or nobody said."""

    has_come: bool
    stayed_away: bool
    is_online: bool = False


def who_is_asked(parties: Sequence[Came]) -> list[int]:
    """Which parties are asked: those who came; where nobody noted who came, all. Online nobody stands at a door."""
    is_noted = any(one.has_come or one.stayed_away for one in parties if not one.is_online)
    return [
        place
        for place, one in enumerate(parties)
        if one.has_come or (not one.stayed_away and (one.is_online or not is_noted))
    ]


def sends_at(*, ends_at: datetime, zone: ZoneInfo) -> datetime:
    """The morning after, on the clock there."""
    day = ends_at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, ASKED_AT, zone)


def may_ask(*, is_asked: bool, is_off: bool, ends_at: datetime, now: datetime) -> EvaluationRefusal | None:
    """Once for a date that takes place, until a week after it: later nobody remembers."""
    if is_asked:
        return EvaluationRefusal.EVALUATION_ASKED
    if is_off:
        return EvaluationRefusal.EVALUATION_NO_DATE
    return EvaluationRefusal.EVALUATION_TOO_LATE if now > ends_at + timedelta(days=7) else None


def is_enough(count: int) -> bool:
    """Whether so many people answered that none of them can be told apart."""
    return count >= LIMIT


def may_show(*, closed_at: datetime | None, answers: int) -> bool:
    """Whether anything of the answers may be read."""
    return closed_at is not None and is_enough(answers)
