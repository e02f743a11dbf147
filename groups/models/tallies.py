"""How many came to a date, kept when the sign-ups it was counted from are gone."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from groups.choices import OccurrenceStatus
from groups.models.events import Occurrence
from groups.models.keeping import own_time_is_over

PARTS = ("stayed_away", "cancelled", "waited", "unsaid", "came")


class DateTallyQuerySet(models.QuerySet["DateTally"]):
    """Reads of counted dates."""

    def between(self, since: datetime, until: datetime) -> "DateTallyQuerySet":
        """Dates that began then, in order, with what they were."""
        rows = self.filter(occurrence__period__startswith__gte=since, occurrence__period__startswith__lt=until)
        return rows.select_related("occurrence__event").order_by("occurrence__period", "pk")

    def to_count(self, *, over_before: datetime, now: datetime) -> models.QuerySet[Occurrence]:
        """Dates that were over by then, or whose event keeps its sign-ups no longer; that took place, not counted."""
        is_over = Q(period__endswith__lte=over_before) | own_time_is_over(now)
        dates = Occurrence.objects.filter(is_over, tally=None)
        off = [OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED]
        return dates.exclude(status__in=off).select_related("event").order_by("period")


class DateTally(models.Model):
    """People by what became of their sign-up. Written once, two weeks after the date (sooner where its event
    keeps less); never changed.
    """

    occurrence = models.OneToOneField(Occurrence, on_delete=models.CASCADE, primary_key=True, related_name="tally")
    counted_at = models.DateTimeField()
    came = models.PositiveIntegerField()
    stayed_away = models.PositiveIntegerField()
    unsaid = models.PositiveIntegerField()  # had a place; nobody noted whether they came
    cancelled = models.PositiveIntegerField()
    waited = models.PositiveIntegerField()  # never got a place

    objects = DateTallyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(came__lte=100_000), name="a_tally_counts_people"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def parts(self) -> tuple[Any, ...]:
        """The numbers in the order they are judged."""
        return tuple(getattr(self, name) for name in PARTS)
