"""The numbers as the page and the file show them: series over time and parts of a whole, what is small hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counselling.case_choices import CaseTopic, CloseReason
from counselling.choices import Mode
from counselling.forms.numbers import NumbersWish
from counselling.models.numbers import Counted, Place, count_all
from portal import clock
from portal.design.charts import Bar, Column
from portal.design.words import language_name
from portal.small_numbers import Year, columns, is_small, of_year, with_sum

YEARS_BACK = 4
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Period:
    """A finished month, quarter or year."""

    grain: str
    first: date

    @property
    def words(self) -> str:
        """Its name."""
        if self.grain == "month":
            return date_format(self.first, "F Y").lower()
        if self.grain == "quarter":
            return _("Q{number} {year}").format(number=(self.first.month + 2) // 3, year=self.first.year)
        return str(self.first.year)

    @property
    def short(self) -> str:
        """Its name where the year is known: under a column."""
        if self.grain == "quarter":
            return _("Q{number}").format(number=(self.first.month + 2) // 3)
        return date_format(self.first, "M").lower() if self.grain == "month" else self.words


@dataclass(frozen=True)
class Cell:
    """A number, or that it is hidden (value is None)."""

    period: Period
    value: float | None
    words: str


@dataclass(frozen=True)
class Series:
    """One measure over time."""

    key: str
    title: str
    sentence: str
    cells: tuple[Cell, ...]

    @property
    def columns(self) -> list[Column]:
        """The picture's columns."""
        return [Column(cell.period.words, cell.value, cell.words, cell.period.short) for cell in self.cells]


@dataclass(frozen=True)
class Parts:
    """A whole by its parts."""

    key: str
    title: str
    sentence: str
    bars: tuple[Bar, ...]
    total: str


@dataclass(frozen=True)
class NumbersPage:
    """All that is shown."""

    series: list[Series]
    parts: list[Parts]
    hides: bool
    is_empty: bool


def finished_months(year: int, today: date) -> int:
    """How many months of a year are over."""
    if year < today.year:
        return 12
    return today.month - 1 if year == today.year else 0


