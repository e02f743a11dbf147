"""What other machines read: only what is public now, the same for all, with a tag, and a plain problem otherwise."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Campaign, Event, EventImage, Occurrence, SeatPool
from portal import clock
from portal.accounts import limits
from portal.accounts.models import User
from tests.factories.database import as_superuser
from tests.factories.evenings import make_date, make_pool, sign_up
from tests.factories.talks import make_counsellor, make_type

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/"
PROBLEM = "application/problem+json"


def get(path: str, client: Client | None = None, **headers: Any) -> Any:
    return (client or Client()).get(f"{ROOT}{path}", headers=headers)


def listed(query: str = "") -> list[dict[str, Any]]:
    answer = get(f"events{query}")
    assert answer.status_code == 200, answer.content
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def titles(query: str = "") -> list[str]:
    return [item["title"] for item in listed(query)]


def refused(path: str, status: int, **headers: Any) -> dict[str, Any]:
    """A problem as it should be."""
    answer = get(path, **headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM), answer.content
    assert answer["Cache-Control"] == "no-store"
    said: dict[str, Any] = answer.json()
    assert said["status"] == status and said["detail"].endswith(".") and said["title"].endswith(".")
    return said


@pytest.fixture
def discreet(organiser: User) -> Event:
    """An evening whose title may not be said."""
    campaign = Campaign.objects.create(
        slug="uge", title="Pårørendeugen", starts_on=clock.today(), ends_on=clock.today(), is_published=True
    )
    named = {"title": "Når nogen drikker", "sensitivity": "discreet", "discreet_title": "Temaaften", "slug": "aften-7"}
    told = {"summary": "Om alkohol", "body": "<p>Om alkohol</p>", "easy_read": "Alkohol", "host": "Alkoholrådgivningen"}
    ways = {"may_ask_respite": True, "may_ask_transport": True, "topics": ["alkohol"], "campaign": campaign}
    event = make_pool(organiser, 3, **named, **told, **ways).occurrence.event
    EventImage.objects.create(event=event, content=b"x", width=1, height=1, alt="Flasker", digest="d" * 64)
    return event


def test_events_come_in_the_order_of_their_next_date_with_their_free_places(organiser: User) -> None:
    later = make_pool(organiser, 30, title="Senere", starts_in=timedelta(days=20))
    make_pool(organiser, 3, title="Først")
    make_pool(organiser, 3, title="Forbi", starts_in=timedelta(days=-2))
    make_date(later.occurrence.event, clock.now() + timedelta(days=40))
    first, second = listed()
    assert (first["title"], second["title"]) == ("Først", "Senere")
    assert first["dates"][0]["seats"] == [{"channel": "in_person", "availability": "few", "free_places": 3}]
    assert [len(item["dates"]) for item in (first, second)] == [1, 2]
    assert second["dates"][0]["availability"] == "free" and second["dates"][1]["availability"] == "by_phone"


def test_a_full_evening_is_a_waiting_list_and_staff_seats_are_not_told(organiser: User, relative: User) -> None:
    pool = make_pool(organiser, 1)
    SeatPool.objects.create(occurrence=pool.occurrence, channel="staff", capacity=9)
    sign_up(pool, relative)
    date = listed()[0]["dates"][0]
    assert date["seats"] == [{"channel": "in_person", "availability": "waiting_list", "free_places": None}]
    assert date["availability"] == "waiting_list"


@pytest.mark.parametrize(
    "fields",
    [
        {"publication": "draft", "published_at": None},
        {"publication": "in_review", "published_at": None},
        {"publication": "archived"},
        {"sensitivity": "closed", "discreet_title": "Gruppe"},
        {"audience": "staff"},
        {"unpublish_at": "now"},
    ],
)
def test_what_is_not_for_everybody_now_is_not_there_for_staff_either(
    organiser: User, client_for: Callable[[User], Client], fields: dict[str, Any]
) -> None:
    if "unpublish_at" in fields:
        fields = {"unpublish_at": clock.now()}
    event = make_pool(organiser, 3, title="Lukket land", slug="lukket", **fields).occurrence.event
    client = client_for(organiser)
    for path in ("events", "events?words=Lukket", f"events/{event.slug}"):
        for visitor in (Client(), client):
            assert b"Lukket land" not in get(path, visitor).content
    assert get("events").json()["count"] == 0
    refused(f"events/{event.slug}", 404)


def test_of_a_discreet_event_only_the_discreet_title_and_the_time_are_said(discreet: Event) -> None:
    found = get(f"events/{discreet.slug}")
    said = found.json()
    assert (said["title"], said["is_discreet"]) == ("Temaaften", True)
    empty = ("summary", "description_html", "easy_read", "host", "theme_week")
    assert [said[name] for name in empty] == [""] * len(empty)
    assert (said["kind"], said["image"], said["help_at_home"], said["transport"]) == (None, None, False, False)
    date = said["dates"][0]
    assert date["place"] is None and date["seats"][0] == {
        "channel": "in_person",
        "availability": "few",
        "free_places": None,
    }
    everything = found.content.decode() + json.dumps(listed())
    for word in ("drikker", "alkohol", "Alkohol", "Flasker", "Pårørendeugen", "Smedjen", "d" * 64):
        assert word not in everything


@pytest.mark.parametrize("query", ["?words=drikker", "?words=alkohol", "?kind=theme_evening", "?help_at_home=true"])
def test_no_search_tells_what_a_discreet_event_is_about(discreet: Event, query: str) -> None:
    assert titles("?words=Temaaften") == ["Temaaften"]
    assert titles(query) == []


def test_filters_narrow_the_list(organiser: User) -> None:
    make_pool(organiser, 3, title="Café", kind="cafe", attendance="online", summary="Kaffe og kage")
    make_pool(organiser, 3, title="Aften", may_ask_respite=True, starts_in=timedelta(days=30))
    make_pool(organiser, 3, title="Begge", attendance="hybrid", starts_in=timedelta(days=40))
    day = (clock.today() + timedelta(days=30)).isoformat()
    assert titles("?kind=cafe") == titles("?words=KAGE") == ["Café"]
    assert titles("?attendance=online") == ["Café", "Begge"]
    assert titles("?help_at_home=true") == ["Aften"]
    assert titles(f"?starts_from={day}") == ["Aften", "Begge"]
    assert titles(f"?starts_from={day}&starts_to={day}") == ["Aften"]
    assert titles(f"?starts_from={day}&starts_to=2020-01-01") == []


def test_a_long_list_comes_in_pages_that_lead_to_each_other(organiser: User) -> None:
    for number in range(5):
        make_pool(organiser, 3, title=f"Nr. {number}", starts_in=timedelta(days=3 + number), attendance="online")
    answer = get("events?page_size=2&attendance=online").json()
    seen = [item["title"] for item in answer["items"]]
    assert (answer["count"], answer["previous"]) == (5, None)
    while answer["next"]:
        before, answer = answer, Client().get(answer["next"].removeprefix("http://localhost:8000")).json()
        assert Client().get(answer["previous"].removeprefix("http://localhost:8000")).json() == before
        seen += [item["title"] for item in answer["items"]]
    assert seen == [f"Nr. {number}" for number in range(5)]
    assert get("events?page=9").json()["items"] == []


def test_a_list_costs_the_same_however_long_it_is(organiser: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            get("events?page_size=100")
        return sum("portal_cache" not in query["sql"] and "SAVEPOINT" not in query["sql"] for query in captured)

    make_pool(organiser, 3)
    few = queries()
    for _ in range(20):
        make_pool(organiser, 3)
    assert queries() == few == 5


def test_meeting_types_are_those_relatives_book_themselves_in_three_languages() -> None:
    make_type(name_en="Talk with a counsellor")
    make_type("intern", is_self_bookable=False)
    make_type("gammel", is_active=False)
    (kind,) = get("meeting-types").json()["items"]
    assert (kind["slug"], kind["name"]["da"], kind["name"]["en"]) == (
        "samtale",
        "Samtale med en rådgiver",
        "Talk with a counsellor",
    )
    assert kind["modes"] == ["phone", "video", "in_person"] and "questions" not in kind


def test_free_days_count_what_the_booking_page_counts(counsellor: User) -> None:
    make_counsellor(counsellor, end="11:00")
    make_type(duration_minutes=60, buffer_after_minutes=0, step_minutes=60)
    said = get("meeting-types/samtale/free-days?days=28").json()
    assert said["mode"] == "phone" and said["starts_on"] == clock.today().isoformat()
    on = clock.today() + timedelta(days=7)
    weekday = on + timedelta(days=(7 - on.weekday()) % 7)
    assert {"on": weekday.isoformat(), "free_times": 2} in said["days"]
    assert all(set(day) == {"on", "free_times"} for day in said["days"])
    assert counsellor.name not in json.dumps(said)


def test_free_days_are_refused_where_there_can_be_none() -> None:
    make_type(modes=["phone"])
    make_type("hjemme", modes=["home_visit"])
    make_type("intern", is_self_bookable=False)
    assert "phone" in refused("meeting-types/samtale/free-days?mode=video", 422)["detail"]
    assert "address" in refused("meeting-types/hjemme/free-days", 422)["detail"]
    refused("meeting-types/intern/free-days", 404)
    assert get("meeting-types/samtale/free-days?starts_from=2099-01-01").json()["days"] == []


@pytest.mark.parametrize(
    "query",
    [
        *("page=0", "page=x", "page=1.0", "page=", "page_size=101", "page_size=-1", "page=99999999999999999999"),
        *("kind=party", "help_at_home=yes", "starts_from=tomorrow", "starts_from=2027-02-30", "starts_to=20270101"),
        *("words=", "words=a%00b", "words=" + "x" * 61, "pagesize=3", "page=1&page=2", "words=%0A"),
    ],
)
def test_a_wrong_parameter_is_named_in_a_sentence(query: str) -> None:
    said = refused(f"events?{query}", 422)
    assert said["errors"][0]["parameter"] == query.split("=")[0]
    assert said["type"].endswith("#wrong-parameter")


def test_who_comes_from_nowhere_is_told_so() -> None:
    assert Client(REMOTE_ADDR="").get(f"{ROOT}events")["Content-Type"] == PROBLEM


def test_odd_bytes_are_no_reason_to_break() -> None:
    for query in ("words=%FF%FE", "words=%F0%9F%91%B5", "words=%25_%5C'", "%00=1", "=1", "&&&"):
        assert get(f"events?{query}").status_code in {200, 422}


@pytest.mark.parametrize("path", ["events/nobody", "nothing", "events/", "v1", "events/%C3%A6"])
def test_an_unknown_address_is_a_problem_too(path: str) -> None:
    refused(path, 404)
    assert Client().get("/api/v2/events")["Content-Type"] == PROBLEM


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(method: str) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"{ROOT}events")
    assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (405, "GET, HEAD, OPTIONS", PROBLEM)


def test_who_has_the_answer_already_gets_none(organiser: User) -> None:
    pool = make_pool(organiser, 3)
    answer = get("events")
    assert answer["Cache-Control"] == "public, max-age=60"
    again = get("events", **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", answer["ETag"])
    Event.objects.filter(pk=pool.occurrence.event_id).update(title="Nyt")
    assert get("events", **{"If-None-Match": answer["ETag"]}).status_code == 200
    refused("events", 412, **{"If-Match": '"other"'})


def test_a_head_says_what_a_get_would_say(organiser: User) -> None:
    make_pool(organiser, 3)
    whole, head = get("events"), Client().head(f"{ROOT}events")
    assert (head.status_code, head["ETag"], head["Content-Length"]) == (200, whole["ETag"], str(len(whole.content)))
    assert head.content == b""


def test_any_page_on_the_web_may_read_it_and_nobody_is_recognised(
    organiser: User, client_for: Callable[[User], Client]
) -> None:
    client = client_for(organiser)
    sent = {"Origin": "https://other.example", "Accept-Language": "nb"}
    with CaptureQueriesContext(connection) as captured:
        answer = get("events", client, **sent)
    assert answer["Access-Control-Allow-Origin"] == "*" and "Access-Control-Allow-Credentials" not in answer
    assert not answer.cookies and "Set-Cookie" not in answer
    assert answer.get("Vary", "") in {"", "Accept-Encoding"}
    assert not [query for query in captured if "session" in query["sql"] or "accounts_user" in query["sql"]]
    assert answer.content == get("events").content
    asked = client.options(f"{ROOT}events", headers={**sent, "Access-Control-Request-Method": "GET"})
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert "If-None-Match" in asked["Access-Control-Allow-Headers"]


def test_who_asks_too_often_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "open_data", "2/m/ip")
    statuses = [get("meeting-types").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    answer = get("meeting-types")
    assert (answer["Retry-After"], answer["Content-Type"]) == ("60", PROBLEM)
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_when_the_database_is_away_a_machine_is_told_in_its_own_words(committed_db: None) -> None:
    client = Client()
    client.raise_request_exception = False
    connection.close()
    with as_superuser() as server:
        server.execute("ALTER ROLE portal_app CONNECTION LIMIT 0")
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'portal_app'")
        try:
            answer = client.get(f"{ROOT}events")
        finally:
            server.execute("ALTER ROLE portal_app CONNECTION LIMIT -1")
    assert (answer.status_code, answer["Retry-After"], answer["Content-Type"]) == (503, "10", PROBLEM)
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_it_begins_with_where_everything_is() -> None:
    said = get("").json()
    assert said["resources"] == [f"http://localhost:8000{ROOT}{name}" for name in ("events", "meeting-types")]
    assert get("openapi.json")["Content-Type"].startswith("application/vnd.oai.openapi+json")


@pytest.mark.parametrize("language", ["da", "nb", "en"])
def test_the_page_for_people_names_every_address_and_every_problem(language: str) -> None:
    page = Client().get(reverse("front:open_data"), headers={"Accept-Language": language}).content.decode()
    for path in get("openapi.json").json()["paths"]:
        assert path in page
    for name in ("not-found", "wrong-parameter", "too-many-requests", "come-back-soon"):
        assert f'id="{name}"' in page
    main = page.split("<main")[1].split("</main")[0]
    assert "https://" not in main and "<script" not in main


def test_dates_carry_the_offset_of_the_place(organiser: User) -> None:
    make_pool(organiser, 3)
    date = Occurrence.objects.get()
    said = listed()[0]["dates"][0]
    assert said["starts_at"][-6:] in {"+01:00", "+02:00"} and said["id"] == str(date.uid)
