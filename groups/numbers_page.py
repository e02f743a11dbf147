"""A year's evenings in numbers, what is small hidden: by date, event, quarter, for the year; and as lines of a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.choices import RegistrationState
from groups.models import DateTally, Registration
from groups.models.tallies import PARTS
from groups.rules.statistics import FINAL_AFTER, HIDDEN, Held, Quarter, Shown, of_date, of_event, of_quarter, of_year
from portal import clock
from portal.audit.spreadsheets import Lines
from portal.design.charts import Bar, Column
from portal.design.words import date_words

MOST_BARS = 12
SHOWN_ORDER = ("came", "stayed_away", "unsaid", "cancelled", "waited")


def titles() -> list[str]:
    """The columns after the name."""
    names = [_("Signed up"), _("Came"), _("Stayed away"), _("Not noted"), _("Cancelled"), _("Waited in vain")]
    return [str(name) for name in names]


@dataclass(frozen=True)
class Row:
    """A date or a step of time: its name and six numbers in words."""

    name: str
    about: str
    words: list[str]
    whole: int | None = None
    came: int | None = None


@dataclass(frozen=True)
class NumbersPage:
    """All that is shown."""

    year: int
    dates: list[Row]
    events: list[Row]
    sums: list[Row]

    @property
    def event_bars(self) -> list[Bar]:
        """Who signed up, event by event: the last ones."""
        last = self.events[-MOST_BARS:]
        return [Bar(one.name, one.whole or 0, one.words[0], is_hidden=one.whole is None) for one in last]

    @property
    def event_bars_say(self) -> str:
        """What the bars show."""
        if len(self.events) > MOST_BARS:
            return _("The last {count} events with more than one date.").format(count=MOST_BARS)
        return _("Events with more than one date, all their dates together.")

    @property
    def pictures(self) -> list[dict[str, Any]]:
        """Quarter by quarter: signed up, came."""
        quarters = self.sums[:4]
        signed = [Column(one.name, one.whole, one.words[0], one.name) for one in quarters]
        came = [Column(one.name, one.came, one.words[1], one.name) for one in quarters]
        said = _("Quarters that are over for two weeks.")
        pictures = (("signed", _("Signed up"), signed), ("came", _("Came"), came))
        return [{"key": key, "title": title, "steps": steps, "sentence": said} for key, title, steps in pictures]


def said(number: int | None) -> str:
    """A number, or that it is hidden."""
    return _("hidden") if number is None else number_format(number)


def row(name: str, about: str, parts: Sequence[int | None], whole: int | None) -> Row:
    """A row in the order it is shown."""
    by_name = dict(zip(PARTS, parts, strict=True))
    words = [said(whole), *(said(by_name[part]) for part in SHOWN_ORDER)]
    return Row(name, about, words, whole, by_name["came"])


def date_row(tally: DateTally) -> Row:
    """One date."""
    line = of_date(tally.parts)
    parts = [number if shown else None for number, shown in zip(tally.parts, line.shown, strict=True)]
    held = tally.occurrence
    return row(date_words(held.starts_at), str(held.event), parts, sum(tally.parts) if line.has_sum else None)


def sum_row(name: str, tallies: Sequence[DateTally], shown: Shown, about: str = "") -> Row:
    """A step of time, or an event."""
    sums = [sum(one.parts[place] for one in tallies) for place in range(len(PARTS))]
    parts = sums if shown.parts else [None] * len(PARTS)
    return row(name, about, parts, sum(sums) if shown.whole else None)


def event_rows(quarters: Sequence[Sequence[DateTally]], judged: Sequence[Quarter]) -> list[Row]:
    """Events with two dates and more in the quarters that are over, the first to begin first."""
    dates: dict[UUID, list[DateTally]] = {}
    for tally in (one for quarter in quarters for one in quarter):
        dates.setdefault(tally.occurrence.event_id, []).append(tally)
    return [
        sum_row(str(found[0].occurrence.event), found, of_event(key, judged), about=dates_words(len(found)))
        for key, found in dates.items()
        if len(found) > 1
    ]


def dates_words(count: int) -> str:
    """So many dates."""
    return ngettext("%(count)d date", "%(count)d dates", count) % {"count": count}


def midnight(year: int, month: int) -> datetime:
    """The first moment of a month, local; month 13 is January."""
    return datetime.combine(date(year + month // 13, (month - 1) % 12 + 1, 1), time(), clock.zone())


def read_numbers(year: int) -> NumbersPage:
    """Count, hide, put into words. One query."""
    return page_of(year, list(DateTally.objects.between(midnight(year, 1), midnight(year, 13))))


def page_of(year: int, tallies: Sequence[DateTally]) -> NumbersPage:
    """A year's counted dates, in order, as they may be shown now."""
    quarters = [
        [one for one in tallies if (one.occurrence.starts_at.astimezone(clock.zone()).month - 1) // 3 == number]
        for number in range(4)
    ]
    over = sum(clock.now() >= midnight(year, month) + FINAL_AFTER + timedelta(days=2) for month in (4, 7, 10, 13))
    judged = [of_quarter([held(one) for one in dates]) for dates in quarters[:over]]
    shown = [*(one.shown for one in judged), *[HIDDEN] * 4][:4]
    names = [_("Q{number}").format(number=number + 1) for number in range(4)]
    sums = [sum_row(*each) for each in zip(names, quarters, shown, strict=True)]
    sums.append(sum_row(str(year), tallies, of_year(judged) if over == 4 else HIDDEN))
    return NumbersPage(year, [date_row(one) for one in tallies], event_rows(quarters[:over], judged), sums)


def held(tally: DateTally) -> Held:
    """A date as the rules see it."""
    return Held(tally.occurrence.event_id, tally.parts)


def lines_of(page: NumbersPage) -> Lines:
    """The page as lines of a file."""
    head = [_("When"), _("Event"), *titles()]
    return [head, *([one.name, one.about, *one.words] for one in (*page.dates, *page.events, *page.sums))]


def sign_up_lines(rows: Sequence[Registration]) -> Lines:
    """Who signed up: what a list at the door needs, and no address, number or need."""
    head = [_("Name"), _("How many"), _("State"), _("Came")]
    return [head, *(sign_up_line(one) for one in rows)]


def sign_up_line(one: Registration) -> list[Any]:
    """One party."""
    came = sum(person.came_at is not None for person in one.who_comes)
    state = RegistrationState(one.state).label
    return [str(one.person) if one.person else one.guest_name, one.wanted, str(state), came]
