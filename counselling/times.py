"""Free times as a page shows them: days with counts, the times of one day by part of the day, what lies nearest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counselling.forms.chosen import DAY_PARTS, DAYS_SHOWN, Choices
from counselling.models import CounsellorProfile
from counselling.wishes import Wish
from portal import clock
from portal.calendar.models import ClosingDay, FreeTime
from portal.database.questions import Question
from portal.design.words import day_words, moment_words, time_words

CLOSED = Question(lambda first, last: ClosingDay.objects.closing(None, first, last))
NEAREST = 3
LOOK_AROUND = timedelta(days=14)
DAYS_NAMED = 5


@dataclass(frozen=True)
class Day:
    """A day with free times, as a button."""

    on: date
    words: str
    count_words: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Time:
    """A time to choose: its value in a form, its clock time, its full name, and who is free."""

    value: str
    words: str
    full: str
    who: str

    @property
    def key(self) -> str:
        """The id of its field."""
        return f"time-{slugify(self.value)}"


@dataclass(frozen=True)
class Group:
    """The times of one part of the day."""

    name: str
    times: list[Time]


@dataclass(frozen=True)
class Part:
    """A part of the day somebody can get away, as a link."""

    words: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class TimesPage:
    """All that the page about "when" shows."""

    days: list[Day]
    groups: list[Group]
    parts: list[Part]
    first: Time | None
    chosen_words: str
    nothing_words: str
    without: str
    more_url: str
    are_all_full: bool = False  # nobody has room for one more first talk


def times_page(wish: Wish, choices: Choices, address: Callable[[Choices], str], now: datetime) -> TimesPage:
    """Days and times for a wish; address gives the page's own address for other choices. At most 8 queries."""
    today = now.astimezone(clock.zone()).date()
    last = today + timedelta(days=wish.meeting_type.horizon_days)
    free = days_with_times(wish, choices.part, today, last, now)
    shown = free[: choices.days_shown]
    chosen = choices.day_on or (shown[0][0] if shown else None)
    times = of_part(wish.free_times(chosen, chosen, now), choices.part) if chosen and free else []
    closed = {day.on: day.words for day in CLOSED.all(today, last)}
    named = by_name(times, names_of(times) if wish.counsellor_id is None else {})
    return TimesPage(
        days=[day_button(on, count, chosen, choices, address) for on, count in shown],
        groups=grouped(named),
        parts=part_links(choices, address),
        first=named[0][1] if named and shown and chosen == shown[0][0] else None,
        chosen_words=day_words(chosen) if chosen else "",
        nothing_words=nothing_on(chosen, closed) if chosen and not times else "",
        without=days_without([on for on, _count in shown], today, closed),
        more_url=address(choices.but(days=str(choices.days_shown + DAYS_SHOWN))) if len(free) > len(shown) else "",
        are_all_full=not free and wish.are_all_full,
    )


def days_with_times(wish: Wish, part: str, first: date, last: date, now: datetime) -> list[tuple[date, int]]:
    """The days that have times in this part of the day, and how many."""
    if not part:
        return [(day, count) for day, count in wish.free_days(first, last, now)]
    starts: dict[date, set[datetime]] = {}
    for time in of_part(wish.free_times(first, last, now), part):
        starts.setdefault(time.start.astimezone(clock.zone()).date(), set()).add(time.start)
    return sorted((on, len(moments)) for on, moments in starts.items())


