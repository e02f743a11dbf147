"""Which numbers of evenings may be shown so that nobody can be found behind one. Pure.

A date is a whole (signed up) with parts (came, stayed away, nobody noted, cancelled, waited): the house's rule for
the parts of one whole (portal.small_numbers.with_sum). A quarter, and a year, is shown only when the dates hidden in it
tell of none of their own numbers: at least two, ten people together, and more than the least and less than the most
that hidden numbers could be. Its parts are shown all or none. A year is not shown when exactly one of its quarters is
hidden. Numbers are final before they are shown, and steps of time are fixed: no earlier look can be subtracted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from portal.small_numbers import ENOUGH, LIMIT, Line, with_sum

FINAL_AFTER = timedelta(days=14)
Parts = Sequence[int]


@dataclass(frozen=True)
class Shown:
    """What of a step of time may be shown: its whole, and its parts."""

    whole: bool
    parts: bool


def of_date(parts: Parts) -> Line:
    """Judge one date."""
    return with_sum(parts)


def is_covered(hidden: Sequence[int]) -> bool:
    """Whether the sum of these hidden numbers may be known."""
    if not hidden:
        return True
    some_are_not_small = any(one >= LIMIT for one in hidden)
    is_between = len(hidden) < sum(hidden) < (LIMIT - 1) * len(hidden)
    return len(hidden) >= 2 and sum(hidden) >= ENOUGH and (some_are_not_small or is_between)


def hidden_parts(dates: Sequence[Parts]) -> list[list[int]]:
    """Part by part, the numbers no date shows."""
    lines = [of_date(parts) for parts in dates]
    count = len(dates[0]) if dates else 0
    return [
        [parts[place] for parts, line in zip(dates, lines, strict=True) if not line.shown[place]]
        for place in range(count)
    ]


def hidden_wholes(dates: Sequence[Parts]) -> list[int]:
    """The sums no date shows."""
    return [sum(parts) for parts in dates if not of_date(parts).has_sum]


def of_quarter(dates: Sequence[Parts]) -> Shown:
    """Judge the dates of a quarter that is over."""
    whole = is_covered(hidden_wholes(dates))
    return Shown(whole, whole and all(is_covered(one) for one in hidden_parts(dates)))


def of_year(quarters: Sequence[Sequence[Parts]]) -> Shown:
    """Judge a year that is over, knowing what its quarters show."""
    judged = [of_quarter(dates) for dates in quarters]
    no_whole = [dates for dates, one in zip(quarters, judged, strict=True) if not one.whole]
    no_parts = [dates for dates, one in zip(quarters, judged, strict=True) if not one.parts]
    whole = len(no_whole) != 1 and is_covered([one for dates in no_whole for one in hidden_wholes(dates)])
    together = hidden_parts([parts for dates in no_parts for parts in dates])
    return Shown(whole, whole and len(no_parts) != 1 and all(is_covered(one) for one in together))
