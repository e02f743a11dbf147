"""What somebody who asked for a place and did not get one is told: a reason in kind words, and what else there is."""

from django.db import models
from django.db.models import Q

from groups.choices import NoReason
from groups.models.events import Event
from groups.models.registrations import Registration
from portal.vault.fields import EncryptedTextField


class ApplicationAnswer(models.Model):
    """The no to one party, read behind their own link. Written once, by the organiser who decided."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, primary_key=True, related_name="application_answer"
    )
    reason = models.CharField(max_length=20, choices=NoReason.choices)
    says = EncryptedTextField(blank=True, default="")
    other_event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=NoReason.values), name="a_no_has_a_reason_we_know"),
        ]

    def __str__(self) -> str:
        return str(self.reason)
