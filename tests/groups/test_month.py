"""The month as a picture, and the search that goes along from the list to the month and back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Event, Occurrence, SeatPool, Venue
from groups.rules.months import month_named, weeks_of
from portal import clock
from portal.accounts.models import User
from tests.factories.evenings import make_date, make_event, make_pool

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Copenhagen")


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def month(said: str = "", client: Client | None = None, **asked: str) -> BeautifulSoup:
    answer = (client or Client()).get(reverse("groups:month"), {"month": said, **asked})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def cell(html: BeautifulSoup, day: str) -> Tag:
    """The cell of a day, as "3. november"."""
    found = [td for td in html.select("table.month td") if td.find(string=day)]
    assert len(found) == 1, day
    return found[0]


def titles(html: BeautifulSoup) -> list[str]:
    return [link.get_text(strip=True) for link in html.select("table.month .month-item a")]


def listed(**asked: str) -> str:
    html = BeautifulSoup(Client().get(reverse("groups:evenings"), asked).content, "html.parser")
    return " ".join(row.get_text(" ", strip=True) for row in html.select("ul.rows"))


def on(organiser: User, starts_at: datetime, title: str = "En aften", hours: int = 2, **fields: Any) -> Occurrence:
    return make_date(make_event(organiser, title=title, **fields), starts_at, hours)


def test_a_month_is_a_table_with_headings_and_today_marked(organiser: User, at: Any) -> None:
    at(local(2026, 11, 3, 9))
    on(organiser, local(2026, 11, 17, 19), "Sov bedre")
    html = month()
    heads = [th.get_text(strip=True) for th in html.select("table.month th[scope=col]")]
    assert heads == ["Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag"]
    assert html.select_one("table.month caption").get_text(strip=True) == "Aftener og møder i november 2026"
    today = html.select("td[aria-current=date]")
    assert [td.select_one(".month-day span").get_text() for td in today] == ["3. november"]
    assert "I dag" in today[0].get_text()
    assert "19.00–21.00" in cell(html, "17. november").get_text()
    assert titles(html) == ["Sov bedre"]
    assert [h3.get_text(strip=True) for h3 in html.select(".month-days h3")] == ["Tirsdag 17. november"]


@pytest.mark.parametrize(("said", "days", "hours"), [("2026-10", 31, 745), ("2027-03", 31, 743), ("2028-02", 29, 696)])
def test_a_month_with_a_clock_change_or_a_leap_day_has_all_its_days_once(said: str, days: int, hours: int) -> None:
    one = month_named(said, date(2026, 10, 1) if said < "2028" else date(2028, 1, 5))
    since, until = one.bounds(ZONE)
    assert until.astimezone(UTC) - since.astimezone(UTC) == timedelta(hours=hours)
    shown = [day.date for week in weeks_of(one, one.first, []) for day in week if day.is_in_month]
    assert shown == [one.first + timedelta(days=number) for number in range(days)]


def test_what_begins_in_the_last_and_first_hour_around_a_clock_change_stands_on_its_own_day(
    organiser: User, at: Any
) -> None:
    at(local(2026, 10, 1, 9))
    on(organiser, local(2026, 10, 31, 23, 30), "Sent i oktober")
    on(organiser, local(2026, 11, 1, 0, 15), "Tidligt i november")
    on(organiser, local(2026, 10, 25, 2, 30), "Midt i skiftet", hours=1)
    assert titles(month("2026-10")) == ["Midt i skiftet", "Sent i oktober"]
    assert "Sent i oktober" in cell(month("2026-10"), "31. oktober").get_text()
    assert "Tidligt i november" in cell(month("2026-11"), "1. november").get_text()


def test_an_evening_past_midnight_stands_on_the_day_it_begins_also_when_the_month_ends(
    organiser: User, at: Any
) -> None:
    at(local(2026, 11, 2, 9))
    on(organiser, local(2026, 11, 30, 22), "Natkaffe", hours=3)
    assert "22.00–1.00" in cell(month("2026-11"), "30. november").get_text()
    assert titles(month("2026-12")) == []


def test_december_is_followed_by_january_and_the_links_keep_what_was_asked(at: Any) -> None:
    at(local(2026, 12, 5, 9))
    html = month(when="evening", words="søvn & ro")
    after = html.select_one("a[rel=next]")
    assert after["href"] == "?words=s%C3%B8vn+%26+ro&when=evening&month=2027-01"
    assert after.get_text(strip=True) == "Januar 2027"
    assert html.select_one("a[rel=prev]") is None
    january = month("2027-01", when="evening")
    assert january.select_one("h2#month-name").get_text(strip=True) == "Januar 2027"
    assert january.select_one("a[rel=prev]")["href"] == "?when=evening&month=2026-12"


@pytest.mark.parametrize("said", ["", "2026-10", "0001-01", "9999-99", "nu", "2026-11-03", "٢٠٢٦-٥", "-1"])
def test_what_is_no_month_ahead_is_this_month(at: Any, said: str) -> None:
    at(local(2026, 11, 3, 9))
    assert month(said).select_one("#month-name").get_text(strip=True) == "November 2026"


def test_nobody_leafs_further_than_a_year(at: Any) -> None:
    at(local(2026, 11, 3, 9))
    html = month("2031-01")
    assert html.select_one("#month-name").get_text(strip=True) == "November 2027"
    assert html.select_one("a[rel=next]") is None


def test_an_empty_month_says_when_the_next_one_is(organiser: User, at: Any) -> None:
    at(local(2026, 11, 3, 9))
    on(organiser, local(2027, 1, 14, 19), "Sov bedre", kind="course")
    html = month(kind="course")
    box = html.select_one(".empty")
    assert "Der er ikke noget i denne måned, der passer" in box.get_text()
    assert box.a["href"] == "?kind=course&month=2027-01"
    assert "torsdag 14. januar" in box.a.get_text()
    nothing = month(kind="cafe").select_one(".empty")
    assert nothing.a["href"] == reverse("groups:month")
    assert "Prøv at vælge færre ting" in nothing.get_text()


def test_no_events_at_all_is_said_in_both_views() -> None:
    assert "Kig igen snart" in month().select_one(".empty").get_text()
    assert "Kig igen snart" in Client().get(reverse("groups:evenings")).content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"publication": "draft", "published_at": None},
        {"sensitivity": "closed", "discreet_title": "Gruppe"},
        {"audience": "staff"},
    ],
)
def test_what_is_not_for_everybody_is_in_no_month(organiser: User, at: Any, fields: Any) -> None:
    at(local(2026, 11, 3, 9))
    on(organiser, local(2026, 11, 20, 19), "Lukket land", **fields)
    assert titles(month()) == []


def test_a_discreet_event_stands_there_under_its_other_name_and_its_topic_finds_nothing(
    organiser: User, at: Any
) -> None:
    at(local(2026, 11, 3, 9))
    secret = {"sensitivity": "discreet", "discreet_title": "Temaaften", "topics": ["family", "partner"]}
    on(organiser, local(2026, 11, 20, 19), "Når nogen drikker", summary="Om at drikke", **secret)
    html = month()
    assert titles(html) == ["Temaaften"]
    assert "drikke" not in str(html)
    assert titles(month(words="drikke")) == []
    assert titles(month(about="family")) == []
    assert titles(month(whose="sibling")) == ["Temaaften"]  # as if it were for all: it gives nothing away


def test_a_called_off_evening_stays_and_says_so(organiser: User, at: Any) -> None:
    at(local(2026, 11, 3, 9))
    on(organiser, local(2026, 11, 20, 19))
    Occurrence.objects.update(status="cancelled")
    assert "Aflyst" in cell(month(), "20. november").get_text()
    assert month().select_one(".month-item.is-off")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "ÆRØ"}, True),
        ({"words": "ærø åben"}, True),
        ({"words": "ærø lukket"}, False),
        ({"words": "mor's"}, True),
        ({"words": "100%"}, True),
        ({"words": "100_"}, False),
        ({"words": "'; drop table"}, False),
        ({"about": "rights"}, True),
        ({"about": "loss"}, False),
        ({"whose": "parent"}, True),
        ({"whose": "child"}, False),
        ({"near": "0900"}, True),
        ({"near": "0931 Et sted"}, True),
        ({"near": "5700"}, False),
        ({"near": "ærøskøb"}, True),
        ({"near": "Skagen"}, False),
        ({"when": "evening"}, True),
        ({"when": "day"}, False),
        ({"when": "weekend"}, False),
        ({"respite": "on"}, True),
        ({"kind": "nonsense"}, True),
    ],
)
def test_each_answer_narrows_the_list_and_the_month_alike(
    organiser: User, at: Any, asked: dict[str, str], found: bool
) -> None:
    at(local(2026, 11, 3, 9))
    words = {"title": "Mor's hus på Ærø", "summary": "Åben for alle, 100% gratis", "may_ask_respite": True}
    one = on(organiser, local(2026, 11, 17, 17), topics=["rights", "parent"], **words)
    one.venue = Venue.objects.create(name="Skibshallen", street="Havn 1", postcode="0912", town="Ærøskøbing")
    one.save()
    assert (titles(month(**asked)) == ["Mor's hus på Ærø"]) is found
    assert ("Mor's hus på Ærø" in listed(**asked)) is found


@pytest.mark.parametrize(
    ("starts_at", "when"),
    [
        (local(2026, 11, 20, 16, 59), "day"),  # a Friday
        (local(2026, 11, 20, 17), "evening"),
        (local(2026, 11, 20, 23, 59), "evening"),
        (local(2026, 11, 21, 0, 0), "weekend"),
        (local(2026, 11, 22, 23, 30), "weekend"),
        (local(2026, 11, 23, 0, 0), "day"),
        (local(2026, 7, 6, 17), "evening"),  # summer time: 15.00 in UTC
    ],
)
def test_when_one_can_get_away_goes_by_the_clock_on_the_wall(
    organiser: User, at: Any, starts_at: datetime, when: str
) -> None:
    at(starts_at - timedelta(days=5))
    on(organiser, starts_at, "Denne")
    assert [one for one in ("day", "evening", "weekend") if "Denne" in listed(when=one)] == [when]


def test_what_was_moved_online_is_found_online_and_no_longer_near(organiser: User) -> None:
    one = make_date(make_event(organiser, title="Flyttet"), clock.now() + timedelta(days=3))
    assert "Flyttet" in listed(way="in_person", near="egekøbing")
    Occurrence.objects.filter(pk=one.pk).update(status="moved_online")
    assert "Flyttet" in listed(way="online")
    assert "Flyttet" not in listed(way="in_person")
    assert "Flyttet" not in listed(near="egekøbing")


def test_what_was_chosen_is_said_and_each_can_be_left_out_alone(organiser: User) -> None:
    html = month("2027-01", when="evening", free="on", near="5700 Svendborg")
    chips = {chip.get_text(" ", strip=True): chip["href"] for chip in html.select("[aria-labelledby=chosen-words] a")}
    assert list(chips) == [
        "Hverdagsaftener fjern dette valg",
        "5700 Svendborg fjern dette valg",
        "Kun med ledige pladser fjern dette valg",
    ]
    assert "when=" not in chips["Hverdagsaftener fjern dette valg"]
    assert "free=on" in chips["Hverdagsaftener fjern dette valg"]
    ways = html.select("nav[aria-label='Liste eller måned'] a")
    assert [way.get("aria-current") for way in ways] == [None, "page"]
    assert ways[0]["href"].startswith(reverse("groups:evenings") + "?when=evening")


def test_a_full_month_costs_what_an_almost_empty_one_costs(organiser: User, at: Any) -> None:
    at(local(2026, 11, 3, 9))

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            month()
        return len(seen.captured_queries)

    make_pool(organiser, 3, title="En")
    month()
    few = cost()
    for number in range(25):
        one = on(organiser, local(2026, 11, 5 + number % 20, 18), f"Nr. {number}")
        SeatPool.objects.create(occurrence=one, capacity=9)
    assert cost() == few
    assert len(titles(month())) == 26
    assert Event.objects.count() == 26
