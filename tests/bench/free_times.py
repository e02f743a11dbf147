"""Bar 1: the page with free times beside its own SQL through psycopg, and beside itself in a table 100 times as big."""

import json
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from counselling.models import MeetingType
from portal import clock
from portal.calendar.models import FreeTimesQuery, Resource
from tests.bench.people import signed_in_client
from tests.bench.rig import Client, p95, timed

RUNS = 120
SMALL, LARGE = 10_000, 1_000_000


def bare_seconds(resource_ids: Sequence[UUID], weeks: int, *, prepare: bool | None = None) -> list[float]:
    """The page's two questions (days with counts, times of one day) as bare SQL over one psycopg connection.

    psycopg prepares what it has run five times; with prepare=False the server plans each time, as for most programs.
    """
    today = clock.today()
    statements = []
    for last in (today + timedelta(weeks=weeks) - timedelta(days=1), today + timedelta(days=3)):
        query = FreeTimesQuery(
            resource_ids=list(resource_ids),
            starts_on=today if last > today + timedelta(days=3) else last,
            ends_on=last,
            duration_minutes=45,
            step_minutes=15,
            mode="phone",
            purposes=("any",),
            now=clock.now(),
            min_notice_minutes=120,
            horizon_days=weeks * 7,
        )
        ask = Resource.objects.free_days if last > today + timedelta(days=3) else Resource.objects.free_times
        with CaptureQueriesContext(connections["default"]) as captured:
            ask(query)
        statements.append(captured.captured_queries[-1]["sql"])
    with psycopg.connect(settings.DATABASE_URL, options="-c jit=off", autocommit=True) as connection:

        def both() -> None:
            for statement in statements:
                connection.execute(statement, prepare=prepare).fetchall()

        return timed(both, times=RUNS)


def page_path(meeting_type: MeetingType, counsellor: Resource | None, day: str) -> str:
    """The page's address with everything chosen and one day open."""
    who = str(counsellor.pk) if counsellor else "any"
    chosen = f"type={meeting_type.slug}&mode=phone&company=alone&counsellor={who}&day={day}"
    return f"{reverse('counselling:book_when')}?{chosen}"


def page_seconds(port: int, path: str) -> list[float]:
    """The page over HTTP, signed in, all middleware."""
    client: Client = signed_in_client(port, "relative@bench.example")
    first = client.get(path)
    if first.status != 200 or b'type="radio"' not in first.body:
        raise RuntimeError(f"{path} answered {first.status} without times: {json.dumps(first.location)}")
    return timed(lambda: client.get(path), times=RUNS)


def measure(port: int, meeting_type: MeetingType, counsellors: list[Resource]) -> dict[str, float]:
    """p95 in ms of page and bare SQL, for 20 counsellors x 8 weeks and one x 4 weeks."""
    day = next_working_day()
    MeetingType.objects.filter(pk=meeting_type.pk).update(horizon_days=56)
    all_page = page_seconds(port, page_path(meeting_type, None, day))
    everybody = [one.pk for one in counsellors]
    all_bare, all_unprepared = bare_seconds(everybody, 8), bare_seconds(everybody, 8, prepare=False)
    MeetingType.objects.filter(pk=meeting_type.pk).update(horizon_days=28)
    one_page = page_seconds(port, page_path(meeting_type, counsellors[0], day))
    one_bare, one_unprepared = bare_seconds(everybody[:1], 4), bare_seconds(everybody[:1], 4, prepare=False)
    MeetingType.objects.filter(pk=meeting_type.pk).update(horizon_days=56)
    return {
        "page_20x8_ms": p95(all_page) * 1000,
        "sql_20x8_ms": p95(all_bare) * 1000,
        "sql_unprepared_20x8_ms": p95(all_unprepared) * 1000,
        "page_1x4_ms": p95(one_page) * 1000,
        "sql_1x4_ms": p95(one_bare) * 1000,
        "sql_unprepared_1x4_ms": p95(one_unprepared) * 1000,
    }


def next_working_day() -> str:
    """Some days ahead, not a weekend."""
    day = clock.today() + timedelta(days=5)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return day.isoformat()
