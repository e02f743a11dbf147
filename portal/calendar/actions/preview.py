"""What a change would do, before anything is saved: the very action is run, looked at, and rolled back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from portal import clock
from portal.calendar import impact
from portal.calendar.models import Resource
from portal.calendar.rules import minus

Spans = list[impact.Span]
AHEAD = timedelta(weeks=53)  # how far talks are looked for
PICTURE = timedelta(days=28)


@dataclass(frozen=True)
class Preview:
    """The plan before and after, from a Monday on, and what stands in time that would go away."""

    before: dict[UUID, Spans]
    after: dict[UUID, Spans]
    hits: list[impact.Hit]
    starts_on: date  # the Monday of the first week that changes, else of this week

    @property
    def is_unchanged(self) -> bool:
        """Whether the plan stays exactly as it is."""
        return self.before == self.after


def preview(resources: Sequence[Resource], change: Callable[[], Any]) -> Preview:
    """Run a change of these calendars, see what it does, and undo it. Refuses exactly when the change would."""
    today = clock.today()
    first = today - timedelta(days=today.weekday())
    keys = [resource.id for resource in resources]
    with transaction.atomic():
        before = Resource.objects.planned(keys, first, today + AHEAD)
        change()
        after = Resource.objects.planned(keys, first, today + AHEAD)
        transaction.set_rollback(True)
    found = []
    now = clock.now()
    for resource in resources:
        removed = [(start, end) for start, end in minus(before[resource.id], after[resource.id]) if end > now]
        found += impact.hits(resource, removed)
    return Preview(before, after, sorted(found), first_changed_week(before, after, first))


def first_changed_week(before: dict[UUID, Spans], after: dict[UUID, Spans], first: date) -> date:
    """The Monday of the first week in which the two plans differ."""
    moments = [
        start for key in before for start, _end in [*minus(before[key], after[key]), *minus(after[key], before[key])]
    ]
    if not moments:
        return first
    day = min(moments).astimezone(clock.zone()).date()
    return day - timedelta(days=day.weekday())
