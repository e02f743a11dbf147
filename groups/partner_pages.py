"""What a co-organiser's people see: their drafts and events, and of an evening they hold who comes, by first name."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from groups.actions.together import WhoComes
from groups.choices import Sensitivity
from groups.door_list import Party, alphabet
from groups.models import CoOrganiser, Event, Occurrence, Together
from groups.rules.co_organisers import LIST_STAYS
from portal import clock

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.accounts.models import User


@dataclass(frozen=True)
class Row:
    """An event on the partner's first page."""

    event: Event
    partner: CoOrganiser | None
    title: str
    is_own: bool  # they wrote it, so it has a page of its own here


@dataclass(frozen=True)
class Held:
    """A date of which one may see who comes."""

    date: Occurrence
    title: str


@dataclass(frozen=True)
class Guests:
    """Who comes to an evening, as whoever holds it may know it."""

    parties: list[Party]
    online: int
    waiting: int

    @property
    def people(self) -> int:
        """How many seats are taken in the room."""
        return sum(party.seats for party in self.parties)

    @property
    def came(self) -> int:
        """How many are checked in."""
        return sum(party.came for party in self.parties)

    @property
    def in_need(self) -> int:
        """In how many parties somebody has a need."""
        return sum(party.needs for party in self.parties)


def title_for(event: Event, *, is_strong: bool) -> str:
    """Its title; a discreet event's only where the session was opened with more than a mailbox."""
    return event.title if is_strong or event.sensitivity == Sensitivity.OPEN else event.said_title


def events_of(user: "User", *, is_strong: bool) -> list[Row]:
    """What they wrote, and what they make together with us, the newest first. Two queries."""
    own = {event.pk: event for event in Event.objects.of_partner(user).with_wish()}
    rows = [
        (event.created_at, Row(event, event.co_organiser, title_for(event, is_strong=is_strong), is_own=True))
        for event in own.values()
    ]
    rows += [
        (row.since, Row(row.event, row.co_organiser, title_for(row.event, is_strong=is_strong), is_own=False))
        for row in Together.objects.of_member(user)
        if row.event_id not in own
    ]
    return [row for _since, row in sorted(rows, key=lambda pair: pair[0], reverse=True)]


def held_by(user: "User", *, is_strong: bool) -> list[Held]:
    """The dates of which this person may see who comes, the next first. One query."""
    dates = dates_of(user)
    return [Held(date, title_for(date.event, is_strong=is_strong)) for date in dates]


def dates_of(user: "User") -> "QuerySet[Occurrence]":
    """Those dates, with event and place."""
    return Together.objects.all().dates_held_by(user, clock.today(), clock.now() - LIST_STAYS)


def guests_of(found: WhoComes) -> Guests:
    """The list by first name."""
    return Guests(sorted((Party(row) for row in found.in_room), key=alphabet), found.online, found.waiting)


def days_left() -> int:
    """How many days after an evening the list can be seen."""
    return LIST_STAYS // timedelta(days=1)
