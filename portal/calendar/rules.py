"""What the calendar allows. Pure: every moment and every row is an argument."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo


class Refusal(StrEnum):
    """Why the calendar says no."""

    TIME_TAKEN = "time_taken"
    HOLD_GONE = "hold_gone"
    EMPTY_PERIOD = "empty_period"
    CHANGE_NIGHT = "change_night"
    RESOURCE_INACTIVE = "resource_inactive"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    STARTS_IN_THE_PAST = "starts_in_the_past"
    WEEKS_NOT_COUNTED = "weeks_not_counted"
    RULE_HAS_ENDED = "rule_has_ended"
    ENDS_BEFORE_ITS_RULE = "ends_before_its_rule"
    CHANGED_MEANWHILE = "changed_meanwhile"
    NOT_YOURS = "not_yours"
    FUTURE_TIME_REMAINS = "future_time_remains"
    NAME_TAKEN = "name_taken"
    PERSON_HAS_A_CALENDAR = "person_has_a_calendar"
    OPENING_OVERLAPS = "opening_overlaps"
    DAY_ALREADY_CLOSED = "day_already_closed"
    LASTS_TOO_LONG = "lasts_too_long"
    ADDRESS_NOT_SECURE = "address_not_secure"
    HOST_NOT_ALLOWED = "host_not_allowed"
    STOP_CHANGED = "stop_changed"
    STOP_HOLDS_TOO_MUCH = "stop_holds_too_much"
    STOP_CHOICE_MISSING = "stop_choice_missing"
    STOP_LINK_MISSING = "stop_link_missing"
    STOP_TOO_LONG = "stop_too_long"


LONGEST_ABSENCE = timedelta(days=400)
LONGEST_STOP = timedelta(days=92)
MOST_IN_A_STOP = 500  # things one confirm changes and tells about: some seconds of work


def is_change_hour(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether a moment's local time happens twice, or never: 02:00-03:00 on the two change nights."""
    return is_unclear_local(moment.astimezone(zone).replace(tzinfo=None, fold=0), zone)


def is_unclear_local(local: datetime, zone: ZoneInfo) -> bool:
    """Whether a naive local time is ambiguous or does not exist in the zone."""
    first, second = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    return first.utcoffset() != second.utcoffset()


def period_refusal(start: datetime, end: datetime, zone: ZoneInfo) -> Refusal | None:
    """A stretch of time must have a length, and edges that mean one moment."""
    if end <= start:
        return Refusal.EMPTY_PERIOD
    if is_change_hour(start, zone) or is_change_hour(end, zone):
        return Refusal.CHANGE_NIGHT
    return None


def weekly_refusal(iso_weekday: int, start: time, end: time) -> Refusal | None:
    """A weekly stretch ends after it begins, with no edge in the hour that summer time takes or gives (Sundays)."""
    if end <= start:
        return Refusal.ENDS_BEFORE_IT_BEGINS
    if iso_weekday == 7 and (start.hour == 2 or end.hour == 2):
        return Refusal.CHANGE_NIGHT
    return None


def week_pattern_refusal(week_pattern: str, every_weeks: int | None, counted_from: date | None) -> Refusal | None:
    """Only 'every few weeks' counts, and then from a date and by at least two."""
    counts = every_weeks is not None and every_weeks >= 2 and counted_from is not None
    if week_pattern == "every_n":
        return None if counts else Refusal.WEEKS_NOT_COUNTED
    return Refusal.WEEKS_NOT_COUNTED if every_weeks is not None or counted_from is not None else None


def validity_refusal(from_on: date, last_on: date | None) -> Refusal | None:
    """A rule holds on at least one day."""
    return Refusal.ENDS_BEFORE_ITS_RULE if last_on is not None and last_on < from_on else None


def absence_refusal(start: datetime, end: datetime, zone: ZoneInfo, now: datetime) -> Refusal | None:
    """An absence or exception lies ahead (or is going on) and has an end within sight."""
    refusal = period_refusal(start, end, zone)
    if refusal:
        return refusal
    if end <= now:
        return Refusal.STARTS_IN_THE_PAST
    return Refusal.LASTS_TOO_LONG if end - start > LONGEST_ABSENCE else None


def version_refusal(seen: int, current: int) -> Refusal | None:
    """A form made from an older state may not be saved over a newer one."""
    return None if seen == current else Refusal.CHANGED_MEANWHILE


def opening_refusal(
    iso_weekday: int, opens_at: time, closes_at: time, others: Collection[tuple[time, time]]
) -> Refusal | None:
    """Opening hours of one day do not overlap each other."""
    refusal = weekly_refusal(iso_weekday, opens_at, closes_at)
    if refusal:
        return refusal
    overlaps = any(opens_at < end and start < closes_at for start, end in others)
    return Refusal.OPENING_OVERLAPS if overlaps else None


def minus(
    these: list[tuple[datetime, datetime]], those: list[tuple[datetime, datetime]]
) -> list[tuple[datetime, datetime]]:
    """What is left of these stretches when those are taken off; both in order and without overlaps."""
    left = []
    for start, end in these:
        for low, high in those:
            if high <= start or end <= low:
                continue
            if start < low:
                left.append((start, low))
            start = high
            if end <= start:
                break
        if start < end:
            left.append((start, end))
    return left


@dataclass(frozen=True)
class CalendarAddress:
    """Where a person's own calendar stands: the address to ask, and the host to show."""

    address: str
    host: str


LOOPBACK = frozenset({"localhost", "127.0.0.1"})


def calendar_address(typed: str, hosts: Collection[str]) -> CalendarAddress | Refusal:
    """The address to read a calendar from: https (webcal is read so), from a host on the municipality's list.

    Plain http is for a loopback host only. A name or password inside the address is refused with it.
    """
    if typed[:9].lower() == "webcal://":
        typed = f"https://{typed[9:]}"
    try:
        parts = urlsplit(typed)
        host = parts.hostname or ""
        place = host if parts.port is None else f"{host}:{parts.port}"
    except ValueError:
        return Refusal.ADDRESS_NOT_SECURE
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        return Refusal.ADDRESS_NOT_SECURE
    if place not in hosts or parts.username or parts.password:
        return Refusal.HOST_NOT_ALLOWED
    return CalendarAddress(typed, host)


def stop_refusal(*, start: datetime, end: datetime, now: datetime) -> Refusal | None:
    """A service stop lies ahead, at least in part, and lasts three months at most."""
    if end <= start:
        return Refusal.EMPTY_PERIOD
    if end <= now:
        return Refusal.STARTS_IN_THE_PAST
    return Refusal.STOP_TOO_LONG if end - start > LONGEST_STOP else None
