"""Which numbers may be shown so that nobody can be found behind one. Pure.

A number from 1 to 4 is hidden; nought is shown. What could be subtracted is hidden too. Every sum that is shown is the
sum of shown numbers and of whole *groups* of hidden ones, and a group has at least two members that add up to at least
ten: so each member may have been something else, and only the group's sum is known. Months are judged in order, each by
those before it: what was published once is never needed again to hide something later. Two tables of the same year
(over time, by kind) share nothing but whole rows and columns, each nought or five and more.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

LIMIT = 5
ENOUGH = 2 * LIMIT
QUARTER = 3  # months


def is_small(count: int) -> bool:
    """Whether a number is so small that somebody could be recognised."""
    return 0 < count < LIMIT


def is_safe(hidden: Sequence[int]) -> bool:
    """Whether the sum of these hidden numbers may be known: there are none, or it tells of none of them."""
    return not hidden or (len(hidden) >= 2 and sum(hidden) >= ENOUGH)


@dataclass(frozen=True)
class Line:
    """Numbers in order: which may be shown, and whether their sum may. open: the hidden ones no group has taken in."""

    shown: tuple[bool, ...]
    has_sum: bool
    open: tuple[int, ...] = ()


@dataclass(frozen=True)
class Year:
    """The finished months of a year, its finished quarters, and the year: which may be shown."""

    months: tuple[bool, ...]
    quarters: tuple[bool, ...]
    year: bool

    @property
    def hides_a_month(self) -> bool:
        """Whether anything smaller than a quarter is hidden."""
        return not all(self.months)

    @property
    def hides_a_quarter(self) -> bool:
        """Whether anything smaller than the year is hidden."""
        return not all(self.quarters)


def in_order(counts: Sequence[int]) -> Line:
    """Judge numbers as they come: after a hidden one the next are hidden too, until together they are enough."""
    shown: list[bool] = []
    group: list[int] = []
    for count in counts:
        joins = is_small(count) or (bool(group) and count > 0)
        shown.append(not joins)
        if joins:
            group.append(count)
        if is_safe(group):
            group = []
    return Line(tuple(shown), not group, tuple(group))


def of_year(months: Sequence[int]) -> Year:
    """Judge a year's finished months (from January on), its finished quarters, and the year when it is over.

    A quarter with a hidden month that no group covers is not shown; the year is, when all those together are enough.
    """
    parts = [in_order(months[first : first + QUARTER]) for first in range(0, len(months), QUARTER)]
    full = len(months) // QUARTER
    return Year(
        months=tuple(flag for part in parts for flag in part.shown),
        quarters=tuple(part.has_sum for part in parts[:full]),
        year=len(months) == 4 * QUARTER and tells_of_none([part.open for part in parts if part.open]),
    )


def tells_of_none(groups: Sequence[Sequence[int]]) -> bool:
    """Whether the sum of groups that no quarter shows may be known: each could still have been more, or less.

    A reader knows how many months a group has, that it begins with a small number, and that it was not enough by
    itself. At the least or the most that this allows, the sum would give every group away.
    """
    total = sum(sum(group) for group in groups)
    least = sum(len(group) for group in groups)
    most = sum(LIMIT - 1 if len(group) == 1 else ENOUGH - 1 for group in groups)
    return not groups or (is_safe([count for group in groups for count in group]) and least < total < most)


def with_sum(counts: Sequence[int]) -> Line:
    """Judge the parts of one whole that are published at once: after the last small one the next ones are hidden too.

    When even all of them are not enough, the sum is not shown either.
    """
    hidden = [place for place, count in enumerate(counts) if is_small(count)]
    after = hidden[-1] + 1 if hidden else 0
    order = [(after + step) % len(counts) for step in range(len(counts))]
    further = [place for place in order if counts[place] > 0 and place not in hidden]
    while not is_safe([counts[place] for place in hidden]) and further:
        hidden.append(further.pop(0))
    left = tuple(counts[place] for place in hidden)
    shown = tuple(place not in hidden for place in range(len(counts)))
    return Line(shown, is_safe(left), () if is_safe(left) else left)


def columns(rows: Sequence[Mapping[str, int]], names: Sequence[str], *, among: frozenset[str]) -> frozenset[str]:
    """Which columns of a table (time down, kinds across, sums known) may be shown: whole columns or none.

    A column with a small number is hidden, and further ones of `among` until what is hidden is nought or enough in
    every row; those outside `among` are shown already, in smaller steps of time.
    """
    hidden = {name for name in among if any(is_small(row.get(name, 0)) for row in rows)}
    further = [name for name in reversed(names) if name in among and name not in hidden]
    while hidden and not covers(rows, hidden) and further:
        hidden.add(further.pop(0))
    return frozenset(names) - hidden


def covers(rows: Sequence[Mapping[str, int]], hidden: set[str]) -> bool:
    """Whether the hidden columns' sum tells of none of them in any row."""
    sums = [sum(row.get(name, 0) for name in hidden) for row in rows]
    return len(hidden) >= 2 and all(one == 0 or one >= ENOUGH for one in sums)


@dataclass(frozen=True)
class Hidden:
    """A hidden number: it is added in one sum (or taken from it), and taken from (or added in) another."""

    start: Hashable
    end: Hashable
    count: int


def none_follows(numbers: Sequence[Hidden]) -> bool:
    """Whether each of these numbers could be another one, though the sums they stand in are known.

    Every number stands in two sums (its row and its column), so they are flows between sums: one can grow when what
    it brings can flow back to where it came from, through others that grow too or that shrink and stay above nought,
    since a hidden number is never nought. O(numbers²) at worst.
    """
    leaving: dict[Hashable, list[tuple[Hashable, int]]] = {}
    for place, one in enumerate(numbers):
        leaving.setdefault(one.start, []).append((one.end, place))
        if one.count > 1:
            leaving.setdefault(one.end, []).append((one.start, place))
    return all(
        is_way(leaving, one.end, one.start, place) or (one.count > 1 and is_way(leaving, one.start, one.end, place))
        for place, one in enumerate(numbers)
    )


def is_way(
    leaving: Mapping[Hashable, Sequence[tuple[Hashable, int]]], start: Hashable, end: Hashable, without: int
) -> bool:
    """Whether one can get from one sum to another through other numbers than this one."""
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        if here == end:
            return True
        for there, place in leaving.get(here, ()):
            if place != without and there not in seen:
                seen.add(there)
                waiting.append(there)
    return False
