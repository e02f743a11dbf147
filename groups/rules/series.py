"""Dates by a rule of RFC 5545, at the same local time whatever the clock does, clear of closing days. Pure.

"Odd weeks" can't be said with INTERVAL=2: after a year of 53 weeks two odd weeks follow each other. BYWEEKNO says it.
Local days go in and come out; the zone is put on last, so that 17:00 stays 17:00. O(days until the end).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dateutil.rrule import rrulestr

from groups.rules.dates import MOST_AT_ONCE

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST_LOOK = timedelta(days=14)


class Repeats(StrEnum):
    """How often."""

    ONCE = "once"
    WEEKLY = "weekly"
    ODD_WEEKS = "odd_weeks"
    EVEN_WEEKS = "even_weeks"
    MONTHLY = "monthly"


class OnClosed(StrEnum):
    """What becomes of a day on which the house is closed."""

    SKIP = "skip"
    MOVE = "move"
    KEEP = "keep"


@dataclass(frozen=True)
class Planned:
    """One day of a series as it will be made: None: it is left out. closed: why its own day was not good."""

    wanted: date
    day: date | None
    closed: str = ""


def rule_of(repeats: str, first: date) -> str:
    """The RRULE of a choice, from the first day: its weekday, and for monthly which one of the month it is."""
    day = DAYS[first.weekday()]
    if repeats == Repeats.WEEKLY:
        return f"FREQ=WEEKLY;BYDAY={day}"
    if repeats == Repeats.MONTHLY:
        nth = (first.day - 1) // 7 + 1
        return f"FREQ=MONTHLY;BYDAY={-1 if nth == 5 else nth}{day}"
    if repeats in {Repeats.ODD_WEEKS, Repeats.EVEN_WEEKS}:
        start = 1 if repeats == Repeats.ODD_WEEKS else 2
        weeks = ",".join(str(week) for week in range(start, 54, 2))
        return f"FREQ=YEARLY;BYWEEKNO={weeks};BYDAY={day}"
    return ""


def days_of(rule: str, first: date, last: date) -> list[date]:
    """The days of a rule from the first to the last, one more than may be made at most (so that too many shows)."""
    if not rule:
        return [first]
    found = rrulestr(rule, dtstart=datetime.combine(first, time()))
    days: list[date] = []
    for moment in found:
        if moment.date() > last or len(days) > MOST_AT_ONCE:
            break
        days.append(moment.date())
    return days


def planned(rule: str, first: date, last: date, *, closed: Mapping[date, str], on_closed: str) -> list[Planned]:
    """Every day of the rule, closed days left out or moved to the next open weekday that has no date of its own."""
    days = days_of(rule, first, last)
    used = {day for day in days if day not in closed}
    rows: list[Planned] = []
    for day in days:
        why = closed.get(day, "")
        if not why or on_closed == OnClosed.KEEP:
            rows.append(Planned(day, day, why))
        elif on_closed == OnClosed.SKIP:
            rows.append(Planned(day, None, why))
        else:
            moved = next_open(day, closed=closed, used=used)
            rows.append(Planned(day, moved, why))
            if moved:
                used.add(moved)
    return rows


def next_open(day: date, *, closed: Mapping[date, str], used: set[date]) -> date | None:
    """The next weekday that is open and free of the series' own dates, within two weeks."""
    for offset in range(1, LONGEST_LOOK.days + 1):
        other = day + timedelta(days=offset)
        if other.isoweekday() <= 5 and other not in closed and other not in used:
            return other
    return None
