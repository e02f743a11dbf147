"""Those who speak at an event."""

from django.db import models

from groups.models.events import Event
from portal.calendar.models import Resource
from portal.keys import new_key


class Speaker(models.Model):
    """Who speaks. A colleague's time is taken in their calendar; a guest is a name with a line about them."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=120, blank=True)
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)  # told when the event moves or is off
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="a_speaker_is_named_once")]

    def __str__(self) -> str:
        return self.name
