"""Evenings with seats, and parties put into a state."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from psycopg.types.range import TimestamptzRange

from groups.actions import signing_up
from groups.actions.signing_up import Guest, Party
from groups.models import Event, Occurrence, Registration, SeatPool, Venue
from portal import clock
from portal.accounts.models import Role, User
from tests.factories.people import make_person

IN_TWO_WEEKS = timedelta(days=14)


def make_venue(name: str = "Kulturhuset Smedjen") -> Venue:
    """A house in town."""
    where = {"street": "Smedjegade 3", "postcode": "0000", "town": "Egekøbing", "step_free": "yes"}
    return Venue.objects.get_or_create(name=name, defaults=where)[0]


def make_event(organiser: User, *, title: str = "Når hukommelsen svigter", **fields: object) -> Event:
    """A published theme evening; parties of up to six unless told otherwise."""
    now = clock.now()
    fields.setdefault("kind", "theme_evening")
    fields.setdefault("publication", "published")
    fields.setdefault("published_at", now)
    fields.setdefault("max_party", 6)
    fields.setdefault("slug", f"aften-{uuid4().hex[:10]}")
    return Event.objects.create(title=title, organiser=organiser, created_at=now, **fields)


def make_date(event: Event, starts_at: datetime, hours: int = 2) -> Occurrence:
    """A date of an event."""
    period = TimestamptzRange(starts_at, starts_at + timedelta(hours=hours))
    return Occurrence.objects.create(event=event, period=period, zone="Europe/Copenhagen", venue=make_venue())


def make_pool(
    organiser: User,
    capacity: int,
    *,
    starts_in: timedelta = IN_TWO_WEEKS,
    channel: str = "in_person",
    **fields: object,
) -> SeatPool:
    """The seats of a new event's only date."""
    occurrence = make_date(make_event(organiser, **fields), clock.now() + starts_in)
    return SeatPool.objects.create(occurrence=occurrence, channel=channel, capacity=capacity)


def sign_up(pool: SeatPool, person: User | None, seats: int = 1, *, accepts_fewer: bool = False) -> Registration:
    """A party through the front door; a guest when nobody is named."""
    names = [f"Gæst {number}" for number in range(seats)]
    guest = None if person else Guest(name="Åse", email=f"{uuid4().hex[:8]}@gaest.example")
    party = Party(names=names, accepts_fewer=accepts_fewer)
    return signing_up.sign_up(by=person, person=person, guest=guest, pool=pool, party=party, form_key=uuid4())


def many_people(count: int) -> list[User]:
    """Relatives without end."""
    return [make_person(f"Pårørende {number}") for number in range(count)]


def make_draft(organiser: User, *, capacity: int = 20, **fields: object) -> Event:
    """An event with everything in place but not out: a date in two weeks, seats, a place, whom to ring."""
    fields = {"publication": "draft", "published_at": None, "changed_by": organiser, **fields}
    known = {"summary": "En aften om hukommelse.", "contact_name": "Lone", "contact_phone": "00 00 10 20"}
    event = make_event(organiser, **{**known, **fields})  # type: ignore[arg-type]
    date = make_date(event, clock.now() + IN_TWO_WEEKS)
    Venue.objects.filter(pk=date.venue_id).update(accessible_wc="yes")
    SeatPool.objects.create(occurrence=date, capacity=capacity)
    return event


def second_organiser() -> User:
    """Another organiser, who reads what the first one wrote."""
    found = User.objects.filter(email="anders.bek@egekoebing.example").first()
    return found or make_person("Anders Bek", Role.ORGANISER, email="anders.bek@egekoebing.example")


@pytest.fixture
def pool(organiser: User) -> SeatPool:
    """Three seats in two weeks."""
    return make_pool(organiser, 3)
