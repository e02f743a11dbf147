"""What a talk needs: types, counsellors with working weeks, rooms, interpreters; and talks put in a state."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from psycopg.types.range import DateRange

from counselling.actions import booking, holding
from counselling.addresses import Address
from counselling.models import Appointment, CounsellorProfile, MeetingType
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import AvailabilityRule, Resource

QUESTIONS = [
    {"da": "Hvem er du pårørende til?", "nb": "Hvem er du pårørende til?", "en": "Who do you care for?"},
    {"da": "Hvad fylder mest lige nu?", "nb": "Hva tenker du mest på nå?", "en": "What weighs most right now?"},
    {"da": "Er der noget, vi skal vide?", "nb": "Er det noe vi bør vite?", "en": "Is there anything we should know?"},
]

HOME = Address("Birkevej 17", "4621", "Skovby")  # where home visits of the tests go


def make_type(slug: str = "samtale", **fields: object) -> MeetingType:
    """A kind of talk; phone, video and at our place unless told otherwise."""
    fields.setdefault("modes", ["phone", "video", "in_person"])
    fields.setdefault("name_da", "Samtale med en rådgiver")
    fields.setdefault("name_nb", "Samtale med en rådgiver")
    fields.setdefault("name_en", "Talk with a counsellor")
    fields.setdefault("summary_da", "Tal med os i 45 minutter.")
    return MeetingType.objects.create(slug=slug, questions=QUESTIONS, **fields)


def make_counsellor(user: User, *, start: str = "09:00", end: str = "16:00", **profile: object) -> Resource:
    """A counsellor's calendar: every weekday, any way to meet; and how relatives see them."""
    resource = Resource.objects.create(kind="counsellor", name=user.name, user=user)
    for weekday in range(1, 6):
        AvailabilityRule.objects.create(
            resource=resource,
            iso_weekday=weekday,
            start_time=time.fromisoformat(start),
            end_time=time.fromisoformat(end),
            valid=DateRange(date(2020, 1, 1), None),
        )
    profile.setdefault("ceiling", 900)  # tests of the ceiling set their own
    CounsellorProfile.objects.create(resource=resource, name=user.name, **profile)
    return resource


def next_weekday(days_ahead: int = 3, at_hour: int = 10) -> datetime:
    """A moment on a weekday at least so many days ahead, at a full local hour."""
    day = clock.today() + timedelta(days=days_ahead)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return datetime.combine(day, time(at_hour), tzinfo=clock.zone())


def make_talk(
    person: User, kind: MeetingType, *, starts_at: datetime | None = None, mode: str = "phone"
) -> Appointment:
    """A talk a relative has booked through the front door."""
    wish = Wish(meeting_type=kind, mode=mode, address=HOME if mode == "home_visit" else None)
    hold, token = holding.hold_time(by=person, wish=wish, starts_at=starts_at or next_weekday())
    return booking.book_held(by=person, token=token, hold_id=hold.pk)


def fresh_key() -> str:
    """A form key."""
    return str(uuid4())


@pytest.fixture
def talk_type(database: None) -> MeetingType:
    """The usual talk."""
    return make_type()


@pytest.fixture
def mette(counsellor: User) -> Resource:
    """Mette Krogh's calendar."""
    return make_counsellor(counsellor, languages=["da"], about_da="Jeg har arbejdet med pårørende i 12 år.")


@pytest.fixture
def jonas(colleague: User) -> Resource:
    """Jonas Hviid Toft's calendar."""
    return make_counsellor(colleague, languages=["da", "ar"])


@pytest.fixture
def room(database: None) -> Resource:
    """A room to talk in."""
    return Resource.objects.create(kind="room", name="Stuen", place="Rådhusgade 4")


@pytest.fixture
def interpreter(database: None) -> Resource:
    """Somebody who speaks Somali and Arabic."""
    return Resource.objects.create(kind="interpreter", name="Nour Aziz", languages=["so", "ar"])


@pytest.fixture
def talk(relative: User, talk_type: MeetingType, mette: Resource) -> Appointment:
    """A talk on the phone that Rasmus has booked with Mette."""
    return make_talk(relative, talk_type)
