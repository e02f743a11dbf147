"""Pages of the calendar: who sees them, the three steps of a change, and how many queries they take."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from psycopg.types.range import TimestamptzRange

from portal.accounts.models import User
from portal.calendar import impact
from portal.calendar.models import (
    Absence,
    AvailabilityException,
    AvailabilityRule,
    ClosingDay,
    Occupancy,
    OpeningHours,
    Resource,
)
from portal.keys import new_key
from tests.calendar.builders import a_period, a_room, a_rule, an_interpreter, local

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
ClientFor = Callable[..., Client]
TUESDAY_MORNING = {
    "iso_weekday": "2",
    "start_time": "09:00",
    "end_time": "12:00",
    "modes": ["phone", "in_person"],
    "week_pattern": "odd",
    "purpose": "any",
    "from_on": "2026-11-23",
    "last_on": "",
    "seen_version": "0",
}

EVENING = {"starts_on": "2026-11-24", "starts_at": "17:00", "ends_at": "19:00"}


@pytest.fixture(autouse=True)
def a_sunday_in_november(at: Any) -> None:
    """22 November 2026, noon: week 47."""
    at(local(2026, 11, 22, 12))


@pytest.fixture
def mette(counsellor: User) -> Resource:
    """The counsellor's calendar."""
    return Resource.objects.create(kind="counsellor", name=counsellor.name, user=counsellor)


def calendar_queries(client: Client, url: str, **asked: str) -> tuple[str, list[str]]:
    """A page and the queries it asks of our tables; what the menu's counts ask is their owners' business."""
    client.get(url, asked)  # the session notes its sign of life once a minute
    with CaptureQueriesContext(connection) as context:
        page = client.get(url, asked).content.decode()
    said = [query["sql"] for query in context.captured_queries]
    return page, [sql for sql in said if "calendar_" in sql and "counselling_" not in sql]


def sent(client: Client, url: str, step: str, **fields: Any) -> Any:
    """What the page answers to a step of the form."""
    return client.post(url, {**fields, "step": step})


def test_a_counsellor_adds_working_time_after_seeing_what_it_does(
    mette: Resource, counsellor: User, client_for: ClientFor
) -> None:
    client, url = client_for(counsellor), reverse("calendar:add_rule", args=[mette.id])
    assert client.get(url).status_code == 200
    page = sent(client, url, "preview", **TUESDAY_MORNING).content.decode()
    assert "kommer til:" in page and "9–12" in page
    assert not AvailabilityRule.objects.exists()
    assert sent(client, url, "save", **TUESDAY_MORNING).status_code == 302
    page = client.get(reverse("calendar:availability")).content.decode()
    assert "Hver tirsdag kl. 9–12, telefon og fremmøde, ulige uger" in page


def test_going_back_from_the_preview_keeps_what_was_filled_in(
    mette: Resource, counsellor: User, client_for: ClientFor
) -> None:
    url = reverse("calendar:add_rule", args=[mette.id])
    page = sent(client_for(counsellor), url, "back", **TUESDAY_MORNING).content.decode()
    assert 'value="09:00"' in page and 'value="odd" checked' in page


def test_a_wrong_form_says_so_and_keeps_what_was_filled_in(
    mette: Resource, counsellor: User, client_for: ClientFor
) -> None:
    url = reverse("calendar:add_rule", args=[mette.id])
    page = sent(client_for(counsellor), url, "preview", **{**TUESDAY_MORNING, "end_time": "08:00"}).content.decode()
    assert "Sluttidspunktet skal ligge efter starten." in page
    assert 'value="09:00"' in page


