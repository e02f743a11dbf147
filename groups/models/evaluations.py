"""What those who came thought. Nothing here leads from an answer to who gave it (docs/decisions/answers.md).

A ticket is a right to answer once. It knows its form and the fingerprint of a secret that stands in one message only;
no sign-up, no person, no moment. An answer knows its form and what it says.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.models.events import Occurrence
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

SCALE = range(1, 6)


class EvaluationFormQuerySet(models.QuerySet["EvaluationForm"]):
    """Reads of evaluations."""

    def of_date(self, occurrence_id: UUID) -> "EvaluationForm | None":
        """A date's evaluation, or None."""
        return self.filter(occurrence_id=occurrence_id).first()

    def to_send(self, now: datetime) -> "EvaluationFormQuerySet":
        """Those nobody has got yet, whose date is over."""
        return self.filter(sent_at=None, occurrence__period__endswith__lte=now).order_by("pk")

    def to_close(self, now: datetime) -> "EvaluationFormQuerySet":
        """Those whose time to answer is over."""
        return self.filter(closed_at=None, closes_at__lte=now).order_by("pk")


class EvaluationForm(models.Model):
    """Three questions about one date. Results are read after it closed, from five answers on, and never change then."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    occurrence = models.OneToOneField(Occurrence, on_delete=models.CASCADE, related_name="evaluation")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = EvaluationFormQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, closes_at__isnull=True)
                | Q(sent_at__isnull=False, closes_at__gte=F("sent_at")),
                name="evaluation_closes_after_it_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("closes_at")),
                name="evaluation_is_closed_when_its_time_is_over",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class EvaluationTicketQuerySet(models.QuerySet["EvaluationTicket"]):
    """Reads of tickets."""

    def good(self, digest: str, now: datetime) -> "EvaluationTicketQuerySet":
        """The ticket of this fingerprint, while its evaluation is open."""
        return self.filter(digest=digest, form__closed_at=None, form__closes_at__gt=now)


class EvaluationTicket(models.Model):
    """The right to answer once: gone in the moment it is used, and when the evaluation closes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    form = models.ForeignKey(EvaluationForm, on_delete=models.CASCADE, related_name="tickets")
    digest = models.CharField(max_length=64, unique=True)

    objects = EvaluationTicketQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class EvaluationAnswer(models.Model):
    """What somebody said. Its key is random and there is no moment: neither tells who, nor in which order."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    form = models.ForeignKey(EvaluationForm, on_delete=models.CASCADE, related_name="answers")
    worth = models.PositiveSmallIntegerField(null=True, blank=True)
    welcome = models.PositiveSmallIntegerField(null=True, blank=True)
    words = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(Q(worth__isnull=True) | Q(worth__gte=1, worth__lte=5))
                & Q(Q(welcome__isnull=True) | Q(welcome__gte=1, welcome__lte=5)),
                name="answer_is_on_the_scale",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
