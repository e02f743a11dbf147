"""Two counsellors and a room on two days, as plain sets of hours: what the calendar's machine is held against."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from tests.calendar.builders import local

MONDAY = date(2026, 11, 23)
DAYS = [MONDAY, MONDAY + timedelta(days=1)]
OPENS, CLOSES = 9, 13
# Two minutes past, and time passes by five minutes: no whole hour is ever just now, however slowly a test runs.
BEGINNING = local(2026, 11, 23, 8, 2)
METTE, JENS, ROOM = range(3)

Hour = tuple[int, int]  # the day's place in DAYS, and the hour it begins at
Cells = frozenset[tuple[int, Hour]]  # a resource's place, and an hour of it
GRID = {(day, hour) for day in range(len(DAYS)) for hour in range(OPENS, CLOSES)}


def moment(day: int, hour: int) -> datetime:
    return local(DAYS[day].year, DAYS[day].month, DAYS[day].day, hour)


def minute_of(day: int, hour: int) -> float:
    return (moment(day, hour) - BEGINNING) / timedelta(minutes=1)


class Stretch(NamedTuple):
    """Some hours of a day."""

    day: int
    first: int
    past: int

    def hours(self) -> set[Hour]:
        return {(self.day, hour) for hour in range(self.first, self.past)}

    def edges(self) -> tuple[datetime, datetime]:
        return moment(self.day, self.first), moment(self.day, self.past)


def stretch(day: int, first: int, length: int) -> Stretch:
    return Stretch(day, first, min(first + length, CLOSES))


@dataclass
class Part:
    """One stretch that somebody owns: one row of the table."""

    cells: Cells
    owner: UUID
    until: float | None  # minutes since the beginning; None is firm

    def blocks(self, minute: float) -> bool:
        return self.until is None or self.until > minute


@dataclass
class Sentence:
    """A weekly rule of the model; days count from the Monday, and `past` is the first day it does not hold."""

    key: UUID
    resource: int
    hours: Stretch
    since: int
    past: int | None = None

    def offers(self) -> set[Hour]:
        holds = self.since <= self.hours.day and (self.past is None or self.hours.day < self.past)
        return self.hours.hours() if holds else set()


@dataclass
class Away:
    """An absence, or a stretch that was opened or closed by hand."""

    key: UUID
    kind: str
    resource: int
    hours: Stretch


@dataclass
class Model:
    """What is owned, what is offered, without a database: sets of (resource, hour)."""

    minute: float = 0
    parts: list[Part] = field(default_factory=list)
    rules: list[Sentence] = field(default_factory=list)
    aways: list[Away] = field(default_factory=list)

    def taken(self) -> set[tuple[int, Hour]]:
        return {cell for part in self.parts if part.blocks(self.minute) for cell in part.cells}

    def owners(self, *, held_only: bool = False) -> list[UUID]:
        return list(dict.fromkeys(part.owner for part in self.parts if not held_only or part.until is not None))

    def drop_expired(self, touched: set[tuple[int, Hour]] | None = None) -> int:
        """Expired holds give way: all of them, or those where somebody else wants the time."""
        stale = [
            part
            for part in self.parts
            if not part.blocks(self.minute) and (touched is None or not touched.isdisjoint(part.cells))
        ]
        self.parts = [part for part in self.parts if part not in stale]
        return len(stale)

    def occupy(self, owner: UUID, claims: list[Cells], until: float | None) -> bool:
        wanted = set().union(*claims)
        self.drop_expired(wanted)
        fits = len(wanted) == sum(map(len, claims)) and wanted.isdisjoint(self.taken())
        if fits:
            self.parts += [Part(cells, owner, until) for cells in claims]
        return fits

    def marked(self, kind: str, resource: int) -> set[Hour]:
        found = [away.hours.hours() for away in self.aways if (away.kind, away.resource) == (kind, resource)]
        return set().union(*found)

    def free(self, resource: int, *, as_a_room: bool = False) -> set[Hour]:
        """Rules and extra time, minus absences, closed time, and what is owned; a room without rules is for all."""
        of_it = [sentence for sentence in self.rules if sentence.resource == resource]
        offered = set().union(*(sentence.offers() for sentence in of_it)) | self.marked("open", resource)
        if as_a_room and not of_it:
            offered = GRID
        blocked = self.marked("absence", resource) | self.marked("closed", resource)
        blocked |= {hour for owned, hour in self.taken() if owned == resource}
        return {hour for hour in offered - blocked if minute_of(*hour) > self.minute}


def row_of(part: Part) -> tuple[UUID, int, datetime, datetime, datetime | None]:
    """A part of the model as the table has it."""
    ((place, _hour), *_more) = part.cells
    hours = sorted(hour for _place, hour in part.cells)
    until = None if part.until is None else BEGINNING + timedelta(minutes=part.until)
    return part.owner, place, moment(*hours[0]), moment(*hours[-1]) + timedelta(hours=1), until