def test_a_form_older_than_the_calendar_is_refused_with_everything_kept(
    mette: Resource, counsellor: User, client_for: ClientFor
) -> None:
    client, url = client_for(counsellor), reverse("calendar:add_rule", args=[mette.id])
    sent(client, url, "save", **TUESDAY_MORNING)
    answer = sent(client, url, "save", **{**TUESDAY_MORNING, "iso_weekday": "3"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Kalenderen er blevet ændret imens" in page and 'name="seen_version" value="1"' in page
    assert AvailabilityRule.objects.count() == 1


def test_the_preview_lists_what_stands_in_time_that_goes_away(
    mette: Resource, counsellor: User, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = a_rule(mette, 2, "09:00", "12:00")
    seen = []

    def finder(resource: Resource, removed: Any) -> list[impact.Hit]:
        seen.append((resource.id, removed[0]))
        return [impact.Hit(local(2026, 12, 1, 9), local(2026, 12, 1, 10), "Samtale med Rasmus", "/samtale/")]

    monkeypatch.setattr(impact, "_finders", [finder])
    url = reverse("calendar:end_rule", args=[rule.id])
    page = sent(client_for(counsellor), url, "preview", seen_version="0", last_on="2026-11-24").content.decode()
    assert "1 aftale ligger i tid, der forsvinder." in page
    assert "Samtale med Rasmus" in page and "tirsdag 1. december kl. 9.00–10.00" in page
    assert seen == [(mette.id, (local(2026, 12, 1, 9), local(2026, 12, 1, 12)))]
    rule.refresh_from_db()
    assert rule.valid.upper is None


def test_a_change_ends_the_old_sentence_on_its_day(mette: Resource, counsellor: User, client_for: ClientFor) -> None:
    rule = a_rule(mette, 2, "09:00", "12:00")
    client, url = client_for(counsellor), reverse("calendar:change_rule", args=[rule.id])
    assert 'value="09:00"' in client.get(url).content.decode()
    fields = {**TUESDAY_MORNING, "start_time": "10:00", "from_on": "2026-12-01"}
    assert sent(client, url, "save", **fields).status_code == 302
    first, second = AvailabilityRule.objects.order_by("start_time")
    assert first.valid.upper == second.valid.lower == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("name", "fields", "model"),
    [
        ("add_exception", {"kind": "open", **EVENING}, AvailabilityException),
        ("add_absence", {"kind": "holiday", "starts_on": "2026-12-21", "ends_on": "2026-12-27"}, Absence),
    ],
)
def test_exceptions_and_absences_are_added_and_taken_back(
    name: str, fields: dict[str, str], model: Any, mette: Resource, counsellor: User, client_for: ClientFor
) -> None:
    client, url = client_for(counsellor), reverse(f"calendar:{name}", args=[mette.id])
    assert client.get(url).status_code == 200
    assert sent(client, url, "preview", seen_version="0", **fields).status_code == 200
    assert not model.objects.exists()
    assert sent(client, url, "save", seen_version="0", **fields).status_code == 302
    row = model.objects.get()
    assert row.period.upper in {local(2026, 11, 24, 19), local(2026, 12, 28)}
    url = reverse(f"calendar:{name.replace('add', 'remove')}", args=[row.id])
    assert client.get(url).status_code == 200
    assert sent(client, url, "save", seen_version="1").status_code == 302
    assert not model.objects.exists()


def test_an_hour_of_the_change_night_is_refused_at_its_field(
    mette: Resource, counsellor: User, client_for: ClientFor
) -> None:
    url = reverse("calendar:add_absence", args=[mette.id])
    fields = {"kind": "away", "starts_on": "2027-03-28", "starts_at": "02:30", "ends_at": "10:00"}
    page = sent(client_for(counsellor), url, "preview", seen_version="0", **fields).content.decode()
    assert "Uret bliver stillet" in page


def test_a_colleagues_calendar_is_not_there_but_the_team_lead_sees_it(
    mette: Resource, colleague: User, team_lead: User, client_for: ClientFor
) -> None:
    url = reverse("calendar:resource_availability", args=[mette.id])
    assert client_for(colleague).get(url).status_code == 404
    assert client_for(team_lead).get(url).status_code == 200
    assert (
        "Du har ikke en kalender endnu." in client_for(colleague).get(reverse("calendar:availability")).content.decode()
    )


def test_my_working_times_take_as_many_queries_with_one_row_as_with_many(
    mette: Resource, counsellor: User, client_for: ClientFor
) -> None:
    client = client_for(counsellor)
    for day in range(1, 6):
        a_rule(mette, day, "09:00", "12:00")
    for number in range(3):
        start = local(2026, 12, 1, 9) + timedelta(days=number)
        period = TimestamptzRange(start, start + timedelta(hours=2))
        AvailabilityException.objects.create(resource=mette, kind="closed", period=period)
        Absence.objects.create(resource=mette, period=period)
        ClosingDay.objects.create(on=start.date(), reason="Flytter")
    page, queries = calendar_queries(client, reverse("calendar:availability"))
    assert "Flytter" in page
    assert len(queries) == 8  # calendar, rules, plan, what is kept (2), closing days, exceptions, absences


def test_everyones_week_shows_free_and_booked_time_in_the_same_number_of_queries(
    mette: Resource, counsellor: User, client_for: ClientFor
) -> None:
    rooms = [a_room(f"Lokale {number}") for number in range(3)]
    an_interpreter()
    a_rule(mette, 2, "09:00", "12:00")
    for resource in [mette, *rooms]:
        period = a_period(local(2026, 11, 24, 9), local(2026, 11, 24, 10))
        Occupancy.objects.create(resource=resource, held_for="test", held_for_id=new_key(), period=period, state="firm")
    client = client_for(counsellor)
    page, queries = calendar_queries(client, reverse("calendar:everyone"), week="2026-W48")
    assert len(queries) == 7  # calendars, their plans, what is kept (2), bookings, absences, and the closing days
    assert "Alles uge 48" in page and "10–12" in page and "Lokale 2" in page
    for week in ("2026-W99", "x", "0001-W01", "9999-W52", "2026-W48-W1"):
        assert "Alles uge 47" in client.get(reverse("calendar:everyone"), {"week": week}).content.decode()


def test_the_team_lead_keeps_rooms_interpreters_and_colleagues(
    counsellor: User, team_lead: User, client_for: ClientFor
) -> None:
    client = client_for(team_lead)
    added = [
        ("room", {"name": "Stuen", "place": "1. sal", "seats": "6"}),
        ("room", {"name": "Salen"}),
        ("interpreter", {"name": "Nour Aziz", "languages": ["ar", "ku"]}),
        ("counsellor", {"user": str(counsellor.id), "languages": []}),
    ]
    for kind, fields in added:
        url = reverse("calendar:add_resource", args=[kind])
        assert client.get(url).status_code == 200
        assert client.post(url, fields).status_code == 302, kind
    assert client.get(reverse("calendar:add_resource", args=["ship"])).status_code == 404
    page = client.post(reverse("calendar:add_resource", args=["room"]), {"name": "Stuen"}).content.decode()
    assert "Der er allerede et lokale med det navn." in page
    page, queries = calendar_queries(client, reverse("calendar:resources"))
    assert len(queries) == 1
    assert "Arabisk, Kurdisk" in page and "Mette Krogh" in page and "6 siddepladser" in page
    room = Resource.objects.get(name="Salen")
    url = reverse("calendar:change_resource", args=[room.id])
    assert 'value="Salen"' in client.get(url).content.decode()
    assert "Der er allerede et lokale" in client.post(url, {"name": "Stuen"}).content.decode()
    assert client.post(url, {"name": "Store sal"}).status_code == 302


def test_a_room_with_bookings_ahead_stays_in_use(team_lead: User, client_for: ClientFor) -> None:
    room, client = a_room(), client_for(team_lead)
    period = a_period(local(2026, 11, 24, 9), local(2026, 11, 24, 10))
    row = Occupancy.objects.create(resource=room, held_for="test", held_for_id=new_key(), period=period, state="firm")
    url = reverse("calendar:deactivate_resource", args=[room.id])
    page = client.post(url, follow=True).content.decode()
    assert "Stuen er stadig i brug. Der er stadig aftaler i kalenderen." in page
    row.delete()
    assert "Stuen er ude af brug." in client.post(url, follow=True).content.decode()
    url = reverse("calendar:activate_resource", args=[room.id])
    assert "Stuen er i brug igen." in client.post(url, follow=True).content.decode()


def test_opening_hours_and_closing_days_are_kept_with_a_preview(
    mette: Resource, team_lead: User, client_for: ClientFor
) -> None:
    client = client_for(team_lead)
    a_rule(mette, 4, "09:00", "12:00", is_within_opening_hours=True)
    url, fields = reverse("calendar:add_opening"), {"iso_weekday": "4", "opens_at": "09:00", "closes_at": "18:00"}
    assert client.get(url).status_code == 200
    assert sent(client, url, "preview", **fields).status_code == 200
    assert not OpeningHours.objects.exists()
    assert sent(client, url, "save", **fields).status_code == 302
    assert "Tiderne overlapper" in sent(client, url, "save", **fields).content.decode()
    assert "9–18" in client.get(reverse("calendar:opening_hours")).content.decode()
    url = reverse("calendar:remove_opening", args=[OpeningHours.objects.get().id])
    assert client.get(url).status_code == 200
    assert sent(client, url, "save").status_code == 302
    url = reverse("calendar:add_closing_day")
    assert client.get(url).status_code == 200
    assert sent(client, url, "save", on="2026-12-10", reason="Flytter").status_code == 302
    assert "allerede lukket" in sent(client, url, "save", on="2026-12-10", reason="Flytter").content.decode()
    url = reverse("calendar:add_public_holidays")
    assert client.get(url).status_code == 200
    assert sent(client, url, "save", year="2026").status_code == 302
    page = client.get(reverse("calendar:closing_days")).content.decode()
    assert "torsdag 24. december" in page and "juleaften" in page
    url = reverse("calendar:remove_closing_day", args=[ClosingDay.objects.get(reason="Flytter").id])
    assert client.get(url).status_code == 200
    assert sent(client, url, "save").status_code == 302


def test_everybodys_languages_have_names(mette: Resource, team_lead: User, client_for: ClientFor) -> None:
    Resource.objects.filter(pk=mette.pk).update(languages=["da", "nb", "sgn"])
    page = client_for(team_lead).get(reverse("calendar:resources")).content.decode()
    assert "Dansk, Bokmål, Tegnsprog" in page
