"""Who has a place before a screen at a date, as an organiser sees it who says who took part."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from groups.door_list import Party, alphabet
from groups.models import Attendee, Occurrence, Registration
from groups.rules.answers import seems_to_take_part, takes_part_online


@dataclass(frozen=True)
class Guest:
    """One of a party, with whether their box is ticked when the page is opened."""

    key: UUID
    name: str
    came: bool
    stayed_away: bool
    is_ticked: bool


@dataclass(frozen=True)
class OnlineParty:
    """A sign-up before its screen."""

    guests: list[Guest]
    entered_at: datetime | None


def online_parties(date: Occurrence, rows: Iterable[Registration]) -> list[OnlineParty]:
    """Those with a place, by name; who opened the way in is proposed."""
    online = [
        row
        for row in rows
        if row.state == "confirmed" and takes_part_online(status=date.status, channel=row.pool.channel)
    ]
    return [party_of(date, one) for one in sorted(map(Party, online), key=alphabet)]


def party_of(date: Occurrence, party: Party) -> OnlineParty:
    """One party."""
    row = party.row
    entered = seems_to_take_part(entered_at=row.entered_at, starts_at=date.starts_at, ends_at=date.ends_at)
    people = zip(party.people, party.attendees, strict=True)
    guests = [guest_of(one, person.name, is_proposed=entered) for person, one in people]
    return OnlineParty(guests, row.entered_at if entered else None)


def guest_of(one: Attendee, name: str, *, is_proposed: bool) -> Guest:
    """One of them; what somebody has said goes before what is proposed."""
    came = one.came_at is not None
    return Guest(one.pk, name, came, one.stayed_away, came or (is_proposed and not one.stayed_away))


def has_online(date: Occurrence) -> bool:
    """Whether anybody takes part in this date before a screen."""
    return date.status == "moved_online" or date.event.attendance in {"online", "hybrid"}
