"""Dates as a course sees them: its sessions, any of which will do."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models.functions import Lower

from groups.choices import OccurrenceStatus, Publication
from groups.models.door_dates import DoorDates

if TYPE_CHECKING:
    from groups.models.events import Occurrence

NOT_ONE = (OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED)
MOST = 30


class SessionDates(DoorDates):
    """Reads of a course's dates."""

    def sessions_ahead(self, course_id: UUID, now: datetime) -> "list[Occurrence]":
        """Those that take place and everybody may read of, the next one first, with event and place."""
        rows = self.filter(event__courses=course_id, event__publication=Publication.PUBLISHED)
        rows = rows.filter(period__endswith__gt=now).exclude(status__in=NOT_ONE)
        return list(rows.select_related("event", "venue").order_by(Lower("period"), "id"))

    def sessions_behind(self, course_id: UUID, now: datetime) -> "list[Occurrence]":
        """Those that have begun, the latest first, not more than a screen of them."""
        rows = self.filter(event__courses=course_id, period__startswith__lte=now)
        rows = rows.exclude(status=OccurrenceStatus.CANCELLED).select_related("event")
        return list(rows.order_by("-period")[:MOST])
