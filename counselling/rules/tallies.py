"""When a month, a quarter, a year is counted for good. Pure.

Five days after the month: then its talks have had time to be written down. As long as a talk of the month has no
outcome the count waits, forty days more at most; rows stay half a year, so the count always comes before they go.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from counselling.steps_of_time import after, first_of

GRACE = timedelta(days=5)
PATIENCE = timedelta(days=45)


def months(since: date, today: date) -> Iterator[date]:
    """The months that are over, from the one a day lies in, in order."""
    month = first_of("month", since)
    while after("month", month) <= today:
        yield month
        month = after("month", month)


def is_due(month: date, *, today: date, has_open_talks: bool) -> bool:
    """Whether a month may be counted for good."""
    over = today - after("month", month)
    return over >= PATIENCE or (over >= GRACE and not has_open_talks)


def complete(grain: str, months_done: Iterable[date]) -> list[date]:
    """The quarters or years whose last month is counted (and so all before it), in order."""
    ends = {(first_of(grain, month), after("month", month)) for month in months_done}
    return sorted(first for first, end in ends if end == after(grain, first))
