"""Seats: the one thing that runs out. The database counts them, and refuses one too many."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from groups.choices import PoolChannel
from groups.models.events import Event, Occurrence
from portal.keys import new_key

NOT_OVERSOLD = "pool_is_never_oversold"
CAN_BE_REACHED = "pool_needs_no_more_than_it_seats"


class SeatPoolQuerySet(models.QuerySet["SeatPool"]):
    """Reads of seats."""

    def locked(self, pool_ids: Iterable[UUID]) -> "list[SeatPool]":
        """The pools, locked in the one order everybody uses."""
        return list(self.filter(pk__in=list(pool_ids)).order_by("pk").select_for_update())

    def for_sign_up(self, events: "models.QuerySet[Event]") -> "SeatPoolQuerySet":
        """Seats of these events that anybody may ask for, with their date and place."""
        rows = self.filter(occurrence__event__in=events).exclude(channel=PoolChannel.STAFF)
        return rows.select_related("occurrence__event", "occurrence__venue")

    def of_date(self, occurrence_id: UUID, channel: str) -> "SeatPool | None":
        """The seats of a kind at a date, or None."""
        return self.filter(occurrence_id=occurrence_id, channel=channel).first()

    def in_room(self, occurrence_id: UUID) -> "SeatPoolQuerySet":
        """The seats of a date that are chairs, those for everybody first."""
        return self.filter(occurrence_id=occurrence_id).exclude(channel=PoolChannel.ONLINE).order_by("channel")

    def of_event(self, event_id: UUID) -> "SeatPoolQuerySet":
        """All seats of an event."""
        return self.filter(occurrence__event_id=event_id).select_related("occurrence")


class SeatPool(models.Model):
    """The seats of one kind at one date. `taken` is kept by a trigger on registrations, never by our code."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="pools")
    channel = models.CharField(max_length=12, choices=PoolChannel.choices, default=PoolChannel.IN_PERSON)
    capacity = models.PositiveIntegerField()
    overbook = models.PositiveIntegerField(default=0)  # seats given beyond it, for those who do not come
    min_to_run = models.PositiveIntegerField(default=0)
    waiting_limit = models.PositiveIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)

    objects = SeatPoolQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "channel"], name="a_date_has_one_pool_of_a_kind"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("capacity") + F("overbook")), name=NOT_OVERSOLD
            ),
            models.CheckConstraint(condition=Q(min_to_run__lte=F("capacity") + F("overbook")), name=CAN_BE_REACHED),
            models.CheckConstraint(condition=Q(channel__in=PoolChannel.values), name="pool_channel_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{self.capacity}"

    @property
    def free(self) -> int:
        """Seats that nobody has."""
        return self.capacity + self.overbook - self.taken