def periods(grain: str, year: int, today: date) -> list[Period]:
    """The finished steps of a year; by year, the years up to it."""
    step = MONTHS_IN[grain]
    years = range(year - YEARS_BACK, year + 1) if grain == "year" else [year]
    return [
        Period(grain, date(one, 1 + number * step, 1))
        for one in years
        for number in range(finished_months(one, today) // step)
    ]


def midnight(year: int, month: int = 1) -> datetime:
    """The first moment of a month, local."""
    return datetime.combine(date(year, month, 1), time(), clock.zone())


def read_numbers(wish: NumbersWish) -> NumbersPage:
    """Count, hide, put into words. Six statements."""
    today = clock.today()
    first_year = wish.year - YEARS_BACK if wish.grain == "year" else wish.year
    until = min(midnight(wish.year + 1), midnight(today.year, today.month))
    counted = count_all(since=midnight(first_year), until=until, breakdown_since=midnight(wish.year), split=wish.split)
    reader = Reader(counted, wish, today)
    measures = ["relatives", "talks", "waiting", "noshow", "late"] + ([] if wish.split else ["contacts"])
    series = [reader.series(name) for name in measures]
    parts = [] if wish.split else [reader.reasons(), reader.topics()]
    hides = any(cell.value is None for one in series for cell in one.cells) or any(
        bar.is_hidden for one in parts for bar in one.bars
    )
    return NumbersPage(series, parts, hides, not any(cell.value for one in series for cell in one.cells))


class Reader:
    """Reads the counted numbers, each only where the rules let it be shown."""

    def __init__(self, counted: Counted, wish: NumbersWish, today: date) -> None:
        self.counted, self.wish, self.today = counted, wish, today
        self.periods = periods(wish.grain, wish.year, today)

    def months(self, measure: str, year: int) -> list[int]:
        """The finished months of a year, for everybody."""
        places = (Place("month", date(year, month + 1, 1)) for month in range(finished_months(year, self.today)))
        return [self.counted.count(measure, place) for place in places]

    def may_show(self, measure: str, period: Period) -> bool:
        """Whether a number may be shown."""
        judged = of_year(self.months(measure, period.first.year))
        if self.wish.split:
            return self.wish.part in self.open_parts(measure, period, judged)
        flags = {"month": judged.months, "quarter": judged.quarters, "year": (judged.year,)}[period.grain]
        number = 0 if period.grain == "year" else (period.first.month - 1) // MONTHS_IN[period.grain]
        return flags[number] and not is_small(self.counted.count(measure, Place(period.grain, period.first)))

    def open_parts(self, measure: str, period: Period, judged: Year) -> frozenset[str]:
        """The parts of a split that may be shown in this step of time: nothing of them is small in the whole year."""
        names = self.counted.parts
        shown: frozenset[str] = frozenset()
        all_shown = {
            "month": not judged.hides_a_month,
            "quarter": not judged.hides_a_quarter,
            "year": judged.year,
        }
        for grain in MONTHS_IN:
            steps = [
                one for one in periods(grain, period.first.year, self.today) if one.first.year == period.first.year
            ]
            if all_shown[grain] and steps:
                rows = [
                    {name: self.counted.count(measure, Place(grain, one.first, name)) for name in names}
                    for one in steps
                ]
                shown = columns(rows, names, among=frozenset(names) - shown)
            if grain == period.grain:
                return shown if all_shown[grain] else frozenset()
        return shown

    def series(self, measure: str) -> Series:
        """One measure over time."""
        title, sentence = TITLES[measure]()
        cells = tuple(self.cell(measure, period) for period in self.periods)
        return Series(measure, title, sentence, cells)

    def cell(self, measure: str, period: Period) -> Cell:
        """One number, or "hidden"."""
        place = Place(period.grain, period.first, self.wish.part)
        counts = "firsts" if measure == "waiting" else measure
        if not self.may_show(counts, period):
            return Cell(period, None, _("hidden"))
        if measure != "waiting":
            count = self.counted.count(measure, place)
            return Cell(period, count, number_format(count))
        half, most = self.counted.waits.get(place, (0.0, 0.0))
        if place not in self.counted.waits:
            return Cell(period, 0, _("no first talks"))
        words = _("half within {half}, nine of ten within {most}").format(half=days_words(half), most=days_words(most))
        return Cell(period, round(half, 1), words)

    def reasons(self) -> Parts:
        """Why cases were closed in the year."""
        title = _("Why courses were closed in {year}").format(year=self.wish.year)
        return parts_of("reasons", title, self.counted.reasons, CloseReason.choices)

    def topics(self) -> Parts:
        """What courses were about in the year."""
        title = _("What courses were about in {year}").format(year=self.wish.year)
        return parts_of("topics", title, self.counted.topics, CaseTopic.choices)


def parts_of(key: str, title: str, counts: dict[str, int], choices: Sequence[tuple[str, Any]]) -> Parts:
    """A whole by its parts; what is small, and what would give it away, is hidden."""
    named = [(value, str(label)) for value, label in choices if value != CloseReason.MERGED]
    numbers = [counts.get(value, 0) for value, _label in named]
    line = with_sum(numbers)
    bars = tuple(
        Bar(label, number if shown else 0, number_format(number) if shown else _("hidden"), is_hidden=not shown)
        for (_value, label), number, shown in zip(named, numbers, line.shown, strict=True)
    )
    total = number_format(sum(numbers)) if line.has_sum and not is_small(sum(numbers)) else _("hidden")
    sentence = _("{total} in all.").format(total=total)
    return Parts(key, title, sentence, bars, total)


def days_words(days: float) -> str:
    """So many days, whole ones."""
    count = round(days)
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


TITLES: dict[str, Any] = {
    "relatives": lambda: (_("Different relatives"), _("People who had at least one talk. Each counts once a period.")),
    "talks": lambda: (_("Talks held"), _("With and without a name.")),
    "waiting": lambda: (
        _("From the wish to the first talk"),
        _("In days. The column is the middle one: half waited shorter."),
    ),
    "noshow": lambda: (_("Talks that did not take place"), _("Nobody came or could be reached.")),
    "late": lambda: (_("Cancelled late"), _("Later than the notice of the kind of talk.")),
    "contacts": lambda: (_("Calls nobody planned"), _("Logged by staff.")),
}


def split_choices(types: Sequence[Any], languages: Sequence[str]) -> list[tuple[str, Any]]:
    """What can be looked at alone, in groups: one thing at a time."""
    return [
        ("", _("Everything")),
        (_("Kind of talk"), [(f"type:{kind.slug}", kind.name) for kind in types]),
        (_("How"), [(f"mode:{mode.value}", mode.label) for mode in Mode]),
        (_("Language"), [(f"language:{code}", language_name(code)) for code in languages]),
    ]


def lines_of(page: NumbersPage) -> list[list[Any]]:
    """The page as lines of a file: what, when, number."""
    lines: list[list[Any]] = [[_("What"), _("When or which"), _("Number"), _("In words")]]
    for one in page.series:
        lines += [[one.title, cell.period.words, value_in_file(cell.value), cell.words] for cell in one.cells]
    for whole in page.parts:
        lines += [
            [whole.title, bar.label, value_in_file(None if bar.is_hidden else bar.value), bar.words]
            for bar in whole.bars
        ]
        lines.append([whole.title, _("In all"), "", whole.total])
    return lines


def value_in_file(value: float | None) -> Any:
    """A number, or the word for a hidden one."""
    return _("hidden") if value is None else value
