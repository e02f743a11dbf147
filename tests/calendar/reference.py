"""Free times once more, slowly: minute by minute in plain Python, with zoneinfo instead of PostgreSQL.

Written from the specification, not from the SQL: every minute is asked whether it may be given away, and every grid
point whether all its minutes may. Moments are epoch minutes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from portal.calendar.models import FreeTime, FreeTimesQuery, Resource
from portal.calendar.rules import is_change_hour

DAY = timedelta(days=1)


@dataclass
class Week:
    """Everything known about one resource, as plain values."""

    resource: Resource
    rules: list[dict[str, Any]] = field(default_factory=list)
    opened: list[tuple[datetime, datetime, list[str]]] = field(default_factory=list)
    busy: list[tuple[datetime, datetime]] = field(default_factory=list)
    openings: list[tuple[int, time, time]] = field(default_factory=list)
    closed_on: set[date] = field(default_factory=set)
    stops: list[tuple[datetime, datetime]] = field(default_factory=list)  # nobody is met in person


def epoch_minute(moment: datetime) -> int:
    """Whole minutes since 1970."""
    return int(moment.timestamp()) // 60


def minutes(start: datetime, end: datetime) -> set[int]:
    """Every minute of [start, end)."""
    return set(range(epoch_minute(start), epoch_minute(end)))


def days(first: date, last: date) -> Iterator[date]:
    """From first to last, both included."""
    while first <= last:
        yield first
        first += DAY


def holds_in_week(rule: dict[str, Any], day: date) -> bool:
    """Whether the rule's week pattern includes the day's week."""
    week = day.isocalendar().week
    match rule["week_pattern"]:
        case "every":
            return True
        case "odd":
            return week % 2 == 1
        case "even":
            return week % 2 == 0
    monday = day - timedelta(days=day.weekday())
    counted = rule["counted_from"] - timedelta(days=rule["counted_from"].weekday())
    weeks: int = (monday - counted).days // 7
    return weeks % int(rule["every_weeks"]) == 0


def serves(rule: dict[str, Any], day: date, today: date, query: FreeTimesQuery) -> bool:
    """Whether the rule's mode and purpose fit, or its protected time has been released."""
    mode_fits = query.mode is None or not rule["modes"] or query.mode in rule["modes"]
    wanted = {*query.purposes, "any"}
    release = rule["release_days_before"]
    released = release is not None and (day - today).days <= int(release)
    return mode_fits and (not rule["purposes"] or bool(wanted & set(rule["purposes"])) or released)


def free_minutes(week: Week, query: FreeTimesQuery, *, is_main: bool) -> set[int]:
    """Every minute that may be given away."""
    zone = ZoneInfo(week.resource.zone)
    today = query.now.astimezone(zone).date()
    free: set[int] = set()
    window = minutes(
        datetime.combine(query.starts_on, time(), zone), datetime.combine(query.ends_on + DAY, time(), zone)
    )
    if not is_main and not week.rules:
        free |= window
    for day in days(query.starts_on, query.ends_on):
        hours: set[int] = set()
        for weekday, opens, closes in week.openings:
            if weekday == day.isoweekday():
                hours |= minutes(datetime.combine(day, opens, zone), datetime.combine(day, closes, zone))
        for rule in week.rules:
            begins, ends = rule["valid"]
            fits = rule["iso_weekday"] == day.isoweekday() and begins <= day and (ends is None or day < ends)
            if fits and holds_in_week(rule, day) and (not is_main or serves(rule, day, today, query)):
                offered = minutes(
                    datetime.combine(day, rule["start_time"], zone), datetime.combine(day, rule["end_time"], zone)
                )
                free |= offered & hours if rule["is_within_opening_hours"] else offered
    for start, end, modes in week.opened:
        if not is_main or query.mode is None or not modes or query.mode in modes:
            free |= minutes(start, end)
    for start, end in week.busy:
        free -= minutes(start, end)
    if is_main and query.mode in {"in_person", "home_visit"}:
        for start, end in week.stops:
            free -= minutes(start, end)
    for day in week.closed_on:
        free -= minutes(datetime.combine(day, time(), zone), datetime.combine(day + DAY, time(), zone))
    for key, day in query.full_days:
        if is_main and key == week.resource.id:
            free -= minutes(datetime.combine(day, time(), zone), datetime.combine(day + DAY, time(), zone))
    earliest = query.now + timedelta(minutes=query.min_notice_minutes)
    latest = datetime.combine(today + timedelta(days=query.horizon_days + 1), time(), zone)
    return {m for m in free & window if m * 60 >= earliest.timestamp() and m * 60 < latest.timestamp()}


def gaps(free: set[int]) -> Iterator[tuple[int, int]]:
    """Maximal runs [first, end) of minutes."""
    for minute in sorted(free):
        if minute - 1 not in free:
            end = minute
            while end in free:
                end += 1
            yield minute, end


def grid(first: int, end: int, step: int, needed: int, zone: ZoneInfo) -> Iterator[int]:
    """Starts from a first minute on: the first lies on the wall clock's grid from midnight, the others follow it."""
    clock = datetime.fromtimestamp(first * 60, zone)
    past = (clock.hour * 60 + clock.minute) % step
    start = first + (step - past if past else 0)
    while start + needed <= end:
        yield start
        start += step


def first_free(weeks: list[Week], core: set[int], query: FreeTimesQuery) -> Resource | None:
    """The first resource that is free all through the core."""
    for week in weeks:
        if core <= free_minutes(week, query, is_main=False):
            return week.resource
    return None


def free_times(
    query: FreeTimesQuery, main: list[Week], also: list[Week] | None = None, rooms: list[Week] | None = None
) -> list[FreeTime]:
    """What FreeTimesQuery asks for, in the order it promises."""
    found: list[tuple[int, int, FreeTime]] = []
    needed = query.duration_minutes + query.buffer_after_minutes
    for place, week in enumerate(main):
        zone = ZoneInfo(week.resource.zone)
        travel = query.travel_minutes.get(week.resource.id, 0)
        for first, end in gaps(free_minutes(week, query, is_main=True)):
            for start in grid(first + travel, end - travel, query.step_minutes, needed, zone):
                begins = datetime.fromtimestamp(start * 60, UTC)
                ends = begins + timedelta(minutes=query.duration_minutes)
                if is_change_hour(begins, zone) or is_change_hour(ends, zone):
                    continue
                core = minutes(begins, ends)
                needs_second = also is not None and week.resource.id not in query.alone_ids
                second = first_free(also or [], core, query) if needs_second else None
                room = first_free(rooms, core, query) if rooms is not None else None
                if (needs_second and second is None) or (rooms is not None and room is None):
                    continue
                time_found = FreeTime(
                    week.resource.id, begins, ends, second.id if second else None, room.id if room else None
                )
                found.append((start, place, time_found))
    return [free for _start, _place, free in sorted(found, key=lambda item: item[:2])]
