"""Twenty counsellors, their rules, and as many bookings as wished, written with COPY."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.db import connections
from psycopg.types.range import DateRange

from counselling.models import CounsellorProfile, MeetingType
from portal import clock
from portal.accounts.models import Role, RoleAssignment, User
from portal.calendar.models import AvailabilityRule, Resource
from portal.keys import new_key

COUNSELLORS = 20
WEEKS = 8
LENGTH = timedelta(minutes=45)
BOOKED_SHARE = 0.7
OCCUPANCY = "COPY calendar_occupancy (id, resource_id, held_for, held_for_id, period, kind, state) FROM STDIN"


def seed_house() -> tuple[MeetingType, list[Resource]]:
    """Twenty counsellors who work 9-12 and 12.30-15.30 each weekday, and one type of talk on the phone."""
    counsellors = []
    for number in range(COUNSELLORS):
        user = User.objects.create_user(f"counsellor{number}@bench.example", name=f"Counsellor {number:02d}")
        RoleAssignment.objects.create(user=user, role=Role.COUNSELLOR)
        resource = Resource.objects.create(kind="counsellor", name=user.name, user=user)
        CounsellorProfile.objects.create(resource=resource, name=user.name, ceiling=900)
        counsellors.append(resource)
    since = DateRange(clock.today() - timedelta(days=30), None)
    AvailabilityRule.objects.bulk_create(
        AvailabilityRule(
            resource=resource, iso_weekday=day, start_time=start, end_time=end, valid=since, modes=[], purposes=[]
        )
        for resource in counsellors
        for day in range(1, 6)
        for start, end in ((time(9), time(12)), (time(12, 30), time(15, 30)))
    )
    meeting_type = MeetingType.objects.create(
        slug="bench",
        name_da="Samtale",
        name_nb="Samtale",
        name_en="Talk",
        modes=["phone"],
        purpose="any",
        duration_minutes=45,
        buffer_after_minutes=0,
        step_minutes=15,
        max_open_per_person=10_000,
    )
    return meeting_type, counsellors


def seed_bookings(counsellors: list[Resource], total: int, seed: int) -> int:
    """70 % of the next eight weeks' times, and the rest of the total in the years behind; returns how many."""
    dice = random.Random(seed)
    rows = ahead(counsellors, dice) if seed == 1 else iter(())
    written = 0
    with connections["owner"].cursor() as cursor:
        with cursor.copy(OCCUPANCY) as copy:
            for resource, start in rows:
                copy.write_row(row(resource, start))
                written += 1
            for resource, start in behind(counsellors, total - written, seed):
                copy.write_row(row(resource, start))
                written += 1
        cursor.execute("ANALYZE calendar_occupancy")
    return written


def row(resource: Resource, start: datetime) -> tuple[UUID, UUID, str, UUID, str, str, str]:
    """One firm occupancy."""
    period = f"[{start.isoformat()},{(start + LENGTH).isoformat()})"
    return new_key(), resource.pk, "counselling.appointment", new_key(), period, "core", "firm"


def ahead(counsellors: list[Resource], dice: random.Random) -> Iterator[tuple[Resource, datetime]]:
    """The coming weeks: each working time is taken with the share's chance."""
    today = clock.today()
    for offset in range(WEEKS * 7):
        day = today + timedelta(days=offset)
        if day.isoweekday() > 5:
            continue
        for resource in counsellors:
            for begins in (time(9), time(9, 45), time(10, 30), time(12, 30), time(13, 15), time(14)):
                if dice.random() < BOOKED_SHARE:
                    yield resource, datetime.combine(day, begins, clock.zone()).astimezone(UTC)


def behind(counsellors: list[Resource], count: int, seed: int) -> Iterator[tuple[Resource, datetime]]:
    """The past, one booking an hour per counsellor, each seed in years of its own."""
    start = (clock.now() - timedelta(days=40 + 20_000 * (seed - 1) // 24)).replace(minute=0, second=0, microsecond=0)
    for number in range(count):
        yield counsellors[number % len(counsellors)], start - timedelta(hours=number // len(counsellors))
