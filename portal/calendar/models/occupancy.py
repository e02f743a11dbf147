"""The only thing that blocks time."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import TimestamptzRange

from portal import clock
from portal.calendar.models.availability import ExternalBusy
from portal.calendar.models.periods import bounded_period
from portal.calendar.models.resource import Resource
from portal.keys import new_key

ONE_PLACE = "resource_is_in_one_place_at_a_time"
Spans = list[tuple[datetime, datetime]]
WEEK = """
SELECT w.id, b.state, lower(b.span), upper(b.span)
FROM unnest(%(ids)s::uuid[]) AS w(id)
CROSS JOIN LATERAL (
    SELECT o.state, unnest(range_agg(o.period)) AS span
    FROM calendar_occupancy o
    WHERE o.resource_id = w.id AND o.period && tstzrange(%(start)s, %(end)s) AND o.state IN ('held', 'firm')
      AND (o.state = 'firm' OR o.expires_at > %(now)s)
    GROUP BY o.state
) AS b
ORDER BY 1, 3
"""


class OccupancyQuerySet(models.QuerySet["Occupancy"]):
    """Reads of given-away time."""

    def blocking(self, now: datetime) -> "OccupancyQuerySet":
        """What really blocks now: firm, or held and not expired."""
        return self.filter(Q(state="firm") | Q(state="held", expires_at__gt=now), state__in=["held", "firm"])

    def of(self, held_for_id: UUID) -> "OccupancyQuerySet":
        """The time that one hold, talk or session owns, in time order."""
        return self.filter(held_for_id=held_for_id).order_by(Lower("period"), "resource_id")

    def touching(self, start: datetime, end: datetime) -> "OccupancyQuerySet":
        """Rows whose period overlaps [start, end)."""
        return self.filter(period__overlap=TimestamptzRange(start, end))

    def of_resources(self, resource_ids: Sequence[UUID]) -> "OccupancyQuerySet":
        """Time of these resources, in time order."""
        return self.filter(resource_id__in=resource_ids).order_by(Lower("period"))

    def ahead(self, resource_id: UUID, now: datetime) -> "OccupancyQuerySet":
        """What blocks a resource now or later."""
        return self.blocking(now).filter(resource_id=resource_id, period__overlap=TimestamptzRange(now, None))

    def week_of(self, resource_ids: Sequence[UUID], first: date, now: datetime) -> dict[UUID, tuple[Spans, Spans]]:
        """The firm and the held time of resources in a week, joined where it touches. LATERAL, so the index serves."""
        start = datetime.combine(first, time(), clock.zone())
        end = datetime.combine(first + timedelta(days=7), time(), clock.zone())
        found: dict[UUID, tuple[Spans, Spans]] = {key: ([], []) for key in resource_ids}
        with connection.cursor() as cursor:
            cursor.execute(WEEK, {"ids": list(resource_ids), "start": start, "end": end, "now": now})
            for resource_id, state, begins, ends in cursor.fetchall():
                found[resource_id][state == "held"].append((begins, ends))
        return found

    def overlapped_elsewhere(self, resource_id: UUID, now: datetime) -> "OccupancyQuerySet":
        """Firm meetings ahead of a resource during which the person's own calendar says busy, in time order."""
        busy = ExternalBusy.objects.filter(resource=OuterRef("resource"), period__overlap=OuterRef("period"))
        ahead = self.filter(resource_id=resource_id, state="firm", kind="core", period__startswith__gt=now)
        return ahead.filter(Exists(busy)).order_by(Lower("period"))

    def expired(self, now: datetime) -> "OccupancyQuerySet":
        """Holds whose time ran out and that nobody has released yet."""
        return self.filter(state="held", expires_at__lte=now)


class Occupancy(models.Model):
    """A stretch of a resource's time that something owns: a talk, its buffer, the travel to it, a group's session.

    Born held (expires_at) or firm; ends released. What owns it is a kind and a UUID: no key upwards.
    """

    class Kind(models.TextChoices):
        """What the time is spent on."""

        CORE = "core", _("the meeting itself")
        BUFFER = "buffer", _("time after it")
        TRAVEL = "travel", _("travel")

    class State(models.TextChoices):
        """Held blocks until it expires; firm blocks; released never blocks again."""

        HELD = "held", _("held")
        FIRM = "firm", _("firm")
        RELEASED = "released", _("released")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="occupancies", db_index=False)
    held_for = models.CharField(max_length=40)
    held_for_id = models.UUIDField()
    period = DateTimeRangeField()
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CORE)
    state = models.CharField(max_length=10, choices=State.choices)
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = OccupancyQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name=ONE_PLACE,
                expressions=[("resource", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(state__in=["held", "firm"]),
            ),
            bounded_period("occupancy_period_is_bounded"),
            models.CheckConstraint(
                condition=Q(state="held", expires_at__isnull=False) | (~Q(state="held") & Q(expires_at__isnull=True)),
                name="occupancy_expires_exactly_while_held",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "firm", "released"]), name="occupancy_state_is_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=["core", "buffer", "travel"]), name="occupancy_kind_is_known"),
        ]
        indexes = [
            models.Index(fields=["held_for_id"], name="occupancy_by_owner"),
            models.Index(fields=["expires_at"], condition=Q(state="held"), name="occupancy_holds_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.held_for} {self.state}"
