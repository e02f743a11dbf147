"""What may happen with a theme week. Pure."""

from datetime import date, timedelta
from enum import StrEnum

LONGEST = timedelta(days=31)


class WeekRefusal(StrEnum):
    """Why a theme week's action says no."""

    WEEK_STALE = "week_stale"
    WEEK_BACKWARDS = "week_backwards"
    WEEK_EMPTY = "week_empty"


def may_last(starts_on: date, ends_on: date) -> WeekRefusal | None:
    """Whether a week can be so long."""
    return None if timedelta(0) <= ends_on - starts_on <= LONGEST else WeekRefusal.WEEK_BACKWARDS


def may_appear(*, is_shown: bool, published_events: int) -> WeekRefusal | None:
    """Whether its programme may be shown: there is something in it."""
    return WeekRefusal.WEEK_EMPTY if is_shown and not published_events else None
