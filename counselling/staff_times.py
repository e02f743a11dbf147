"""Free times for staff: all of the coming days on one page, day by day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from counselling.times import Time, in_words, names_of, of_part
from counselling.wishes import Wish
from portal import clock
from portal.design.words import day_words

DAYS_AHEAD = 14


@dataclass(frozen=True)
class DayTimes:
    """The free times of one day."""

    on: date
    words: str
    times: list[Time]


def grouped_by_day(wish: Wish, now: datetime, *, first: date | None = None, days: int = DAYS_AHEAD) -> list[DayTimes]:
    """The free times from a day on, by day; days without are left out. At most six queries."""
    begin = max(first or clock.today(), clock.today())
    free = of_part(wish.free_times(begin, begin + timedelta(days=days - 1), now), "")
    names = names_of(free) if wish.counsellor_id is None else {}
    by_day: dict[date, list[Time]] = {}
    for time in free:
        on = time.start.astimezone(clock.zone()).date()
        by_day.setdefault(on, []).append(in_words(time, names.get(time.resource_id, "")))
    return [DayTimes(on, day_words(on), times) for on, times in sorted(by_day.items())]
