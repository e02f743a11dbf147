"""A counsellor's day tells free time from time that is not worked."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from psycopg.types.range import TimestamptzRange

from counselling.days import Line, left_free, read_days
from counselling.models import Appointment
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Absence, AvailabilityException, ClosingDay, Resource
from tests.factories.talks import make_talk, make_type

pytestmark = pytest.mark.django_db


def hours(lines: list[Line], kind: str) -> list[str]:
    """The lines of a kind, as local hours."""
    zone = clock.zone()
    return [
        f"{line.start.astimezone(zone):%H.%M}–{line.end.astimezone(zone):%H.%M}" for line in lines if line.kind == kind
    ]


def local_day(talk: Appointment) -> date:
    return talk.starts_at.astimezone(clock.zone()).date()


def test_free_time_is_shown_before_between_and_after_the_talks_of_a_day(mette: Resource, talk: Appointment) -> None:
    day = read_days(mette, local_day(talk), 1)[0]
    assert hours(day.lines, "talk") == ["10.00–10.45"]
    assert hours(day.lines, "free") == ["09.00–10.00", "11.00–16.00"]  # the pause for notes is not free
    assert [line.kind for line in day.lines] == ["free", "talk", "pause", "free"]


def test_absence_and_nights_are_not_free(mette: Resource, talk: Appointment) -> None:
    start = datetime.combine(local_day(talk), time(13), clock.zone())
    Absence.objects.create(resource=mette, period=TimestamptzRange(start, start + timedelta(hours=8)))
    day = read_days(mette, local_day(talk), 1)[0]
    assert hours(day.lines, "free") == ["09.00–10.00", "11.00–13.00"]


def test_a_day_without_working_time_has_nothing_free(mette: Resource, talk: Appointment) -> None:
    sunday = local_day(talk) + timedelta(days=7 - local_day(talk).isoweekday())
    day = read_days(mette, sunday, 1)[0]
    assert (day.lines, day.working) == ([], [])


def test_what_is_over_is_free_no_more(mette: Resource, at: Callable[..., None], talk: Appointment) -> None:
    at(talk.starts_at + timedelta(minutes=20))
    day = read_days(mette, local_day(talk), 1)[0]
    assert hours(day.lines, "free") == ["11.00–16.00"]


def test_stretches_too_short_for_anything_and_overlapping_lines_leave_nothing_odd() -> None:
    nine = datetime(2026, 11, 3, 9, tzinfo=clock.zone())

    def line(begin: int, end: int) -> Line:
        return Line("talk", nine + timedelta(minutes=begin), nine + timedelta(minutes=end))

    taken = [line(-60, 5), line(5, 50), line(20, 30), line(55, 100), line(300, 400)]
    free = left_free([(nine, nine + timedelta(minutes=120))], taken, nine)
    assert free == [(nine + timedelta(minutes=100), nine + timedelta(minutes=120))]


def test_the_weeks_picture_has_the_working_time_behind_the_talks(
    client_for: Callable[..., Client], counsellor: User, mette: Resource, talk: Appointment
) -> None:
    address = reverse("counselling:week_on", args=[local_day(talk).isoformat()])
    page = BeautifulSoup(client_for(counsellor).get(address).content, "html.parser")
    working = page.select(".week-block.is-working")
    assert len(working) == 5
    assert {block.get_text(" ", strip=True) for block in working} == {"9.00–16.00 Arbejdstid"}  # only its title
    assert "Det lyse er arbejdstid." in page.get_text()
    drawn = [block["class"][1] for block in page.select(".week-block")]
    assert drawn.index("is-working") < drawn.index("is-talk")


def test_what_takes_a_day_is_read_from_four_places_at_once(mette: Resource, room: Resource, talk: Appointment) -> None:
    on = local_day(talk)

    def period(begin: int, end: int) -> TimestamptzRange:
        return TimestamptzRange(*(datetime.combine(on, time(hour), clock.zone()) for hour in (begin, end)))

    Absence.objects.create(resource=mette, kind="course", period=period(13, 14))
    Absence.objects.create(resource=room, kind="course", period=period(9, 10))
    AvailabilityException.objects.create(resource=mette, kind="closed", period=period(14, 15), reason="Møde")
    AvailabilityException.objects.create(resource=mette, kind="open", period=period(18, 19))
    ClosingDay.objects.create(on=on, reason="Personaledag")
    ClosingDay.objects.create(on=on + timedelta(days=1), reason="En anden dag")
    day = read_days(mette, on, 1)[0]
    shown = {line.kind: line.words for line in day.lines if line.kind in {"pause", "away", "closed"}}
    assert shown == {"pause": "Pause til noter", "away": str(Absence.Kind("course").label), "closed": "Møde"}
    assert day.closed == "Personaledag"


def test_the_menu_on_the_day_shows_the_same_numbers_as_on_other_pages(
    client_for: Callable[..., Client], counsellor: User, relative: User, mette: Resource
) -> None:
    make_talk(relative, make_type("forste", needs_approval=True))
    client = client_for(counsellor)

    def numbers(page: str) -> list[str]:
        soup = BeautifulSoup(client.get(reverse(page)).content, "html.parser")
        return [entry.get_text() for entry in soup.select("nav .count, header .count")]

    assert numbers("counselling:day") == numbers("counselling:week") != []
