"""A month as a picture: whole weeks from Monday to Sunday. Days are those of the municipality's zone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

FAR = 12  # months ahead that can be leafed through


@dataclass(frozen=True)
class Day:
    """One cell. What begins that day stands in it, also when it ends after midnight."""

    date: date
    is_in_month: bool
    is_today: bool
    shown: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """A month that is looked at, with its neighbours where there is something to leaf to."""

    first: date
    before: date | None
    after: date | None

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """From its first midnight to the next month's: 719 to 745 hours where the clocks change."""
        last = next_month(self.first)
        return datetime.combine(self.first, time(0), tzinfo=zone), datetime.combine(last, time(0), tzinfo=zone)


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_named(said: str, today: date) -> Month:
    """The month an address names ("2026-11"): never before this one, never more than FAR ahead."""
    this, far = today.replace(day=1), _months_after(today.replace(day=1), FAR)
    first = min(max(_read(said) or this, this), far)
    before = (first - timedelta(days=1)).replace(day=1) if first > this else None
    return Month(first, before, next_month(first) if first < far else None)


def _months_after(first: date, count: int) -> date:
    """The first day so many months later."""
    for _month in range(count):
        first = next_month(first)
    return first


def _read(said: str) -> date | None:
    """The first day of a month that is written like 2026-11, or None."""
    try:
        return datetime.strptime(said, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return None


def weeks_of(month: Month, today: date, dates: Iterable[tuple[date, Any]]) -> Sequence[Sequence[Day]]:
    """The rows of the picture, each with seven days; (day, what) in the order it is to be shown."""
    on: dict[date, list[Any]] = {}
    for day, one in dates:
        on.setdefault(day, []).append(one)
    day, weeks = month.first - timedelta(days=month.first.weekday()), []
    while day < next_month(month.first):
        week = [day + timedelta(days=number) for number in range(7)]
        weeks.append([Day(one, _same(one, month.first), one == today, on.get(one, [])) for one in week])
        day += timedelta(days=7)
    return weeks


def _same(one: date, other: date) -> bool:
    """Whether two days lie in the same month."""
    return (one.year, one.month) == (other.year, other.month)
