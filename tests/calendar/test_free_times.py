"""Free times by example: change nights, week numbers, protected time, second resources, the index."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from psycopg.types.range import DateRange

from portal.calendar.models import (
    Absence,
    AvailabilityException,
    ClosingDay,
    ExternalBusy,
    FreeDay,
    FreeTimesQuery,
    Occupancy,
    OpeningHours,
    Resource,
)
from portal.calendar.models.free_times import TIMES, parameters, statement
from portal.keys import new_key
from tests.calendar.builders import COPENHAGEN, OSLO, a_period, a_room, a_rule, an_interpreter, ids, local

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
NOW = local(2026, 11, 22, 12)


def a_person(name: str = "Mette", zone: str = "Europe/Copenhagen") -> Resource:
    """Somebody with a calendar."""
    return Resource.objects.create(kind="facilitator", name=name, zone=zone)


def asked(*resources: Resource, **fields: Any) -> FreeTimesQuery:
    """One hour, on the hour, on the Monday, unless told otherwise."""
    defaults: dict[str, Any] = {
        "starts_on": MONDAY,
        "ends_on": MONDAY,
        "duration_minutes": 60,
        "step_minutes": 60,
        "now": NOW,
    }
    return FreeTimesQuery(resource_ids=ids(*resources), **{**defaults, **fields})


def clock_times(query: FreeTimesQuery, zone: ZoneInfo = COPENHAGEN) -> list[str]:
    """The starts by the clock on the wall."""
    return [f"{free.start.astimezone(zone):%d %H:%M}" for free in Resource.objects.free_times(query)]


def an_occupancy(resource: Resource, start: datetime, end: datetime, **fields: Any) -> Occupancy:
    """Firm time, unless told otherwise."""
    values = {"held_for": "test", "held_for_id": new_key(), "state": "firm", **fields}
    return Occupancy.objects.create(resource=resource, period=a_period(start, end), **values)


@pytest.mark.parametrize("zone", [COPENHAGEN, OSLO], ids=["copenhagen", "oslo"])
@pytest.mark.parametrize(
    ("day", "hours_from_utc"),
    [
        (date(2026, 3, 28), 1),
        (date(2026, 3, 29), 2),
        (date(2026, 3, 30), 2),
        (date(2026, 10, 24), 2),
        (date(2026, 10, 25), 1),
        (date(2026, 10, 26), 1),
    ],
)
def test_nine_is_nine_by_the_wall_on_both_sides_of_a_change_night(
    day: date, hours_from_utc: int, zone: ZoneInfo
) -> None:
    person = a_person(zone=zone.key)
    a_rule(person, day.isoweekday(), "09:00", "10:00")
    noon_before = datetime.combine(day, datetime.min.time(), zone) - timedelta(hours=12)
    (free,) = Resource.objects.free_times(asked(person, starts_on=day, ends_on=day, now=noon_before))
    assert free.start == datetime(day.year, day.month, day.day, 9 - hours_from_utc, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "starts"),
    [
        (date(2026, 3, 29), ["00:00", "00:30", "01:00", "01:30", "03:00", "03:30"]),
        (date(2026, 10, 25), ["00:00", "00:30", "01:00", "03:00", "03:30"]),  # 01:30 would end at one of two 02:00
    ],
    ids=["spring", "autumn"],
)
def test_a_night_shift_over_the_change_offers_only_times_that_mean_one_moment(day: date, starts: list[str]) -> None:
    person = a_person()
    a_rule(person, 7, "00:00", "04:00")
    now = datetime.combine(day, datetime.min.time(), COPENHAGEN) - timedelta(days=1)
    query = asked(person, starts_on=day, ends_on=day, now=now, step_minutes=30, duration_minutes=30)
    assert clock_times(query) == [f"{day:%d} {start}" for start in starts]


@pytest.mark.parametrize(("pattern", "remainder"), [("odd", 1), ("even", 0)])
def test_odd_and_even_follow_iso_weeks_over_a_year_of_53(pattern: str, remainder: int) -> None:
    person = a_person()
    a_rule(person, 4, "09:00", "10:00", week_pattern=pattern)
    days = Resource.objects.free_days(
        asked(person, starts_on=date(2026, 1, 1), ends_on=date(2027, 1, 31), now=local(2025, 12, 31), horizon_days=400)
    )
    thursdays = [date(2026, 1, 1) + timedelta(days=7 * n) for n in range(57)]
    expected = [day for day in thursdays if day <= date(2027, 1, 31) and day.isocalendar().week % 2 == remainder]
    assert [free.day for free in days] == expected
    if pattern == "odd":  # week 53 of 2026 is followed by week 1: two odd weeks in a row
        assert {date(2026, 12, 31), date(2027, 1, 7)} <= set(expected)


def test_every_third_week_is_counted_from_its_date() -> None:
    person = a_person()
    a_rule(person, 1, "09:00", "10:00", week_pattern="every_n", every_weeks=3, counted_from=date(2026, 11, 25))
    days = Resource.objects.free_days(asked(person, ends_on=MONDAY + timedelta(days=50)))
    assert [free.day for free in days] == [MONDAY, MONDAY + timedelta(days=21), MONDAY + timedelta(days=42)]


def test_a_rule_holds_from_its_first_day_until_its_end() -> None:
    person = a_person()
    a_rule(person, 1, "09:00", "10:00", valid=DateRange(MONDAY, MONDAY + timedelta(days=7)))
    assert clock_times(asked(person, ends_on=MONDAY + timedelta(days=14))) == ["23 09:00"]


def test_modes_and_purposes_filter_and_protected_time_is_released() -> None:
    person = a_person()
    a_rule(person, 1, "09:00", "10:00", modes=["phone"])
    a_rule(person, 1, "10:00", "11:00", modes=["in_person"], purposes=["first"], release_days_before=2)
    assert clock_times(asked(person, mode="phone")) == ["23 09:00"]
    assert clock_times(asked(person, mode="in_person")) == ["23 10:00"]  # tomorrow: released
    earlier = NOW - timedelta(days=3)
    assert clock_times(asked(person, mode="in_person", now=earlier)) == []
    assert clock_times(asked(person, mode="in_person", now=earlier, purposes=["first"])) == ["23 10:00"]


def test_everything_that_takes_time_is_taken_off() -> None:
    person = a_person()
    a_rule(person, 1, "08:00", "16:00")
    an_occupancy(person, local(2026, 11, 23, 8), local(2026, 11, 23, 9))
    Absence.objects.create(resource=person, period=a_period(local(2026, 11, 23, 9), local(2026, 11, 23, 10)))
    ExternalBusy.objects.create(
        resource=person, period=a_period(local(2026, 11, 23, 10), local(2026, 11, 23, 11)), imported_at=NOW
    )
    for kind, hour in (("closed", 11), ("open", 18)):
        AvailabilityException.objects.create(
            resource=person, kind=kind, period=a_period(local(2026, 11, 23, hour), local(2026, 11, 23, hour + 1))
        )
    assert clock_times(asked(person)) == ["23 12:00", "23 13:00", "23 14:00", "23 15:00", "23 18:00"]
    ClosingDay.objects.create(on=MONDAY, reason="Flytter")
    assert clock_times(asked(person)) == []


def test_a_hold_blocks_until_it_expires_and_released_time_never() -> None:
    person = a_person()
    a_rule(person, 1, "09:00", "11:00")
    nine, ten, eleven = (local(2026, 11, 23, hour) for hour in (9, 10, 11))
    an_occupancy(person, nine, ten, state="held", expires_at=NOW + timedelta(minutes=10))
    an_occupancy(person, ten, eleven, state="released")
    assert clock_times(asked(person)) == ["23 10:00"]
    assert clock_times(asked(person, now=NOW + timedelta(minutes=10))) == ["23 09:00", "23 10:00"]


def test_a_talk_that_is_being_moved_does_not_stand_in_its_own_way() -> None:
    person = a_person()
    a_rule(person, 1, "09:00", "11:00")
    talk = an_occupancy(person, local(2026, 11, 23, 9), local(2026, 11, 23, 10))
    query = asked(person, step_minutes=30, except_held_for=talk.held_for_id)
    assert clock_times(query) == ["23 09:00", "23 09:30", "23 10:00"]


def test_notice_and_horizon_cut_and_the_grid_stays_on_the_clock() -> None:
    person = a_person()
    a_rule(person, 1, "09:00", "12:00")
    query = asked(person, now=local(2026, 11, 23, 8, 7), min_notice_minutes=120, step_minutes=30)
    assert clock_times(query) == ["23 10:30", "23 11:00"]
    assert clock_times(asked(person, horizon_days=0)) == []
    assert clock_times(asked(person, horizon_days=1)) == ["23 09:00", "23 10:00", "23 11:00"]


def test_the_time_afterwards_must_be_free_too() -> None:
    person = a_person()
    a_rule(person, 1, "09:00", "12:00")
    assert clock_times(asked(person, buffer_after_minutes=15)) == ["23 09:00", "23 10:00"]


def test_rules_that_follow_the_opening_hours_end_with_them() -> None:
    person = a_person()
    a_rule(person, 1, "08:00", "18:00", is_within_opening_hours=True)
    a_rule(person, 1, "19:00", "20:00")
    assert clock_times(asked(person)) == ["23 19:00"]
    OpeningHours.objects.create(iso_weekday=1, opens_at="09:00", closes_at="11:00")
    OpeningHours.objects.create(iso_weekday=1, opens_at="12:00", closes_at="12:30", unit_ref=new_key())
    assert clock_times(asked(person)) == ["23 09:00", "23 10:00", "23 19:00"]


def test_an_interpreter_and_a_room_must_be_free_all_through_and_are_named() -> None:
    person, nour, amal, stuen = a_person(), an_interpreter("Nour"), an_interpreter("Amal"), a_room()
    a_rule(person, 1, "09:00", "12:00")
    a_rule(nour, 1, "09:00", "10:30")
    an_occupancy(amal, local(2026, 11, 23, 9), local(2026, 11, 23, 9, 30))
    an_occupancy(stuen, local(2026, 11, 23, 11), local(2026, 11, 23, 12))
    query = asked(person, also_needs=ids(nour, amal), room_ids=ids(stuen))
    found = Resource.objects.free_times(query)
    assert [(free.start.astimezone(COPENHAGEN).hour, free.also_id, free.room_id) for free in found] == [
        (9, nour.id, stuen.id),
        (10, amal.id, stuen.id),
    ]
    assert Resource.objects.free_days(query) == [FreeDay(MONDAY, 2)]
    assert Resource.objects.free_times(asked(person, also_needs=[])) == []


def test_days_count_different_starts_and_times_come_in_order() -> None:
    mette, jonas = a_person("Mette"), a_person("Jonas")
    a_rule(mette, 1, "09:00", "11:00")
    a_rule(jonas, 1, "10:00", "12:00")
    found = Resource.objects.free_times(asked(jonas, mette, limit=3))
    assert [free.resource_id for free in found] == ids(mette, jonas, mette)
    assert Resource.objects.free_days(asked(jonas, mette)) == [FreeDay(MONDAY, 3)]


def test_a_resource_out_of_use_and_a_window_that_ends_before_it_begins_give_nothing() -> None:
    person = a_person()
    a_rule(person, 1, "09:00", "11:00")
    assert Resource.objects.free_times(asked(person, ends_on=MONDAY - timedelta(days=1))) == []
    assert Resource.objects.free_days(asked(person, ends_on=MONDAY - timedelta(days=1))) == []
    Resource.objects.filter(id=person.id).update(is_active=False)
    assert Resource.objects.free_times(asked(person)) == []


def test_the_exclusion_constraints_own_index_finds_the_bookings() -> None:
    people = [a_person(f"Person {n}") for n in range(3)]
    for person in people:
        a_rule(person, 1, "08:00", "16:00")
        for day in range(200):
            start = local(2026, 11, 23, 9) + timedelta(days=day)
            an_occupancy(person, start, start + timedelta(hours=1))
    query = asked(*people)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + statement(TIMES, query), parameters(query))
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "using resource_is_in_one_place_at_a_time" in plan
    assert "Seq Scan on calendar_occupancy" not in plan


def test_the_way_there_and_back_must_be_free_and_lie_in_the_working_time() -> None:
    person, other = a_person(), a_person("Jonas")
    for one in (person, other):
        a_rule(one, 1, "09:00", "15:00")
    an_occupancy(person, local(2026, 11, 23, 12), local(2026, 11, 23, 12, 30))
    query = asked(person, buffer_after_minutes=15, step_minutes=15, travel_minutes={person.id: 30})
    # 9-12: starts 9.30-10.15 (10.15 + 60 + 15 + 30 = 12.00); 12.30-15: starts 13.00-13.15
    assert clock_times(query) == [f"23 {start}" for start in ("09:30", "09:45", "10:00", "10:15", "13:00", "13:15")]
    both = asked(person, other, travel_minutes={person.id: 30, other.id: 0})
    starts = {free.start.astimezone(COPENHAGEN).hour for free in Resource.objects.free_times(both)}
    assert starts == {9, 10, 11, 12, 13, 14}  # who has no way to go is offered from nine


def test_a_full_day_offers_nothing_of_that_person_and_everything_of_the_others() -> None:
    person, other = a_person(), a_person("Jonas")
    for one in (person, other):
        a_rule(one, 1, "09:00", "11:00")
    query = asked(person, other, full_days=[(person.id, MONDAY)])
    assert {free.resource_id for free in Resource.objects.free_times(query)} == {other.id}
    assert [day.count for day in Resource.objects.free_days(asked(person, full_days=[(person.id, MONDAY)]))] == []
