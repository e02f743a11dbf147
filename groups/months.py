"""The public evenings of a month, and what comes next when there are none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from groups.models import Occurrence
from groups.rules.months import Day, Month, month_named, weeks_of
from groups.shown import Shown, fitting
from portal import clock
from portal.accounts.models import User

MOST = 400  # dates of one month


@dataclass(frozen=True)
class MonthPage:
    """A month with its evenings, and the first evening after it."""

    month: Month
    weeks: Sequence[Sequence[Day]]
    dates: Sequence[Shown]
    next_one: Occurrence | None

    @property
    def days(self) -> list[Day]:
        """Those days of the month on which something begins: what a phone shows."""
        return [day for week in self.weeks for day in week if day.is_in_month and day.shown]


def month_page(user: User | None, now: datetime, said: str, asked: Mapping[str, Any]) -> MonthPage:
    """What fits a search in the month an address names. Three queries, however much there is."""
    zone, today = clock.zone(), clock.today()
    month = month_named(said, today)
    since, until = month.bounds(zone)
    rows = Occurrence.objects.public(user, now).found_by(asked)
    dates = fitting(rows.beginning(since, until)[:MOST], now, asked)
    days = [(one.date.starts_at.astimezone(zone).date(), one) for one in dates]
    later = rows.beginning(until).prefetch_related(None).first()
    return MonthPage(month, weeks_of(month, today, days), dates, later)
