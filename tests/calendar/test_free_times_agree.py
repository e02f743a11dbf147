"""The one SQL query and the slow pure-Python reference find the same times."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.range import DateRange, TimestamptzRange

from portal.accounts.models import User
from portal.calendar.models import (
    Absence,
    AvailabilityException,
    AvailabilityRule,
    ClosingDay,
    ExternalBusy,
    FreeTimesQuery,
    Occupancy,
    OpeningHours,
    Resource,
    ServiceStop,
)
from portal.calendar.models.stops import OWN_SERVICE
from portal.keys import new_key
from tests.calendar.reference import Week, free_times

pytestmark = pytest.mark.django_db

BASES = [date(2026, 3, 27), date(2026, 10, 23), date(2026, 12, 28), date(2027, 1, 1), date(2026, 6, 1)]
ZONES = ["Europe/Copenhagen", "Europe/Oslo"]
STOPS = ["all", "ours", "others", "lifted"]
quarters = st.integers(0, 95).filter(lambda q: q // 4 != 2).map(lambda q: time(q // 4, q % 4 * 15))
weekly = st.tuples(quarters, quarters).filter(lambda edges: edges[0] < edges[1])


@st.composite
def rules(draw: st.DrawFn, base: date) -> dict[str, Any]:
    """One weekly rule around the base."""
    start, end = draw(weekly)
    pattern = draw(st.sampled_from(["every", "every", "odd", "even", "every_n"]))
    begins = base + timedelta(days=draw(st.integers(-40, 5)))
    lasts = draw(st.none() | st.integers(1, 60))
    return {
        "iso_weekday": draw(st.integers(1, 7)),
        "start_time": start,
        "end_time": end,
        "valid": (begins, begins + timedelta(days=lasts) if lasts else None),
        "week_pattern": pattern,
        "every_weeks": draw(st.integers(2, 4)) if pattern == "every_n" else None,
        "counted_from": base + timedelta(days=draw(st.integers(-30, 30))) if pattern == "every_n" else None,
        "modes": draw(st.lists(st.sampled_from(["phone", "in_person", "video"]), unique=True, max_size=2)),
        "purposes": draw(st.lists(st.sampled_from(["any", "first", "urgent"]), unique=True, max_size=1)),
        "release_days_before": draw(st.none() | st.integers(0, 5)),
        "is_within_opening_hours": draw(st.booleans()),
    }


@st.composite
def periods(draw: st.DrawFn, base: date) -> tuple[datetime, datetime]:
    """A stretch of up to half a day, in five-minute steps."""
    start = datetime.combine(base, time(), UTC) + timedelta(minutes=5 * draw(st.integers(-100, 9 * 288)))
    return start, start + timedelta(minutes=5 * draw(st.integers(1, 150)))


@st.composite
def weeks(draw: st.DrawFn, base: date, kind: str) -> dict[str, Any]:
    """What is known about one resource."""
    return {
        "kind": kind,
        "zone": draw(st.sampled_from(ZONES)),
        "rules": draw(st.lists(rules(base), min_size=3 if kind == "facilitator" else 0, max_size=5)),
        "opened": draw(st.lists(st.tuples(periods(base), st.sampled_from([[], ["phone"]])), max_size=1)),
        "occupied": draw(
            st.lists(st.tuples(periods(base), st.sampled_from(["firm", "held", "late", "mine"])), max_size=4)
        ),
        "away": draw(st.lists(periods(base), max_size=2)),
    }


@st.composite
def situations(draw: st.DrawFn) -> dict[str, Any]:
    """Resources, house and question."""
    base = draw(st.sampled_from(BASES))
    now = datetime.combine(base, time(), UTC) + timedelta(seconds=draw(st.integers(-3 * 86400, 2 * 86400)))
    return {
        "base": base,
        "main": draw(st.lists(weeks(base, "facilitator"), min_size=1, max_size=2)),
        "also": draw(st.none() | st.lists(weeks(base, "interpreter"), max_size=2)),
        "alone": draw(st.sets(st.integers(0, 1))),
        "travel": draw(st.lists(st.sampled_from([0, 0, 20, 45]), min_size=2, max_size=2)),
        "full": draw(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 8)), max_size=2)),
        "rooms": draw(st.none() | st.lists(weeks(base, "room"), max_size=2)),
        "openings": draw(st.lists(st.tuples(st.integers(1, 7), weekly), max_size=4, unique_by=lambda o: o[0])),
        "closed_on": draw(st.sets(st.integers(0, 8), max_size=2)),
        "stops": draw(
            st.lists(st.tuples(periods(base), st.sampled_from(["all", "ours", "others", "lifted"])), max_size=2)
        ),
        "query": {
            "starts_on": base,
            "ends_on": base + timedelta(days=draw(st.integers(0, 8))),
            "duration_minutes": draw(st.sampled_from([20, 45, 60])),
            "buffer_after_minutes": draw(st.sampled_from([0, 15])),
            "step_minutes": draw(st.sampled_from([15, 30, 45, 60])),
            "now": now,
            "mode": draw(st.sampled_from([None, "phone", "in_person"])),
            "purposes": draw(st.sampled_from([(), ("first",), ("urgent",)])),
            "min_notice_minutes": draw(st.sampled_from([0, 120, 1440])),
            "horizon_days": draw(st.sampled_from([3, 56])),
            "except_held_for": MINE,
        },
    }


MINE = new_key()


def put_in_database(known: dict[str, Any], name: str, situation: dict[str, Any]) -> Week:
    """Write one resource and what is known about it; the reference gets the same as plain values."""
    resource = Resource.objects.create(kind=known["kind"], name=name, zone=known["zone"])
    now = situation["query"]["now"]
    for rule in known["rules"]:
        AvailabilityRule.objects.create(resource=resource, **{**rule, "valid": DateRange(*rule["valid"])})
    for (start, end), modes in known["opened"]:
        AvailabilityException.objects.create(
            resource=resource, kind="open", period=TimestamptzRange(start, end), modes=modes
        )
    busy = []
    for number, (start, end) in enumerate(known["away"]):
        period = TimestamptzRange(start, end)
        if number:
            AvailabilityException.objects.create(resource=resource, kind="closed", period=period)
            ExternalBusy.objects.create(resource=resource, period=period, imported_at=now)
        else:
            Absence.objects.create(resource=resource, period=period)
        busy.append((start, end))
    taken: list[tuple[datetime, datetime]] = []
    for (start, end), state in known["occupied"]:
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        taken.append((start, end))
        Occupancy.objects.create(
            resource=resource,
            held_for="test",
            held_for_id=MINE if state == "mine" else new_key(),
            period=TimestamptzRange(start, end),
            state="firm" if state in {"firm", "mine"} else "held",
            expires_at={"held": now + timedelta(minutes=1), "late": now}.get(state),
        )
        if state in {"firm", "held"}:
            busy.append((start, end))
    return Week(
        resource=resource,
        rules=known["rules"],
        opened=[(start, end, modes) for (start, end), modes in known["opened"]],
        busy=busy,
        openings=[(weekday, *edges) for weekday, edges in situation["openings"]],
        stops=[edges for edges, reach in situation["stops"] if reach in {"all", "ours"}],
        closed_on={situation["base"] + timedelta(days=n) for n in situation["closed_on"]},
    )


def put_stop(edges: tuple[datetime, datetime], reach: str) -> None:
    """A service stop everywhere, of our own service, of another unit, or one that was lifted."""
    lead = User.objects.get_or_create(email="lead@egekoebing.example", defaults={"name": "Lone"})[0]
    ServiceStop.objects.create(
        period=TimestamptzRange(*edges),
        areas={"ours": [OWN_SERVICE], "others": [new_key()]}.get(reach, []),
        says="Storm",
        form_key=new_key(),
        made_by=lead,
        made_at=edges[0],
        lifted_at=edges[0] if reach == "lifted" else None,
    )


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
@given(situation=situations())
def test_the_sql_agrees_with_the_slow_reference(situation: dict[str, Any]) -> None:
    with transaction.atomic():
        for weekday, (opens, closes) in situation["openings"]:
            OpeningHours.objects.create(iso_weekday=weekday, opens_at=opens, closes_at=closes)
        for number in situation["closed_on"]:
            ClosingDay.objects.create(on=situation["base"] + timedelta(days=number), reason="Lukket")
        for edges, reach in situation["stops"]:
            put_stop(edges, reach)
        parts = {
            part: None
            if situation[part] is None
            else [put_in_database(known, f"{part} {n}", situation) for n, known in enumerate(situation[part])]
            for part in ("main", "also", "rooms")
        }
        query = FreeTimesQuery(
            resource_ids=[week.resource.id for week in parts["main"] or ()],
            also_needs=None if parts["also"] is None else [week.resource.id for week in parts["also"]],
            alone_ids=[week.resource.id for n, week in enumerate(parts["main"] or ()) if n in situation["alone"]],
            travel_minutes={week.resource.id: situation["travel"][n] for n, week in enumerate(parts["main"] or ())},
            full_days=[
                (week.resource.id, situation["base"] + timedelta(days=day))
                for n, week in enumerate(parts["main"] or ())
                for number, day in situation["full"]
                if number == n
            ],
            room_ids=None if parts["rooms"] is None else [week.resource.id for week in parts["rooms"]],
            **situation["query"],
        )
        assert Resource.objects.free_times(query) == free_times(
            query, parts["main"] or [], parts["also"], parts["rooms"]
        )
        transaction.set_rollback(True)
