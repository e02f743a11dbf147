"""Is somebody there? The opening state of a unit at a moment, and its words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from portal import clock
from portal.calendar.models import ClosingDay, OpeningHours
from portal.calendar.words import hour_words
from portal.design.words import day_words, weekday_words

LOOK_AHEAD = timedelta(days=21)  # Christmas and New Year with their weekends lie within it


@dataclass(frozen=True)
class OpeningState:
    """Open until when; or closed, why, and when it opens again. Moments are local to the municipality."""

    now: datetime
    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None
    closed_because: str = ""

    @property
    def words(self) -> str:
        """Open now – until 15. / Closed today: Christmas Eve. Opens Monday at 9."""
        if self.is_open and self.until is not None:
            return _("Open now – until {time}").format(time=hour_words(self.until.time()))
        first = (
            _("Closed today: {reason}.").format(reason=self.closed_because) if self.closed_because else _("Closed now.")
        )
        return f"{first} {self.next_words}".strip()

    @property
    def next_words(self) -> str:
        """When it opens again, as one says it from today."""
        if self.opens is None:
            return ""
        time = hour_words(self.opens.time())
        days = (self.opens.date() - self.now.date()).days
        if days == 0:
            return _("Opens today at {time}.").format(time=time)
        if days == 1:
            return _("Opens tomorrow at {time}.").format(time=time)
        day = weekday_words(self.opens.date()) if days < 7 else day_words(self.opens.date())
        return _("Opens {day} at {time}.").format(day=day, time=time)


def open_now(unit_ref: UUID | None = None, now: datetime | None = None) -> OpeningState | None:
    """The state of a unit (None: the counselling service) at a moment; None where no opening hours are known.

    Two queries, whatever the calendar holds.
    """
    local = (now or clock.now()).astimezone(clock.zone())
    today = local.date()
    week = list(OpeningHours.objects.of_unit(unit_ref))
    if not week:
        return None
    closed = {day.on: day for day in ClosingDay.objects.closing(unit_ref, today, today + LOOK_AHEAD)}
    current = local.time()
    for hours in week:
        if (
            today not in closed
            and hours.iso_weekday == today.isoweekday()
            and hours.opens_at <= current < hours.closes_at
        ):
            return OpeningState(local, is_open=True, until=datetime.combine(today, hours.closes_at, clock.zone()))
    because = closed[today].words if today in closed else ""
    return OpeningState(local, is_open=False, opens=next_opening(week, set(closed), local), closed_because=because)


def next_opening(week: list[OpeningHours], closed: set[date], local: datetime) -> datetime | None:
    """The first moment after local at which a stretch of opening hours begins."""
    for ahead in range(LOOK_AHEAD.days + 1):
        day = local.date() + timedelta(days=ahead)
        for hours in week:  # in the order of the day
            opens = datetime.combine(day, hours.opens_at, clock.zone())
            if day not in closed and hours.iso_weekday == day.isoweekday() and opens > local:
                return opens
    return None


def staffed_by(now: datetime, within: timedelta, unit_ref: UUID | None = None) -> datetime:
    """The moment by which somebody can have answered: this long after the house is next open, while it is open.

    A weekend and a closing day do not count; where no opening hours are known, the time is simply added.
    """
    state = open_now(unit_ref, now)
    if state is None:
        return now + within
    wanted = ((now if state.is_open else state.opens or now) + within).astimezone(clock.zone())
    first = wanted.date()
    closed = {day.on for day in ClosingDay.objects.closing(unit_ref, first, first + LOOK_AHEAD)}
    week = list(OpeningHours.objects.of_unit(unit_ref))
    for day in (first + timedelta(days=ahead) for ahead in range(LOOK_AHEAD.days + 1)):
        today = [hours for hours in week if hours.iso_weekday == day.isoweekday() and day not in closed]
        if today:
            last = max(hours.closes_at for hours in today)
            opens = min(hours.opens_at for hours in today)
            return datetime.combine(day, min(max(wanted.time(), opens), last), clock.zone())
    return wanted


def worked_until(now: datetime, lasts: timedelta, unit_ref: UUID | None = None) -> datetime:
    """When the house has been open for so long since a moment; only open hours count. Two queries.

    Where no opening hours are known, or none within three weeks are enough, the time is simply added.
    """
    local = now.astimezone(clock.zone())
    week = list(OpeningHours.objects.of_unit(unit_ref))
    closed = {day.on for day in ClosingDay.objects.closing(unit_ref, local.date(), local.date() + LOOK_AHEAD)}
    left = lasts
    for day in (local.date() + timedelta(days=ahead) for ahead in range(LOOK_AHEAD.days + 1)):
        for hours in week:  # in the order of the day
            if day in closed or hours.iso_weekday != day.isoweekday():
                continue
            opens = max(datetime.combine(day, hours.opens_at, clock.zone()), local)
            open_for = datetime.combine(day, hours.closes_at, clock.zone()) - opens
            if open_for >= left:
                return opens + left
            left -= max(open_for, timedelta(0))
    return now + lasts
