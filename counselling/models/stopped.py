"""What a service stop reaches: talks, and times being booked, where people meet."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

from counselling.choices import IN_PERSON
from portal.calendar.models import ServiceStop
from portal.calendar.models.stops import OWN_SERVICE

M = TypeVar("M", bound=models.Model)


class StoppedQuerySet(models.QuerySet[M]):
    """Reads of what has a counsellor, a way to meet and a time."""

    def met_in(self, stop: ServiceStop) -> Self:
        """Those in person within the stop, whose counsellor belongs to a unit it names (any, when it names none)."""
        rows = self.filter(mode__in=IN_PERSON, starts_at__lt=stop.ends_at, ends_at__gt=stop.starts_at)
        if not stop.areas:
            return rows
        named = Q(counsellor__unit_ref__in=stop.areas)
        return rows.filter(named | Q(counsellor__unit_ref=None) if OWN_SERVICE in stop.areas else named)
