"""The programme of a theme week: day by day, narrowed to a host; as a page, a calendar and a feed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from groups.choices import Sensitivity
from groups.models import Campaign, Occurrence
from groups.shown import Shown, place_words, shown
from portal import clock
from portal.accounts.models import User
from portal.outbox import calendar_file


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
    return one.event.host or house


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
    """The whole week for somebody's calendar; of a discreet event neither what it is about nor where."""
    entries = []
    for one in (one for day in programme.days for one in day.dates):
        uid = f"{one.date.uid}@{settings.MAIL_DOMAIN}"
        said = one.event.said_title
        entry = calendar_file.event_of(
            uid, one.date.sequence, one.date.starts_at, one.date.ends_at, said, ZoneInfo(one.date.zone)
        )
        entry.add("status", "CANCELLED" if one.is_off else "CONFIRMED")
        if one.event.sensitivity == Sensitivity.OPEN and (place := place_words(one.date)):
            entry.add("location", place)
        entries.append(entry)
    return calendar_file.feed(entries, "PUBLISH", clock.zone(), name=week.title)
