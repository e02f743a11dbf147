"""Who of several colleagues could make several home visits: how long each is on the way, and whose days are full."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from counselling.actions.visit_days import opened
from counselling.choices import Mode
from counselling.models import Appointment, NamelessTalk, TravelTime, VisitAddress
from counselling.models.visits import full_days
from portal import clock
from portal.calendar.models import Resource


@dataclass(frozen=True)
class Ways:
    """Minutes on the way by visit and colleague, and the days on which somebody makes no more visits."""

    minutes: dict[tuple[UUID, UUID], int] = field(default_factory=dict)
    full: frozenset[tuple[UUID, date]] = frozenset()

    def to(self, talk: Appointment | NamelessTalk, one: Resource) -> timedelta:
        """How long a colleague is on the way there, and back; nothing to talks that are no visits."""
        return timedelta(minutes=self.minutes.get((talk.pk, one.pk), 0))

    def has_room(self, talk: Appointment | NamelessTalk, one: Resource) -> bool:
        """Whether the colleague's day holds one more visit, where the talk is one."""
        day = talk.starts_at.astimezone(clock.zone()).date()
        return (talk.pk, one.pk) not in self.minutes or (one.pk, day) not in self.full


def ways_to(talks: Iterable[Appointment], people: Sequence[Resource], now: datetime) -> Ways:
    """Five queries for any number of visits, none where there is none. The addresses are opened to plan, not shown."""
    visits = [talk for talk in talks if talk.mode == Mode.HOME_VISIT]
    if not visits or not people:
        return Ways()
    rows = VisitAddress.objects.of_talks(talk.pk for talk in visits)
    homes = {talk.pk: address.postcode for talk in visits if (address := opened(rows.get(talk.pk)))}
    known = TravelTime.objects.to_homes(homes.values())
    minutes = {
        (talk.pk, one.pk): known.get(between(one.postcode, homes.get(talk.pk, "")), settings.TRAVEL_MINUTES)
        for talk in visits
        for one in people
    }
    days = [talk.starts_at.astimezone(clock.zone()).date() for talk in visits]
    full = full_days([one.pk for one in people], min(days), max(days), now)
    return Ways(minutes, frozenset(full))


def between(one: str, other: str) -> tuple[str, str]:
    """A pair of postcodes as it is written down: the lower first."""
    return min(one, other), max(one, other)
