"""Resources, rules and days put in a state, for the calendar's tests and the bench."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg.types.range import DateRange, TimestamptzRange

from portal.accounts.models import User
from portal.calendar.models import AvailabilityRule, Resource

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
OSLO = ZoneInfo("Europe/Oslo")


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0, zone: ZoneInfo = COPENHAGEN) -> datetime:
    """A moment by the clock on the wall."""
    return datetime(year, month, day, hour, minute, tzinfo=zone)


def a_counsellor(name: str = "Mette Krogh", zone: str = "Europe/Copenhagen") -> Resource:
    """A counsellor's calendar with a person behind it."""
    user = User.objects.create_user(f"{name.lower().replace(' ', '.')}@egekoebing.example", name=name)
    return Resource.objects.create(kind="counsellor", name=name, user=user, zone=zone)


def a_room(name: str = "Stuen", zone: str = "Europe/Copenhagen") -> Resource:
    """A room."""
    return Resource.objects.create(kind="room", name=name, zone=zone)


def an_interpreter(name: str = "Nour Aziz", languages: Sequence[str] = ("ar",)) -> Resource:
    """An interpreter."""
    return Resource.objects.create(kind="interpreter", name=name, languages=list(languages))


def a_rule(resource: Resource, weekday: int, start: str, end: str, **fields: Any) -> AvailabilityRule:
    """A weekly rule, valid from 2020 unless told otherwise."""
    fields.setdefault("valid", DateRange(date(2020, 1, 1), None))
    return AvailabilityRule.objects.create(
        resource=resource,
        iso_weekday=weekday,
        start_time=time.fromisoformat(start),
        end_time=time.fromisoformat(end),
        **fields,
    )


def a_period(start: datetime, end: datetime) -> TimestamptzRange:
    """A stretch of time [start, end)."""
    return TimestamptzRange(start, end)


def ids(*resources: Resource) -> list[UUID]:
    """The keys of resources."""
    return [resource.id for resource in resources]
