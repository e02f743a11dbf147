"""A counsellor's day as a time line: talks, the pauses after them, travel, absences, what else takes time.

Between them, and before the first and after the last: what is left of the working time (free), and gaps.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from counselling.actions.calls import NAMELESS_FOR
from counselling.actions.holding import BOOKED_FOR, HELD_FOR
from counselling.models import Appointment, NamelessTalk
from portal import clock
from portal.calendar.models import Absence, Occupancy, Occupied, Resource, Taken, holiday_name

SHORTEST_GAP = timedelta(minutes=10)
STEP = timedelta(minutes=15)
MOST_STEPS = 16  # four hours: what is longer is drawn no longer
OWN = (BOOKED_FOR, NAMELESS_FOR)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Line:
    """One stretch of a day. kind: talk, nameless, held, pause, travel, away, closed, other, free or gap."""

    kind: str
    start: datetime
    end: datetime
    words: str = ""
    talk: Appointment | None = None
    nameless: NamelessTalk | None = None

    @property
    def steps(self) -> int:
        """Its length in quarters of an hour, for the picture."""
        return max(1, min(MOST_STEPS, round((self.end - self.start) / STEP)))

    @property
    def css(self) -> str:
        """Which of the picture's shapes it has."""
        return {"nameless": "talk", "pause": "gap", "free": "gap is-free"}.get(self.kind, self.kind)

    @property
    def minutes(self) -> int:
        """Its length."""
        return round((self.end - self.start) / timedelta(minutes=1))

    @property
    def is_over(self) -> bool:
        """Whether it lies behind."""
        return self.end <= clock.now()

    @property
    def is_now(self) -> bool:
        """Whether it is going on."""
        return self.start <= clock.now() < self.end


@dataclass(frozen=True)
class Day:
    """A day of a counsellor: its lines in order, why it is closed if it is, and the working time of its plan."""

    on: date
    lines: list[Line]
    closed: str = ""
    working: list[Span] = field(default_factory=list)

    @property
    def talks(self) -> list[Line]:
        """Only the talks."""
        return [line for line in self.lines if line.kind in {"talk", "nameless"}]

    @property
    def is_today(self) -> bool:
        """Whether it is today."""
        return self.on == clock.today()

    def current_talk(self, now: datetime) -> Appointment | None:
        """The talk going on or coming next, else the day's last one."""
        talks = [line.talk for line in self.lines if line.talk is not None]
        return next((talk for talk in talks if talk.ends_at > now), talks[-1] if talks else None)


def midnight(on: date) -> datetime:
    """When a local day begins."""
    return datetime.combine(on, time(), tzinfo=clock.zone())


def read_days(resource: Resource, first: date, count: int) -> list[Day]:
    """The days of a counsellor's calendar from first on; four queries for any number of days."""
    last = first + timedelta(days=count - 1)
    start, end = midnight(first), midnight(last + timedelta(days=1))
    taken_by_others = Resource.objects.taken(resource, first, last, clock.now())
    lines = [*talk_lines(resource, start, end), *other_lines(taken_by_others)]
    closed = {on: holiday_name(holiday) or reason for on, holiday, reason in taken_by_others.closed}
    planned = [Line("free", *span) for span in Resource.objects.planned([resource.pk], first, last)[resource.pk]]
    days = []
    for on in (first + timedelta(days=number) for number in range(count)):
        working = [(line.start, line.end) for line in within(planned, on)]
        taken = within(lines, on)
        free = [Line("free", *span, _("Free time")) for span in left_free(working, taken, clock.now())]
        told = sorted([*taken, *free], key=lambda line: (line.start, line.end))
        days.append(Day(on, with_gaps(told), closed.get(on, ""), working))
    return days


def talk_lines(resource: Resource, start: datetime, end: datetime) -> list[Line]:
    """Talks with and without a name."""
    talks = Appointment.objects.of_resource(resource.pk).between(start, end).for_list()
    nameless = NamelessTalk.objects.of_resource(resource.pk).between(start, end).for_list()
    lines = [Line("talk", talk.starts_at, talk.ends_at, talk=talk) for talk in talks]
    return lines + [Line("nameless", talk.starts_at, talk.ends_at, nameless=talk) for talk in nameless]


def other_lines(taken: Taken) -> list[Line]:
    """Whatever else takes the counsellor's time."""
    lines = [line for line in (occupancy_line(row) for row in taken.occupied) if line is not None]
    lines += [Line("away", begin, end, str(Absence.Kind(kind).label)) for begin, end, kind in taken.away]
    return lines + [Line("closed", begin, end, words or _("Not bookable")) for begin, end, words in taken.shut]


def occupancy_line(row: Occupied) -> Line | None:
    """What an occupancy says that the talks themselves do not."""
    if row.kind == Occupancy.Kind.BUFFER:
        return Line("pause", row.start, row.end, _("Pause for notes"))
    if row.kind == Occupancy.Kind.TRAVEL:
        return Line("travel", row.start, row.end, _("Travel"))
    if row.held_for in OWN:
        return None
    if row.held_for == HELD_FOR:
        return Line("held", row.start, row.end, _("Somebody is booking this time"))
    return Line("other", row.start, row.end, _("Other work"))


def within(lines: Iterable[Line], on: date) -> list[Line]:
    """The lines of one local day, cut at its midnights, in order."""
    start, end = midnight(on), midnight(on + timedelta(days=1))
    cut = [
        replace(line, start=max(line.start, start), end=min(line.end, end))
        for line in lines
        if line.start < end and line.end > start
    ]
    return sorted(cut, key=lambda line: (line.start, line.end))


def left_free(working: Sequence[Span], taken: Sequence[Line], now: datetime) -> list[Span]:
    """What the lines leave of the working time, where it is long enough for anything and not over."""
    free: list[Span] = []
    for begin, end in working:
        reached = begin
        for line in taken:
            if line.end <= reached or line.start >= end:
                continue
            free.append((reached, line.start))
            reached = max(reached, line.end)
        free.append((reached, end))
    return [(begin, end) for begin, end in free if end - begin >= SHORTEST_GAP and end > now]


def with_gaps(lines: list[Line]) -> list[Line]:
    """The same with the time between as gaps."""
    told: list[Line] = []
    reached: datetime | None = None
    for line in lines:
        if reached is not None and line.start - reached >= SHORTEST_GAP:
            told.append(Line("gap", reached, line.start))
        told.append(line)
        reached = max(reached, line.end) if reached else line.end
    return told
