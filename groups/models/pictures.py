"""The picture of an event."""

from uuid import UUID

from django.db import models
from django.db.models import Q

from groups.models.events import Event


class EventImageQuerySet(models.QuerySet["EventImage"]):
    """Reads of pictures."""

    def described(self) -> "EventImageQuerySet":
        """What is said of a picture, without its bytes."""
        return self.defer("content")

    def of_event(self, event_id: UUID) -> "EventImage | None":
        """An event's picture, or None."""
        return self.filter(event_id=event_id).first()

    def with_digest(self, digest: str) -> "EventImage | None":
        """The picture of this address. Nobody can guess one: who knows it has been shown the page it stands on."""
        return self.filter(digest=digest).first()


class EventImage(models.Model):
    """An event's picture, decoded and written anew; described in words, or said to be decoration."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="image")
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=200, blank=True)
    is_decorative = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)  # of the bytes: the address changes when the picture does

    objects = EventImageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_decorative=True, alt="") | Q(is_decorative=False) & ~Q(alt=""),
                name="image_is_described_or_decoration",
            ),
        ]

    def __str__(self) -> str:
        return self.alt or "–"
