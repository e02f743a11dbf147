"""The programme of a theme week: day by day, narrowed to a host; as a page, a calendar and a feed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from groups import feeds
from groups.choices import Sensitivity
from groups.models import Campaign, Occurrence
from groups.shown import Shown, shown
from portal.accounts.models import User


@dataclass
class Day:
    """One day of the week."""

    on: date
    dates: list[Shown] = field(default_factory=list)


@dataclass(frozen=True)
class Programme:
    """What a reader sees of a week."""

    days: list[Day]
    hosts: list[str]  # of everything in it, whatever it is narrowed to


def host_of(one: Shown, house: str) -> str:
    """Who invites: the municipality, unless somebody is named."""
    is_open = one.event.sensitivity == Sensitivity.OPEN  # an association's name often says what it is about
    return (is_open and one.event.host) or house


def programme_of(week: Campaign, user: User | None, now: datetime, *, house: str, host: str = "") -> Programme:
    """The week's dates by day. Two queries."""
    found = [shown(date, now) for date in Occurrence.objects.of_week(week, user, now)]
    hosts = sorted({host_of(one, house) for one in found})
    kept = [one for one in found if not host or host_of(one, house) == host]
    return Programme(by_day(kept), hosts)


def by_day(dates: Iterable[Shown]) -> list[Day]:
    """Dates under their days, in order."""
    days: dict[date, Day] = {}
    for one in dates:
        on = one.date.starts_at.astimezone(ZoneInfo(one.date.zone)).date()
        days.setdefault(on, Day(on)).dates.append(one)
    return list(days.values())


def calendar_of(week: Campaign, programme: Programme) -> bytes:
    """The whole week for somebody's calendar."""
    return feeds.calendar_of((one for day in programme.days for one in day.dates), name=week.title)
