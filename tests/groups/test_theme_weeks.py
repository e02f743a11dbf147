"""Theme weeks: several hosts, one programme day by day, a draft until it is shown, nothing discreet in a feed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from groups.actions.theme_weeks import change_week, show_week, start_week
from groups.models import Campaign, Event
from groups.rules.theme_weeks import WeekRefusal
from portal import clock
from portal.accounts.models import User
from portal.refusals import Refused
from tests.factories.evenings import make_draft, make_pool
from tests.factories.people import sign_in
from tests.factories.weeks import make_week

pytestmark = pytest.mark.django_db


def refused(work: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as error:
        work()
    return error.value


@pytest.fixture
def week(organiser: User) -> Campaign:
    """Two hosts on two days, a discreet evening, a draft, and one outside the days of the week."""
    row = make_week(is_published=True, hosts=["Alzheimerforeningen"])
    ours = {"campaign": row, "starts_in": timedelta(days=11)}
    make_pool(organiser, 5, title="Vores aften", **ours)
    make_pool(
        organiser, 5, title="Deres aften", host="Alzheimerforeningen", **{**ours, "starts_in": timedelta(days=12)}
    )
    named = {"title": "Når nogen drikker", "sensitivity": "discreet", "discreet_title": "Temaaften"}
    make_pool(organiser, 5, summary="Om alkohol", **named, **ours)
    make_pool(organiser, 5, title="Langt senere", **{**ours, "starts_in": timedelta(days=40)})
    make_draft(organiser, title="Kladden", campaign=row)
    return row


def read(name: str, week: Campaign, **asked: str) -> str:
    answer = Client().get(reverse(f"groups:{name}", args=[week.slug]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_programme_shows_each_day_and_can_be_narrowed_to_a_host(week: Campaign) -> None:
    page = read("week", week)
    assert page.index("Vores aften") < page.index("Deres aften") and page.count('aria-labelledby="day-') == 2
    for absent in ("Når nogen drikker", "Langt senere", "Kladden"):
        assert absent not in page
    page = read("week", week, host="Alzheimerforeningen")
    assert "Deres aften" in page and "Vores aften" not in page
    assert "Intet passer" in read("week", week, host="Ingen") or "ring til os" in read("week", week, host="Ingen")


def test_calendar_and_feed_say_nothing_discreet(week: Campaign) -> None:
    file = read("week_file", week)
    entries = Calendar.from_ical(file).walk("VEVENT")
    assert [str(one["SUMMARY"]) for one in entries] == ["Vores aften", "Temaaften", "Deres aften"] or len(entries) == 3
    hidden = next(one for one in entries if str(one["SUMMARY"]) == "Temaaften")
    assert "LOCATION" not in hidden
    for text in (file, read("week_feed", week)):
        assert "drikker" not in text and "alkohol" not in text and "Vores aften" in text


def test_a_draft_is_nobodys_but_its_organisers(week: Campaign, organiser: User, relative: User) -> None:
    Campaign.objects.update(is_published=False)
    for name in ("week", "week_file", "week_feed"):
        assert Client().get(reverse(f"groups:{name}", args=[week.slug])).status_code == 404
    listed = Client().get(reverse("groups:evenings")).content.decode()
    assert week.title not in listed
    page = sign_in(organiser).get(reverse("groups:organised_week", args=[week.pk])).content.decode()
    assert "Kladden" in page and "Når nogen drikker" in page
    assert sign_in(relative).get(reverse("groups:organised_week", args=[week.pk])).status_code == 403


def test_an_organiser_makes_one_and_shows_it(organiser: User) -> None:
    desk, first, key = sign_in(organiser), clock.today() + timedelta(days=10), uuid4()
    given = {"title": "Pårørendeuge", "starts_on": first, "ends_on": first, "hosts": "A\n\nB\nA", "version": 0}
    early = first - timedelta(days=1)
    page = desk.post(reverse("groups:week_new"), {**given, "form_key": key, "ends_on": early})
    assert page.status_code == 422 and "Den skal slutte, efter den begynder" in page.content.decode()
    for _press in range(2):
        desk.post(reverse("groups:week_new"), {**given, "form_key": key})
    row = Campaign.objects.get()
    assert row.hosts == ["A", "B"] and not row.is_published
    show = reverse("groups:week_show", args=[row.pk])
    page = desk.post(show, {"show": "1", "version": row.version})
    assert page.status_code == 409 and "Intet i den er udgivet endnu" in page.content.decode()
    make_pool(organiser, 3, campaign=row)
    desk.post(show, {"show": "1", "version": row.version})
    row.refresh_from_db()
    assert row.is_published and row.title in Client().get(reverse("groups:evenings")).content.decode()
    assert row.title in Client().get(reverse("groups:event", args=[Event.objects.get().slug])).content.decode()
    page = desk.post(reverse("groups:week_words", args=[row.pk]), {**given, "title": "Uge 45", "version": 1})
    assert page.status_code == 422 and "En kollega har rettet den imens" in page.content.decode()
    desk.post(reverse("groups:week_words", args=[row.pk]), {**given, "title": "Uge 45", "version": row.version})
    desk.post(show, {"show": "0", "version": row.version + 1})
    row.refresh_from_db()
    assert (row.title, row.is_published) == ("Uge 45", False)
    assert "Uge 45" in desk.get(reverse("groups:weeks")).content.decode()


def test_what_can_not_be_done_with_a_week_says_so(organiser: User) -> None:
    row = make_week()
    stale = refused(lambda: show_week(by=organiser, week=row, version=9, is_shown=True))
    assert stale.reason == WeekRefusal.WEEK_STALE
    empty = refused(lambda: show_week(by=organiser, week=row, version=1, is_shown=True))
    assert empty.reason == WeekRefusal.WEEK_EMPTY
    late = {"ends_on": row.starts_on + timedelta(days=32)}
    long = refused(lambda: change_week(by=organiser, week=row, version=1, values=late))
    assert long.reason == WeekRefusal.WEEK_BACKWARDS
    values = {"title": "x", "starts_on": row.starts_on, "ends_on": row.starts_on - timedelta(days=1)}
    short = refused(lambda: start_week(by=organiser, values=values, form_key=uuid4()))
    assert short.reason == WeekRefusal.WEEK_BACKWARDS
