"""The public pages of evenings: who finds what, what is said of seats, and what never leaves the portal."""

import json
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar

from groups.models import Event, EventImage, Occurrence, OnlineAccess
from portal import clock
from portal.accounts.models import User
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
SECRET = "Når nogen drikker"
ADDRESS = "https://moede.example/hemmelig-7Qk2"


def words(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def listed(client: Client | None = None, **asked: str) -> str:
    return words((client or Client()).get(reverse("groups:evenings"), asked))


def page_of(event: Event, client: Client | None = None) -> Any:
    return (client or Client()).get(reverse("groups:event", args=[event.slug]))


@pytest.fixture
def discreet(organiser: User) -> Event:
    """An evening whose title may not be said."""
    named = {"title": SECRET, "sensitivity": "discreet", "discreet_title": "Temaaften", "slug": "temaaften-7"}
    return make_pool(organiser, 3, **named).occurrence.event


def test_the_list_shows_what_is_ahead_and_says_how_many_places(organiser: User) -> None:
    make_pool(organiser, 3, title="Den første")
    make_pool(organiser, 3, title="Den næste", starts_in=timedelta(days=20))
    make_pool(organiser, 3, title="Den gamle", starts_in=timedelta(days=-2))
    said = listed()
    assert said.index("Den første") < said.index("Den næste")
    assert "Den gamle" not in said
    assert "3 ledige pladser" in said


@pytest.mark.parametrize(
    "fields",
    [
        {"publication": "draft", "published_at": None},
        {"publication": "archived"},
        {"sensitivity": "closed", "discreet_title": "Gruppe"},
        {"audience": "staff"},
    ],
)
def test_what_is_not_for_everybody_is_not_there(organiser: User, relative: User, client_for: Any, fields: Any) -> None:
    pool = make_pool(organiser, 3, title="Lukket land", **fields)
    event = pool.occurrence.event
    for client in (Client(), client_for(relative)):
        assert "Lukket land" not in listed(client)
        assert page_of(event, client).status_code == 404
        assert client.get(reverse("groups:sign_up", args=[event.slug, pool.pk])).status_code == 404
        assert client.get(reverse("groups:date_file", args=[event.slug, pool.occurrence_id])).status_code == 404
    assert "Lukket land" not in Client().get(reverse("groups:feed")).content.decode()


def test_staff_find_what_is_for_staff_but_the_feed_is_the_same_for_all(organiser: User, client_for: Any) -> None:
    event = make_pool(organiser, 3, title="Kursus for os", audience="staff").occurrence.event
    client = client_for(organiser)
    assert "Kursus for os" in listed(client)
    assert page_of(event, client).status_code == 200
    assert "Kursus for os" not in client.get(reverse("groups:feed")).content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "hukommelsen"}, True),
        ({"words": "stilhed"}, False),
        ({"kind": "theme_evening"}, True),
        ({"kind": "cafe"}, False),
        ({"way": "in_person"}, True),
        ({"way": "online"}, False),
        ({"respite": "on"}, False),
        ({"free": "on"}, True),
    ],
)
def test_the_list_is_narrowed_by_what_somebody_looks_for(organiser: User, asked: dict[str, str], found: bool) -> None:
    make_pool(organiser, 3, title="Når hukommelsen svigter")
    assert ("Når hukommelsen svigter" in listed(**asked)) is found


def test_only_free_ones_leaves_out_the_full(organiser: User) -> None:
    pool = make_pool(organiser, 1, title="Fyldt aften")
    sign_up(pool, make_person("En"))
    assert "Fyldt aften" in listed()
    assert "Venteliste" in listed()
    assert "Fyldt aften" not in listed(free="on")


def test_a_discreet_title_stands_on_its_own_page_and_nowhere_else(discreet: Event) -> None:
    date = discreet.occurrences.get()
    page = page_of(discreet)
    html = BeautifulSoup(page.content, "html.parser")
    assert SECRET in html.h1.get_text()
    assert SECRET not in html.title.get_text()
    assert html.find("meta", {"name": "robots"})["content"] == "noindex,nofollow"
    assert html.find("script", {"type": "application/ld+json"}) is None
    assert "ledig" not in words(page).replace("Ledige pladser", "").replace("Få pladser", "")
    for language in ("da", "nb", "en"):
        with translation.override(language):
            for name, args in (
                ("evenings", []),
                ("feed", []),
                ("date_file", [discreet.slug, date.pk]),
            ):
                content = Client().get(reverse(f"groups:{name}", args=args)).content.decode()
                assert "drikker" not in content
                assert "Smedjegade" not in content
            assert "drikker" not in Client().get(reverse("front:front")).content.decode()
    assert discreet.slug not in Client().get(reverse("groups:evenings"), {"words": "drikker"}).content.decode()


def test_a_called_off_date_stays_and_says_why(organiser: User) -> None:
    pool = make_pool(organiser, 3)
    Occurrence.objects.update(status="cancelled", status_says="Oplægsholderen er syg.")
    assert "Aflyst" in listed()
    page = words(page_of(pool.occurrence.event))
    assert "Oplægsholderen er syg." in page
    assert "Tilmeld dig" not in page
    file = Client().get(reverse("groups:date_file", args=[pool.occurrence.event.slug, pool.occurrence_id]))
    assert b"METHOD:CANCEL" in file.content


def test_one_just_comes_to_a_drop_in(organiser: User) -> None:
    event = make_pool(organiser, 3, registration="drop_in").occurrence.event
    page = words(page_of(event))
    assert "Du skal ikke tilmelde dig" in page
    assert "Tilmeld dig" not in page.replace("Du skal ikke tilmelde dig", "")


