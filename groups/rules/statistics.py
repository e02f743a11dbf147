"""Which numbers of evenings may be shown so that nobody can be found behind one. Pure.

A date is a whole (signed up) with parts (came, stayed away, nobody noted, cancelled, waited): the house's rule for
the parts of one whole (portal.small_numbers.with_sum). Dates are added up by event, by quarter and for the year. Every
sum that is shown is made of shown numbers and of whole *groups* of dates, and a group tells of none of its hidden
numbers: at least two, ten people together, more than the least and less than the most that hidden numbers could be, and
each could be another one though all sums by date and by part are known (portal.small_numbers.none_follows).

Quarters come first, the year after them. An event is added up quarter by quarter: its dates of a quarter are a group of
their own, and its sum is shown when each of them is a group and what is left of the quarter still is one. So an event's
sum tells nothing when it is subtracted: from its dates, the quarter, the year, or itself a quarter later.
Parts are shown all or none. Numbers are final before they are shown, and steps of time are fixed.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

from portal.small_numbers import ENOUGH, LIMIT, Hidden, Line, none_follows, with_sum

FINAL_AFTER = timedelta(days=14)
Parts = Sequence[int]
Key = Hashable
REST = "rest"


@dataclass(frozen=True)
class Held:
    """A date that took place: of which event, and its people by what became of them."""

    event: Key
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Shown:
    """What of a sum of dates may be shown: its whole, and its parts."""

    whole: bool
    parts: bool


HIDDEN = Shown(whole=False, parts=False)


@dataclass(frozen=True)
class Quarter:
    """A quarter that is over: what of it may be shown, and of which events in it wholes and parts may."""

    dates: tuple[Held, ...]
    shown: Shown = HIDDEN
    wholes: frozenset[Key] = field(default_factory=frozenset)
    parts: frozenset[Key] = field(default_factory=frozenset)

    def of_event(self, key: Key) -> Shown:
        """What of an event's dates in it may be shown."""
        return Shown(key in self.wholes, key in self.parts)


@lru_cache(maxsize=4096)
def of_date(parts: tuple[int, ...]) -> Line:
    """Judge one date."""
    return with_sum(parts)


def is_covered(hidden: Sequence[int]) -> bool:
    """Whether the sum of these hidden numbers may be known."""
    if not hidden:
        return True
    some_are_not_small = any(one >= LIMIT for one in hidden)
    is_between = len(hidden) < sum(hidden) < (LIMIT - 1) * len(hidden)
    return len(hidden) >= 2 and sum(hidden) >= ENOUGH and (some_are_not_small or is_between)


def hidden_parts(dates: Sequence[Held]) -> list[list[int]]:
    """Part by part, the numbers no date shows."""
    count = len(dates[0].parts) if dates else 0
    return [[one.parts[place] for one in dates if not of_date(one.parts).shown[place]] for place in range(count)]


def wholes_tell_nothing(dates: Iterable[Held]) -> bool:
    """Whether the sum of these dates' wholes may be known."""
    return is_covered([sum(one.parts) for one in dates if not of_date(one.parts).has_sum])


def parts_tell_nothing(dates: Sequence[Held], whole_of: Callable[[Held], Key]) -> bool:
    """Whether the sum of each part may be known. whole_of: the shown sum a date's hidden whole is in."""
    covered = all(is_covered(one) for one in hidden_parts(dates))
    return covered and none_follows(hidden_of(dates, whole_of))


def hidden_of(dates: Sequence[Held], whole_of: Callable[[Held], Key]) -> list[Hidden]:
    """The hidden numbers, each with the two sums it stands in: its date and its part, or its date and the wholes."""
    found = []
    for number, one in enumerate(dates):
        line = of_date(one.parts)
        found += [
            Hidden(("date", number), ("part", place), count)
            for place, (count, shown) in enumerate(zip(one.parts, line.shown, strict=True))
            if not shown
        ]
        if not line.has_sum:
            found.append(Hidden(("wholes", whole_of(one)), ("date", number), sum(one.parts)))
    return found


def of_quarter(dates: Sequence[Held]) -> Quarter:
    """Judge a quarter that is over, then its events in order. O(events with hidden numbers × dates with some)."""
    some_hidden = [one for one in dates if not all(of_date(one.parts).shown)]
    judged = Quarter(tuple(some_hidden))
    for shown in (Shown(whole=True, parts=False), Shown(whole=True, parts=True)):
        judged = better(judged, shown=shown)
    openly = frozenset(one.event for one in dates) - {one.event for one in some_hidden}
    for key in dict.fromkeys(one.event for one in some_hidden):
        judged = better(judged, wholes=judged.wholes | {key})
        if key in judged.wholes:
            judged = better(judged, parts=judged.parts | {key})
    return Quarter(tuple(dates), judged.shown, judged.wholes | openly, judged.parts | openly)


def better(
    judged: Quarter,
    *,
    shown: Shown | None = None,
    wholes: frozenset[Key] = frozenset(),
    parts: frozenset[Key] = frozenset(),
) -> Quarter:
    """The quarter with something more shown, or as it was where that would tell of somebody."""
    more = Quarter(judged.dates, shown or judged.shown, wholes or judged.wholes, parts or judged.parts)
    return more if tells_nothing(more) else judged


def tells_nothing(judged: Quarter) -> bool:
    """Whether every group of a quarter may be known: each event's that is added up, and what is left of the quarter."""
    wholes = [[one for one in judged.dates if one.event == key] for key in judged.wholes]
    parts = [[one for one in judged.dates if one.event == key] for key in judged.parts]
    if judged.shown.whole:
        wholes.append([one for one in judged.dates if one.event not in judged.wholes])
    if judged.shown.parts:
        parts.append([one for one in judged.dates if one.event not in judged.parts])

    def whole_of(one: Held) -> Key:
        return one.event if one.event in judged.wholes else REST

    return all(wholes_tell_nothing(one) for one in wholes) and all(parts_tell_nothing(one, whole_of) for one in parts)


def of_year(quarters: Sequence[Quarter]) -> Shown:
    """Judge a year that is over by its judged quarters: it is not shown when exactly one of them is hidden."""
    no_whole = [one for one in quarters if not one.shown.whole]
    no_parts = [one for one in quarters if not one.shown.parts]
    left = [one for quarter in no_whole for one in quarter.dates if one.event not in quarter.wholes]
    whole = len(no_whole) != 1 and wholes_tell_nothing(left)
    return Shown(whole, whole and len(no_parts) != 1 and year_parts_tell_nothing(no_parts))


def year_parts_tell_nothing(quarters: Sequence[Quarter]) -> bool:
    """Whether the parts of a year may be known, given the quarters that don't show theirs."""
    sums: dict[Key, Key] = {}  # of an event in a quarter
    left: list[Held] = []
    for number, quarter in enumerate(quarters):
        for one in quarter.dates:
            if one.event not in quarter.parts:
                mine = (number, one.event)
                rest = (number, REST) if quarter.shown.whole else REST
                sums[mine] = mine if one.event in quarter.wholes else rest
                left.append(Held(mine, one.parts))
    return parts_tell_nothing(left, lambda one: sums[one.event])


def of_event(key: Key, quarters: Sequence[Quarter]) -> Shown:
    """Judge an event's dates in the quarters that are over: shown when it is in each of them."""
    mine = [one.of_event(key) for one in quarters if any(date.event == key for date in one.dates)]
    return Shown(all(one.whole for one in mine), all(one.parts for one in mine))
