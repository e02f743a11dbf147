"""Dates as the door sees them: which are today, and of which nobody has said who came."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from groups.choices import Attendance, OccurrenceStatus, PoolChannel, Publication, RegistrationMode
from groups.models.open_events import BetweenQuerySet
from portal.calendar.models import ServiceStop

if TYPE_CHECKING:
    from groups.models.events import Occurrence

OFF = (OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED)
NO_DOOR = (OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED, OccurrenceStatus.MOVED_ONLINE)
ASKED_FOR = timedelta(days=30)  # as long as the sign-ups are there
MOST = 12


class DoorDates(BetweenQuerySet["Occurrence"]):
    """Reads of dates that have a door: they take place, and not only before a screen."""

    def with_door(self) -> "DoorDates":
        """Those where somebody stands at a door, of events that are or were out, with event and place."""
        rows = self.exclude(status__in=NO_DOOR).exclude(event__attendance=Attendance.ONLINE)
        return rows.exclude(event__published_at=None).select_related("event", "venue")

    def with_doors_between(self, begin: datetime, end: datetime) -> "list[Occurrence]":
        """Those that begin then, the first one first."""
        rows = self.with_door().filter(period__startswith__gte=begin, period__startswith__lt=end)
        return list(rows.order_by(Lower("period"), "id")[:MOST])

    def unmarked(self, now: datetime) -> "list[Occurrence]":
        """Those that are over, and of which it is not said who (or how many) came; the latest first."""
        of_date = self.silent().exclude(channel=PoolChannel.ONLINE)
        heads = Q(event__registration=RegistrationMode.DROP_IN, head_count=None)
        return self.with_door().over_since(now).the_latest(heads | Q(Exists(of_date)))

    def unmarked_online(self, now: datetime) -> "list[Occurrence]":
        """The same for those who took part before a screen."""
        at_home = Q(Exists(self.silent().filter(channel=PoolChannel.ONLINE)))
        moved = Q(Exists(self.silent()), status=OccurrenceStatus.MOVED_ONLINE)
        held = self.exclude(status__in=OFF).exclude(event__published_at=None).select_related("event")
        return held.over_since(now).the_latest(at_home | moved)

    def over_since(self, now: datetime) -> "DoorDates":
        """Those that are over, while their sign-ups are there."""
        return self.filter(period__endswith__lte=now, period__endswith__gt=now - ASKED_FOR)

    def the_latest(self, which: Q) -> "list[Occurrence]":
        """Some of them, the latest first."""
        return list(self.filter(which).order_by(Lower("period").desc(), "id")[:MOST])

    def silent(self) -> "QuerySet[Any]":
        """Seats of a date with somebody of whom nobody has said whether they came."""
        pools = self.model._meta.get_field("pools").related_model
        assert isinstance(pools, type)
        return pools._default_manager.filter(
            registrations__state="confirmed",
            registrations__attendees__number__gte=0,
            registrations__attendees__came_at=None,
            registrations__attendees__stayed_away=False,
            occurrence=OuterRef("pk"),
        )

    def stopped_by(self, stop: ServiceStop, now: datetime) -> "list[Occurrence]":
        """Those in a service stop that have not begun, the first one first; drafts are nobody's yet. One query."""
        rows = self.exclude(status__in=NO_DOOR).exclude(event__attendance=Attendance.ONLINE)
        rows = rows.filter(event__publication__in=(Publication.PUBLISHED, Publication.SCHEDULED))
        rows = rows.filter(period__startswith__gt=now, period__overlap=stop.period)
        if stop.areas:
            rows = rows.filter(venue_id__in=stop.areas)
        return list(rows.select_related("event", "venue", "online_access").order_by(Lower("period"), "id"))
