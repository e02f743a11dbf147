"""An unplanned call, logged in twenty seconds; and the code that gives somebody on the phone their own account."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from counselling.case_choices import CaseTopic
from counselling.contact_choices import ContactOutcome
from counselling.models.cases import Case
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User

ONE_OPEN_CODE = "a_person_has_one_open_claim_code"


class ContactQuerySet(models.QuerySet["Contact"]):
    """Reads of logged calls."""

    def visible_to(self, user: "User") -> "ContactQuerySet":
        """Those one took oneself, and those of the cases one may read; never somebody's one must not meet in work."""
        if not user.has_role("counsellor", "team_lead"):
            return self.none()
        readable = Case.objects.visible_to(user)
        return self.filter(Q(by=user) | Q(case__in=readable)).exclude(person__conflicts__worker=user)

    def made_from(self, form_key: UUID) -> "Contact | None":
        """The call a form became, or None."""
        return self.filter(form_key=form_key).first()

    def with_people(self) -> "ContactQuerySet":
        """With who rang and who took the call."""
        return self.select_related("person", "by", "case")


class Contact(models.Model):
    """A call nobody planned: how long, what about, what came of it; with the person, or with nobody's name."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="contacts")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="contacts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=20, choices=CaseTopic.choices, default=CaseTopic.OTHER)
    outcome = models.CharField(max_length=12, choices=ContactOutcome.choices, default=ContactOutcome.TALKED)
    note = EncryptedTextField(blank=True, default="")
    form_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField()

    objects = ContactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "-at"], name="contact_by_case"),
            models.Index(fields=["by", "-at"], name="contact_by_worker"),
            models.Index(fields=["at"], name="contact_by_moment"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__range=(1, 240)), name="a_call_lasts_up_to_four_hours"),
            models.CheckConstraint(condition=Q(outcome__in=ContactOutcome.values), name="call_outcome_is_known"),
            models.CheckConstraint(condition=Q(topic__in=CaseTopic.values), name="call_topic_is_known"),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(person__isnull=False), name="a_call_in_a_case_is_somebodys"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class ClaimCodeQuerySet(models.QuerySet["ClaimCode"]):
    """Reads of codes."""

    def waiting(self) -> "ClaimCodeQuerySet":
        """Not used and not replaced by a newer one."""
        return self.filter(used_at=None, replaced_at=None)

    def of_person(self, person: "User") -> "ClaimCode | None":
        """The code a person holds now, whether or not its time is over."""
        return self.waiting().filter(person=person).first()

    def ended(self, before: datetime) -> "ClaimCodeQuerySet":
        """Codes that stopped working before a moment: to be deleted."""
        return self.filter(expires_at__lt=before)


class ClaimCode(models.Model):
    """Eight letters told on the phone: whoever signs in and writes them takes over what staff wrote down. Once."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claim_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(used_at=None, replaced_at=None), name=ONE_OPEN_CODE),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_claim_code_ends_later"),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(replaced_at=None), name="a_claim_code_is_used_or_replaced"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
