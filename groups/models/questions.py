"""Questions to whoever speaks, asked without a name: the row knows of nobody."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

from groups.choices import QuestionState
from groups.models.events import Event, Occurrence
from groups.models.keeping import own_time_is_over
from portal import clock
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User


class EventQuestionQuerySet(models.QuerySet["EventQuestion"]):
    """Reads of questions."""

    def of_event(self, event_id: UUID) -> "EventQuestionQuerySet":
        """An event's, as they came."""
        return self.filter(event_id=event_id).order_by("asked_at", "id")

    def managed_by(self, user: "User") -> "EventQuestionQuerySet":
        """Those to events an organiser works with."""
        return self.filter(event__in=Event.objects.visible_to(user)).select_related("event")

    def over(self, before: datetime) -> "EventQuestionQuerySet":
        """Those to events whose last date ended before a moment (asked before it, where there is no date)."""
        dates = Occurrence.objects.filter(event=OuterRef("event"))
        over = ~Exists(dates.filter(period__endswith__gte=before)) & Q(asked_at__lt=before)
        own = ~Exists(dates.exclude(own_time_is_over(clock.now()))) & Exists(dates)
        return self.filter(over | own)


class EventQuestion(models.Model):
    """What somebody would like to hear of from whoever speaks. Nothing says who asked: no name, no account."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="asked")
    text = EncryptedTextField(default="")
    state = models.CharField(max_length=10, choices=QuestionState.choices, default=QuestionState.OPEN)
    asked_at = models.DateTimeField()
    form_key = models.UUIDField(unique=True)  # a second press of the button asks nothing more

    objects = EventQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=QuestionState.values), name="question_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