def test_the_page_says_what_search_engines_understand_and_no_text_can_break_out(organiser: User) -> None:
    event = make_pool(organiser, 3, title="</script><script>alert(1)</script>").occurrence.event
    html = BeautifulSoup(page_of(event).content, "html.parser")
    said = json.loads(html.find("script", {"type": "application/ld+json"}).string)
    assert said[0]["@type"] == "Event"
    assert said[0]["name"] == "</script><script>alert(1)</script>"
    assert len(html.find_all("script", src=False)) == 1


def test_the_place_says_what_is_known_of_getting_in(organiser: User) -> None:
    said = words(page_of(make_pool(organiser, 3).occurrence.event))
    assert "Uden trin Ja" in said
    assert "Teleslynge Vi ved det ikke endnu" in said


def test_the_online_address_stands_on_no_public_page_file_or_feed(organiser: User) -> None:
    pool = make_pool(organiser, 3, attendance="online", channel="online")
    OnlineAccess.objects.create(occurrence=pool.occurrence, address=ADDRESS)
    slug, date = pool.occurrence.event.slug, pool.occurrence_id
    for path in (
        reverse("groups:evenings"),
        reverse("groups:event", args=[slug]),
        reverse("groups:sign_up", args=[slug, pool.pk]),
        reverse("groups:date_file", args=[slug, date]),
        reverse("groups:feed"),
        reverse("groups:calendar_feed"),
        reverse("groups:month"),
        reverse("front:front"),
        f"/api/v1/events/{slug}",
        "/api/v1/events",
    ):
        assert b"hemmelig" not in Client().get(path).content


def picture_of(event: Event, **told: Any) -> EventImage:
    told = {"alt": "En bænk ved en sø", **told}
    return EventImage.objects.create(event=event, content=b"x", width=40, height=20, digest="d" * 64, **told)


def test_the_picture_stands_on_the_page_with_its_words(organiser: User) -> None:
    event = make_pool(organiser, 3).occurrence.event
    assert "event-picture" not in page_of(event).content.decode()
    image = picture_of(event)
    html = BeautifulSoup(page_of(event).content, "html.parser")
    shown = html.find("img", class_="event-picture")
    assert (shown["alt"], shown["src"]) == ("En bænk ved en sø", reverse("groups:picture", args=[image.digest]))
    EventImage.objects.update(alt="", is_decorative=True)
    html = BeautifulSoup(page_of(event).content, "html.parser")
    assert html.find("img", class_="event-picture")["alt"] == ""


def test_the_page_says_for_whom_whom_one_may_bring_in_which_language_and_until_when(organiser: User) -> None:
    pool = make_pool(organiser, 3, language="en", max_party=3, may_ask_transport=True)
    event, closes = pool.occurrence.event, pool.occurrence.starts_at - timedelta(days=1)
    said = words(page_of(event))
    for sentence in ("Temaaften · For dig, der er pårørende", "Du kan tage 2 flere med", "på engelsk", "kørsel"):
        assert sentence in said
    assert "senest" not in said
    Event.objects.update(registration_closes_at=closes, max_party=1, audience="all", language="da")
    said = words(page_of(event))
    assert "Det bliver holdt på" not in said, "it is held in the language one reads"
    assert "Meld dig til senest" in said and "Hver tilmelder sig selv" in said and "For alle" in said
    with clock.frozen_at(closes):
        assert "Meld dig til senest" not in words(page_of(event)), "then it is closed, and says so"


@pytest.mark.parametrize(
    ("attendance", "status", "mode", "places"),
    [
        ("in_person", "scheduled", "OfflineEventAttendanceMode", ["Place"]),
        ("online", "scheduled", "OnlineEventAttendanceMode", ["VirtualLocation"]),
        ("hybrid", "scheduled", "MixedEventAttendanceMode", ["Place", "VirtualLocation"]),
        ("in_person", "moved_online", "OnlineEventAttendanceMode", ["VirtualLocation"]),
    ],
)
def test_search_engines_are_told_where_it_really_is(
    organiser: User, attendance: str, status: str, mode: str, places: list[str]
) -> None:
    event = make_pool(organiser, 3, attendance=attendance).occurrence.event
    Occurrence.objects.update(status=status, **({"venue": None} if places == ["VirtualLocation"] else {}))
    html = BeautifulSoup(page_of(event).content, "html.parser")
    (said,) = json.loads(html.find("script", {"type": "application/ld+json"}).string)
    found = said["location"] if isinstance(said["location"], list) else [said["location"]]
    assert said["eventAttendanceMode"].endswith(mode) and [one["@type"] for one in found] == places


def test_a_calendar_can_follow_all_evenings(organiser: User) -> None:
    open_pool = make_pool(organiser, 3)
    hidden = make_pool(organiser, 3, title=SECRET, sensitivity="discreet", discreet_title="Arrangement i kommunen")
    make_pool(organiser, 3, title="Kladde", publication="draft", published_at=None)
    make_pool(organiser, 3, title="For personale", audience="staff")
    Occurrence.objects.filter(pk=hidden.occurrence_id).update(status="cancelled", sequence=2)
    answer = Client().get(reverse("groups:calendar_feed"))
    assert answer["Content-Type"].startswith("text/calendar") and SECRET not in answer.content.decode()
    entries = {str(one["SUMMARY"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert set(entries) == {"Når hukommelsen svigter", "Arrangement i kommunen"}
    one, off = entries["Når hukommelsen svigter"], entries["Arrangement i kommunen"]
    assert one.decoded("DTSTART") == open_pool.occurrence.starts_at.replace(microsecond=0)
    assert (off["STATUS"], off["SEQUENCE"]) == ("CANCELLED", 2) and "LOCATION" not in off
