"""What stands on a list at the door: parties with a place in the room, one by one, by first name and initial."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from groups.choices import PoolChannel, Source
from groups.models import Occurrence, Registration
from groups.rules import door as rules
from groups.rules.answers import takes_part_online
from groups.rules.door import DoorRefusal, first_and_initial

MISSING, HERE, ALL, OTHERS = "missing", "here", "all", "others"
SHOWS = (MISSING, HERE, ALL, OTHERS)
PAGE = 40


@dataclass(frozen=True)
class Person:
    """One of a party."""

    number: int
    name: str
    needs: bool
    came_at: datetime | None
    stayed_away: bool


class Party:
    """A sign-up as the door sees it, its attendees loaded. Names are opened when they are asked for: a list of
    thousands opens one of each party to sort by, and the rest of those on the page.
    """

    def __init__(self, row: Registration) -> None:
        self.row, self.attendees = row, row.who_comes
        self.pk, self.date_id = row.pk, row.pool.occurrence_id
        self.seats, self.state, self.channel = row.seats, row.state, row.pool.channel
        self.has_place = row.state == "confirmed" and self.channel != PoolChannel.ONLINE
        self.is_walk_in = row.source == Source.WALK_IN
        self.came = sum(one.came_at is not None for one in self.attendees)

    @cached_property
    def name(self) -> str:
        """Who signed up."""
        own = self.row.person.name if self.row.person else self.row.guest_name
        first = self.attendees[0].first_name if self.attendees and not own else ""
        return first_and_initial(own or first) or _("No name")

    @cached_property
    def people(self) -> list[Person]:
        """One by one."""
        return [
            Person(
                one.number, named(one.number, one.first_name, self.name), one.has_needs, one.came_at, one.stayed_away
            )
            for one in self.attendees
        ]

    @property
    def state_words(self) -> str:
        """Where the sign-up is."""
        return self.row.get_state_display()

    @property
    def channel_words(self) -> str:
        """Which seats."""
        return self.row.pool.get_channel_display()

    @property
    def needs(self) -> bool:
        """Whether anybody of them has a need; which one stands elsewhere."""
        return any(one.has_needs for one in self.attendees)

    @property
    def missing(self) -> int:
        """How many have not come."""
        return len(self.attendees) - self.came

    @property
    def may_come(self) -> bool:
        """Whether all the rest can be checked in with one press."""
        return self.has_place and 1 < self.missing <= self.seats - self.came

    @property
    def may_be_let_in(self) -> bool:
        """Whether it can be given its place in the door."""
        return self.state in rules.MAY_BE_LET_IN and self.channel != PoolChannel.ONLINE


def named(number: int, first_name: str, lead: str) -> str:
    """What one of a party is called: who signed up by name, the others by first name or by whom they came with."""
    if number == 0:
        return lead
    return first_and_initial(first_name) or _("with {name}").format(name=lead)


def alphabet(party: Party) -> tuple[str, UUID]:
    """The order of the list: å comes last here."""
    return party.name.casefold().replace("å", "ø~"), party.pk


@dataclass(frozen=True)
class DoorList:
    """Everybody of a date, sorted."""

    in_room: list[Party]
    others: list[Party]

    @property
    def came(self) -> int:
        """How many are here."""
        return sum(party.came for party in self.in_room)

    @property
    def seats(self) -> int:
        """How many are expected."""
        return sum(party.seats for party in self.in_room)

    @property
    def unmarked(self) -> int:
        """Of how many nobody has said whether they came."""
        people = (one for party in self.in_room for one in party.attendees)
        return sum(one.came_at is None and not one.stayed_away for one in people)

    def by_pool(self) -> list[tuple[str, int, int]]:
        """Each kind of seats in the room: what it is called, how many are here, how many are expected."""
        kinds: dict[str, list[Party]] = {}
        for party in self.in_room:
            kinds.setdefault(party.channel, []).append(party)
        return [(own[0].channel_words, sum(p.came for p in own), sum(p.seats for p in own)) for own in kinds.values()]

    def shown(self, show: str, sought: str = "") -> list[Party]:
        """What a reader asked for; a name is looked for among everybody."""
        if sought:
            words = sought.casefold()
            everybody = self.in_room + self.others
            return [party for party in everybody if any(words in one.name.casefold() for one in party.people)]
        if show == OTHERS:
            return self.others
        if show == HERE:
            return [party for party in self.in_room if party.came]
        return [party for party in self.in_room if show == ALL or party.missing]

    def choices(self) -> list[tuple[str, Any, int]]:
        """What can be shown, with how many people (parties without a place are counted as parties)."""
        expected = sum(len(party.attendees) for party in self.in_room)
        return [
            (MISSING, _("Not here yet"), expected - self.came),
            (HERE, _("Here"), self.came),
            (ALL, _("Everybody"), expected),
            (OTHERS, _("Without a place here"), len(self.others)),
        ]


def door_list(rows: Iterable[Registration]) -> DoorList:
    """The list of a date from its sign-ups that still count. O(people)."""
    parties = sorted((Party(row) for row in rows), key=alphabet)
    return DoorList([one for one in parties if one.has_place], [one for one in parties if not one.has_place])


def hindrance(row: Registration, now: datetime, *, is_scanned: bool) -> tuple[DoorRefusal | None, dict[str, Any]]:
    """Why a party can't be checked in now, before anybody presses; the action judges again."""
    date = row.pool.occurrence
    zone = ZoneInfo(date.zone)
    when: dict[str, Any] = {"start": date.starts_at}
    tonight = rules.is_tonight(starts_at=date.starts_at, ends_at=date.ends_at, zone=zone, now=now)
    if is_scanned and not tonight:
        return DoorRefusal.CODE_OF_ANOTHER_DATE, when
    if refusal := rules.may_open(status=date.status, starts_at=date.starts_at, zone=zone, now=now):
        return refusal, when
    online = takes_part_online(status=date.status, channel=row.pool.channel)
    return rules.has_a_place(state=row.state, is_online=online), {}


def has_door(date: Occurrence) -> bool:
    """Whether anybody comes to a place for this date."""
    return date.status != "moved_online" and date.event.attendance != "online"
