"""Weeks as a picture: a table whose cells hold a small bar for the day, and the hours in words.

Only numbers and words are made here; the template draws them. One cell is 100 units wide, from the first to the last
hour that anything in the picture touches. Read aloud it is a table, which is what it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from psycopg.types.range import Range

from portal import clock
from portal.calendar.words import hours_words
from portal.design.words import date_words, weekday_words

Span = tuple[datetime, datetime]
WIDTH = 100.0
EARLIEST, LATEST = 8, 17  # the hours always shown


@dataclass(frozen=True)
class Bar:
    """A stretch of a day: kind is plan, kept, added, removed, busy or held."""

    x: float
    width: float
    kind: str


@dataclass
class Cell:
    """One day of one row."""

    day: date
    is_today: bool
    bars: list[Bar] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)  # (kind, "9–12")
    closed_because: str = ""


@dataclass
class Row:
    """A week of somebody's, or a person in a week."""

    label: str
    cells: list[Cell]
    note: str = ""
    url: str = ""


@dataclass
class Picture:
    """The whole table."""

    caption: str
    days: list[tuple[str, str]]  # weekday and date; no date where the rows are weeks
    rows: list[Row]
    first_hour: int
    last_hour: int
    kinds: list[str]


Layer = tuple[str, Sequence[Span]]  # a kind and its stretches, drawn in order
Person = tuple[str, str, Sequence[Layer], dict[date, str]]  # name, address, layers, why days are closed


def day_bounds(day: date) -> Span:
    """From midnight to midnight."""
    return (
        datetime.combine(day, time(), clock.zone()),
        datetime.combine(day + timedelta(days=1), time(), clock.zone()),
    )


def cut_to_day(spans: Sequence[Span], day: date) -> list[Span]:
    """The parts of these stretches that lie on a day."""
    first, last = day_bounds(day)
    return [(max(start, first), min(end, last)) for start, end in spans if start < last and end > first]


def hours_shown(layers: Sequence[Layer], days: Sequence[date]) -> tuple[int, int]:
    """The first and last hour of the picture: the working day, and more where something lies outside it."""
    first, last = EARLIEST, LATEST
    for _kind, spans in layers:
        for day in days:
            for start, end in cut_to_day(spans, day):
                local = start.astimezone(clock.zone())
                first = min(first, local.hour)
                lasts = local.hour * 60 + local.minute + (end - start).total_seconds() / 60
                last = max(last, min(24, int(-(-lasts // 60))))
    return first, last


def cell_of(day: date, layers: Sequence[Layer], hours: tuple[int, int], closed: dict[date, str]) -> Cell:
    """A day with its bars and words."""
    cell = Cell(day, day == clock.today(), closed_because=closed.get(day, ""))
    said: list[tuple[datetime, str, str]] = []
    scale = WIDTH / (hours[1] - hours[0])
    for kind, spans in layers:
        for start, end in cut_to_day(spans, day):
            local = start.astimezone(clock.zone())
            begins = local.hour + local.minute / 60 - hours[0]
            lasts = (end - start).total_seconds() / 3600
            cell.bars.append(Bar(round(begins * scale, 2), round(lasts * scale, 2), kind))
            said.append((start, kind, "" if lasts >= 23 else hours_words(start, end)))
    cell.words = [(kind, words) for _start, kind, words in sorted(said)]
    return cell


def used_days(first: date, weeks: int, layers: Sequence[Layer]) -> list[int]:
    """Monday to Friday, and the weekend days on which something lies."""
    used = set(range(5))
    for _kind, spans in layers:
        for start, end in spans:
            for number in range(weeks * 7):
                day = first + timedelta(days=number)
                if number % 7 > 4 and cut_to_day([(start, end)], day):
                    used.add(number % 7)
    return sorted(used)


def days_away(absences: Sequence[tuple[Range[datetime], str]]) -> dict[date, str]:
    """The days that absences touch, with their word."""
    days: dict[date, str] = {}
    for period, word in absences:
        assert period.lower is not None and period.upper is not None
        day, last = period.lower.astimezone(clock.zone()).date(), period.upper
        while day_bounds(day)[0] < last:
            days[day] = word
            day += timedelta(days=1)
    return days


def four_weeks(caption: str, first: date, layers: Sequence[Layer], closed: dict[date, str]) -> Picture:
    """Four weeks from a Monday, a row for each."""
    window = (day_bounds(first)[0], day_bounds(first + timedelta(days=27))[1])
    near = [(kind, [span for span in spans if span[0] < window[1] and span[1] > window[0]]) for kind, spans in layers]
    numbers = used_days(first, 4, near)
    days = [first + timedelta(days=7 * week + number) for week in range(4) for number in numbers]
    hours = hours_shown(near, days)
    rows = []
    for week in range(4):
        monday = first + timedelta(days=7 * week)
        cells = [cell_of(monday + timedelta(days=number), near, hours, closed) for number in numbers]
        rows.append(Row(str(monday.isocalendar().week), cells, note=date_words(monday)))
    names = [(weekday_words(first + timedelta(days=number)), "") for number in numbers]
    return Picture(caption, names, rows, *hours, kinds=kinds_in(rows))


def one_week(caption: str, first: date, people: Sequence[Person]) -> Picture:
    """A week of several people (name, address, layers, why days are closed to them), a row for each."""
    everything = [layer for _name, _url, layers, _closed in people for layer in layers]
    numbers = used_days(first, 1, everything)
    days = [first + timedelta(days=number) for number in numbers]
    hours = hours_shown(everything, days)
    rows = [
        Row(name, [cell_of(day, layers, hours, closed) for day in days], url=url)
        for name, url, layers, closed in people
    ]
    names = [(weekday_words(day), date_words(day)) for day in days]
    return Picture(caption, names, rows, *hours, kinds=kinds_in(rows))


def kinds_in(rows: Sequence[Row]) -> list[str]:
    """Which kinds of bar the legend has to explain, in the order of drawing."""
    found = {bar.kind for row in rows for cell in row.cells for bar in cell.bars}
    return [kind for kind in ("plan", "kept", "added", "removed", "held", "busy") if kind in found]