def of_part(times: Iterable[FreeTime], part: str) -> list[FreeTime]:
    """Each start once, within a part of the local day; where several counsellors are free they take turns.

    Those who need no interpreter come before those who do: an interpreter is for whom nobody else can talk with.
    """
    begin, end = DAY_PARTS.get(part, (0, 24))
    zone = clock.zone()
    free: dict[datetime, list[FreeTime]] = {}
    for time in times:
        free.setdefault(time.start, []).append(time)
    inside = (start for start in free if begin <= start.astimezone(zone).hour < end)
    turns = ((start, [time for time in free[start] if time.also_id is None] or free[start]) for start in inside)
    return [times[int(start.timestamp()) // 1800 % len(times)] for start, times in turns]


def names_of(times: Iterable[FreeTime]) -> dict[UUID, str]:
    """Whom each time is with."""
    return CounsellorProfile.objects.names({time.resource_id for time in times})


def by_name(times: Iterable[FreeTime], names: dict[UUID, str]) -> list[tuple[FreeTime, Time]]:
    """The times with their words."""
    return [(time, in_words(time, names.get(time.resource_id, ""))) for time in times]


def in_words(time: FreeTime, who: str) -> Time:
    """A time as a choice."""
    value = f"{time.start.astimezone(clock.zone()).isoformat()}|{time.resource_id}"
    return Time(value, f"{time_words(time.start)}–{time_words(time.end)}", moment_words(time.start), who)


def grouped(named: list[tuple[FreeTime, Time]]) -> list[Group]:
    """The times by part of the day; parts without times are left out."""
    groups = []
    for part, (begin, end) in DAY_PARTS.items():
        inside = [words for time, words in named if begin <= time.start.astimezone(clock.zone()).hour < end]
        if inside:
            groups.append(Group(part_name(part), inside))
    return groups


def part_name(part: str) -> str:
    """Morning, afternoon, evening, or the whole day."""
    names = {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}
    return names.get(part, _("All day"))


def part_links(choices: Choices, address: Callable[[Choices], str]) -> list[Part]:
    """When can you get away: all day, or a part of it."""
    return [
        Part(part_name(part), address(choices.but(part=part, day="", days="")), part == choices.part)
        for part in ("", *DAY_PARTS)
    ]


def day_button(on: date, count: int, chosen: date | None, choices: Choices, address: Callable[[Choices], str]) -> Day:
    """A day as a button with the number of its free times."""
    words = ngettext("%(count)d free time", "%(count)d free times", count) % {"count": count}
    return Day(on, day_words(on), words, address(choices.but(day=on.isoformat())) + "#times", on == chosen)


def nothing_on(day: date, closed: dict[date, str]) -> str:
    """Why a day has no times."""
    if day in closed:
        return _("We are closed on {day}: {reason}.").format(day=day_words(day), reason=closed[day])
    return _("There are no free times on {day}.").format(day=day_words(day))


def days_without(shown: list[date], today: date, closed: dict[date, str]) -> str:
    """The weekdays between the listed ones that have no times, in one sentence."""
    if not shown:
        return ""
    between = (today + timedelta(days=number) for number in range((shown[-1] - today).days))
    missing = [day for day in between if day.isoweekday() < 6 and day not in shown]
    if not missing:
        return ""
    named = [f"{day_words(day)} ({closed[day]})" if day in closed else day_words(day) for day in missing[:DAYS_NAMED]]
    rest = len(missing) - len(named)
    if rest:
        named.append(ngettext("%(count)d other day", "%(count)d other days", rest) % {"count": rest})
    return _("No free times on {days}.").format(days=", ".join(named))


def nearest(wish: Wish, start: datetime, now: datetime) -> list[Time]:
    """The three free times nearest to one that was lost, in order of time; first with the same counsellor."""
    day = start.astimezone(clock.zone()).date()
    found = of_part(wish.free_times(day - LOOK_AROUND, day + LOOK_AROUND, now), "")
    if not found and wish.counsellor_id is not None:
        wish = replace(wish, counsellor_id=None)
        found = of_part(wish.free_times(day - LOOK_AROUND, day + LOOK_AROUND, now), "")
    closest = sorted(found, key=lambda time: abs(time.start - start))[:NEAREST]
    return [in_words(time, who) for time, who in with_names(sorted(closest, key=lambda time: time.start))]


def soonest(wish: Wish, now: datetime, count: int = NEAREST) -> list[tuple[FreeTime, str]]:
    """The next free times of a wish within two weeks, each with whom; a short look first, since every visit asks."""
    today = now.astimezone(clock.zone()).date()
    found: list[FreeTime] = []
    for days in (3, 14):
        found = of_part(wish.free_times(today, today + timedelta(days=days), now), "")
        if len(found) >= count:
            break
    return with_names(found[:count])


def with_names(times: list[FreeTime]) -> list[tuple[FreeTime, str]]:
    """Each time with whom it is."""
    names = names_of(times)
    return [(time, names.get(time.resource_id, "")) for time in times]


def soonest_by_counsellor(wish: Wish, people: Iterable[CounsellorProfile], now: datetime) -> dict[UUID, datetime]:
    """Each counsellor's first free time in the next four weeks; who speaks the language needs no interpreter."""
    today = now.astimezone(clock.zone()).date()
    last = today + timedelta(weeks=4)
    found = first_by_resource(wish.free_times(today, last, now))
    known = {person.resource_id for person in people}
    return {key: moment for key, moment in found.items() if key in known}


def first_by_resource(times: Iterable[FreeTime]) -> dict[UUID, datetime]:
    """The first start of each counsellor; times come in order."""
    first: dict[UUID, datetime] = {}
    for time in times:
        first.setdefault(time.resource_id, time.start)
    return first
