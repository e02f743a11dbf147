"""What a service stop reaches: the apps whose talks and evenings meet in person answer, and do what is chosen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils.functional import Promise

from portal.accounts.models import User
from portal.calendar.models import ServiceStop

LEAVE = "leave"


@dataclass(frozen=True)
class Way:
    """Something that can become of a talk or an evening."""

    value: str
    label: Promise | str
    needs_link: bool = False


@dataclass(frozen=True, kw_only=True)
class Touched:
    """One thing that stands in the stop: what staff call it, and how many people are told."""

    key: UUID
    version: int
    starts_at: datetime
    says: str
    people: int
    note: str = ""  # what to look out for
    link: str = ""  # an address to take part that is known already


@dataclass(frozen=True, kw_only=True)
class Order:
    """What becomes of one thing, and what is said about it."""

    touched: Touched
    way: str
    says: str
    link: str = ""


@dataclass(frozen=True)
class Area:
    """A unit or a place a stop can be limited to."""

    key: UUID
    name: str


class CarryOut(Protocol):
    """Does one order in the caller's transaction, everybody told once. Refuses what can't be done any more."""

    def __call__(self, *, by: User, order: Order, now: datetime) -> None:
        """Do it."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """One kind of thing a stop reaches. one_by_one: each thing gets its own way, else all get one, but those left."""

    name: str
    label: Promise | str
    ways: Sequence[Way]
    find: Callable[[ServiceStop, datetime], list[Touched]]
    carry_out: CarryOut
    one_by_one: bool = False
    close: Callable[[ServiceStop], None] | None = None  # nothing new begins in it: what is half done is given back


_reaches: list[Reach] = []
_areas: list[Callable[[], Iterable[Area]]] = []


def register(reach: Reach) -> None:
    """Let a stop reach one more kind of thing."""
    if all(known.name != reach.name for known in _reaches):
        _reaches.append(reach)


def register_areas(areas: Callable[[], Iterable[Area]]) -> None:
    """Let a stop be limited to an app's units or places."""
    if areas not in _areas:
        _areas.append(areas)


def reaches() -> list[Reach]:
    """All kinds, in the order they were registered."""
    return list(_reaches)


def areas() -> list[Area]:
    """All units and places a stop can be limited to."""
    return [area for some in _areas for area in some()]


def touched_by(stop: ServiceStop, now: datetime) -> list[tuple[Reach, list[Touched]]]:
    """What stands in a stop, kind by kind; a constant number of queries."""
    return [(reach, reach.find(stop, now)) for reach in _reaches]
