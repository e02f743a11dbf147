"""A doctor, a home nurse or a ward writes about a relative who said yes: what waits until it is taken in."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from counselling.door_choices import DoorNo, DoorState
from counselling.models.cases import Case
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User


class IncomingWordQuerySet(models.QuerySet["IncomingWord"]):
    """Reads of what came in by the professionals' door."""

    def visible_to(self, user: "User") -> "IncomingWordQuerySet":
        """What waits, for those who answer it; nobody else, and nothing that is not confirmed."""
        if not user.has_role("counsellor", "team_lead"):
            return self.none()
        return self.waiting()

    def waiting(self) -> "IncomingWordQuerySet":
        """Confirmed and not answered, the oldest first."""
        return self.filter(state=DoorState.WAITING).order_by("proven_at", "id")

    def about_the_same(self, word: "IncomingWord") -> "IncomingWordQuerySet":
        """Others that name the same number or address and were answered or wait."""
        same = Q(phone_index=word.phone_index)
        if word.email_index:
            same |= Q(email_index=word.email_index)
        return self.filter(same).exclude(pk=word.pk).exclude(state=DoorState.UNPROVEN).order_by("-sent_at")

    def never_proven(self, before: datetime) -> "IncomingWordQuerySet":
        """Sent before a moment and never confirmed: to be deleted."""
        return self.filter(state=DoorState.UNPROVEN, sent_at__lt=before)

    def answered(self, before: datetime) -> "IncomingWordQuerySet":
        """Answered before a moment: what is needed stands in the case by then."""
        return self.filter(decided_at__lt=before)


class IncomingWord(models.Model):
    """A professional's word that a relative would like to hear from us, with the relative's yes. Never without it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    state = models.CharField(max_length=8, choices=DoorState.choices, default=DoorState.UNPROVEN)
    language = models.CharField(max_length=5)
    from_name = EncryptedTextField()
    from_place = EncryptedTextField()
    from_email = EncryptedTextField()
    name = EncryptedTextField()
    phone = EncryptedTextField()
    phone_index = models.CharField(max_length=64, db_index=True)
    email = EncryptedTextField(blank=True, default="")
    email_index = models.CharField(max_length=64, blank=True, db_index=True)
    reach = EncryptedTextField(blank=True, default="")
    words = EncryptedTextField(blank=True, default="")
    may_write = models.BooleanField(default=False)  # the relative alone reads their e-mail
    may_tell = models.BooleanField(default=False)  # the relative lets the professional hear that it was taken up
    consent_said_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    no = models.CharField(max_length=10, choices=DoorNo.choices, blank=True)
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, related_name="+")
    form_key = models.UUIDField(unique=True)

    objects = IncomingWordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "proven_at"], name="incoming_word_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DoorState.values), name="incoming_word_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=DoorState.UNPROVEN, proven_at=None)
                | (~Q(state=DoorState.UNPROVEN) & Q(proven_at__isnull=False)),
                name="a_word_waits_once_its_sender_is_proven",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DoorState.TAKEN, DoorState.DECLINED], decided_at__isnull=False)
                | Q(state__in=[DoorState.UNPROVEN, DoorState.WAITING], decided_at=None),
                name="a_word_is_answered_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sent_at:%Y-%m-%d}"
