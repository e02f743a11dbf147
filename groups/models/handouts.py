"""What is handed out after an evening: also to those who had a place and were kept at home."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from groups.choices import OccurrenceStatus
from groups.models.events import Occurrence
from portal.keys import new_key


class HandoutQuerySet(models.QuerySet["Handout"]):
    """Reads of handouts."""

    def named(self) -> "HandoutQuerySet":
        """What a list shows, without the bytes."""
        return self.defer("content").order_by("added_at", "id")

    def of_date(self, occurrence_id: UUID) -> "HandoutQuerySet":
        """Those of a date, in the order they were put there."""
        return self.named().filter(occurrence_id=occurrence_id)

    def dates_to_tell(self, *, over_before: datetime, quiet_since: datetime) -> models.QuerySet[Occurrence]:
        """Dates over by then, with handouts nobody was told of and none put there since."""
        mine = self.filter(occurrence=OuterRef("pk"))
        dates = Occurrence.objects.filter(Exists(mine), period__endswith__lte=over_before)
        dates = dates.exclude(status__in=[OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED])
        fresh = Q(told_at__isnull=False) | Q(added_at__gt=quiet_since)
        return dates.exclude(Exists(mine.filter(fresh))).order_by("period")


class Handout(models.Model):
    """A PDF of whoever spoke. Its address can't be guessed and is judged on the sign-up each time."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="handouts")
    name = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)  # when those signed up were told that there is something

    objects = HandoutQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "name"], name="a_date_has_one_handout_of_a_name"),
            models.CheckConstraint(condition=Q(size__gt=0), name="handout_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
