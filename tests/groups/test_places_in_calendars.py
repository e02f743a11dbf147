"""Where a calendar says that one goes: a hybrid evening has a house for some, and nobody's calendar has the link."""

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from groups import change_kinds, kinds
from groups.actions import changing_dates
from groups.models import OnlineAccess, Registration, SeatPool
from portal.accounts.models import User
from portal.outbox.kinds import get
from portal.outbox.models import OutboxMessage
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
ADDRESS = "https://moede.example/hemmelig-7Qk2"


@pytest.fixture
def hybrid(organiser: User) -> tuple[Registration, Registration]:
    """A party on site and one at home."""
    on_site = make_pool(organiser, 3, attendance="hybrid")
    at_home = SeatPool.objects.create(occurrence=on_site.occurrence, channel="online", capacity=3)
    OnlineAccess.objects.create(occurrence=on_site.occurrence, address=ADDRESS)
    return sign_up(on_site, make_person("Rasmus")), sign_up(at_home, make_person("Yasmin"))


def place_in(row: Registration, kind: str) -> tuple[str, str]:
    """LOCATION in the file of a party's message, and the place in its words, for who asked to hear the title."""
    message = OutboxMessage.objects.filter(kind=kind, about=row.pk, channel="email")[0]
    message.context = {**message.context, "level": "place"}
    make = kinds.calendar_file_of if kind.startswith("groups.confirmed") else change_kinds.calendar_file_of
    file = make(message)
    assert file is not None and b"hemmelig" not in file and b"moede.example" not in file
    entry = Calendar.from_ical(file).walk("VEVENT")[0]
    assert entry["SUMMARY"] == "Når hukommelsen svigter"
    return str(entry.get("LOCATION", "")), get(kind).context(message)["place"]


def test_who_comes_has_the_house_and_who_stays_at_home_has_not(hybrid: tuple[Registration, Registration]) -> None:
    on_site, at_home = hybrid
    assert place_in(on_site, "groups.confirmed") == ("Smedjegade 3, 0000 Egekøbing", "Kulturhuset Smedjen")
    assert place_in(at_home, "groups.confirmed") == ("Online", "")


def test_a_change_of_a_hybrid_date_gives_each_party_its_own_place(
    hybrid: tuple[Registration, Registration], organiser: User
) -> None:
    on_site, at_home = hybrid
    date = on_site.pool.occurrence
    changing_dates.call_off(by=organiser, date=date, version=date.version, says="")
    assert place_in(on_site, "groups.date_called_off") == ("Smedjegade 3, 0000 Egekøbing", "Kulturhuset Smedjen")
    assert place_in(at_home, "groups.date_called_off") == ("Online", "")


def test_a_neutral_calendar_has_no_place_at_all(hybrid: tuple[Registration, Registration]) -> None:
    for row in hybrid:
        message = OutboxMessage.objects.filter(kind="groups.confirmed", about=row.pk, channel="email")[0]
        file = kinds.calendar_file_of(message)
        assert file is not None and b"LOCATION" not in file


@pytest.mark.parametrize(
    ("attendance", "place"),
    [
        ("in_person", "Smedjegade 3, 0000 Egekøbing"),
        ("hybrid", "Smedjegade 3, 0000 Egekøbing, eller online"),
        ("online", "Online"),
    ],
)
def test_the_file_on_the_page_says_both_ways_of_a_hybrid_evening(organiser: User, attendance: str, place: str) -> None:
    date = make_pool(organiser, 3, attendance=attendance).occurrence
    OnlineAccess.objects.create(occurrence=date, address=ADDRESS)
    file = Client().get(reverse("groups:date_file", args=[date.event.slug, date.pk])).content
    assert str(Calendar.from_ical(file).walk("VEVENT")[0]["LOCATION"]) == place
    assert b"hemmelig" not in file
