"""A case on its way from one counsellor to another."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from counselling.handover_choices import HandoverConsent, HandoverReason, HandoverState
from counselling.models.cases import Case
from counselling.models.conflicts import ConflictOfInterest
from portal.accounts.models import Role
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User

ONE_PROPOSAL = "a_case_has_one_handover_waiting"


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Reads of handovers."""

    def visible_to(self, user: "User") -> "HandoverQuerySet":
        """Given, received or proposed by the person; a team lead sees all. Never one they have a conflict with."""
        if not user.has_role(Role.COUNSELLOR, Role.TEAM_LEAD):
            return self.none()
        barred = ConflictOfInterest.objects.of_worker(user).filter(person=models.OuterRef("case__person"))
        rows = self.exclude(models.Exists(barred))
        if user.has_role(Role.TEAM_LEAD):
            return rows
        return rows.filter(Q(from_worker=user) | Q(to_worker=user) | Q(proposed_by=user))

    def waiting(self) -> "HandoverQuerySet":
        """Not answered yet, the oldest first."""
        return self.filter(state=HandoverState.PROPOSED).order_by("proposed_at", "id")

    def for_receiver(self, user: "User") -> "HandoverQuerySet":
        """What waits for a person's yes or no."""
        return self.waiting().filter(to_worker=user)

    def answered(self) -> "HandoverQuerySet":
        """Over, the latest first."""
        return self.exclude(state=HandoverState.PROPOSED).order_by("-decided_at")

    def of_case(self, case_id: UUID) -> "HandoverQuerySet":
        """A case's handovers, the latest first."""
        return self.filter(case_id=case_id).for_list().order_by("-proposed_at")

    def for_list(self) -> "HandoverQuerySet":
        """With the names a line shows."""
        return self.select_related("case__person", "from_worker", "to_worker", "proposed_by")


class Handover(models.Model):
    """One counsellor asks another to carry a relative's case on. Nothing moves before the receiver says yes."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    from_worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    summary = EncryptedTextField(blank=True, default="")  # what the receiver needs to go on, in the giver's words
    reason = models.CharField(max_length=12, choices=HandoverReason.choices)
    consent = models.CharField(max_length=8, choices=HandoverConsent.choices)
    state = models.CharField(max_length=12, choices=HandoverState.choices, default=HandoverState.PROPOSED)
    batch = models.UUIDField(null=True, blank=True)  # those proposed together, before a leave
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = EncryptedTextField(blank=True, default="")  # the receiver's words when it is declined

    objects = HandoverQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["to_worker"], condition=Q(state="proposed"), name="handover_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="proposed"), name=ONE_PROPOSAL),
            models.CheckConstraint(condition=~Q(from_worker=F("to_worker")), name="a_case_is_handed_to_somebody_else"),
            models.CheckConstraint(condition=Q(state__in=HandoverState.values), name="handover_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True) | ~Q(state="proposed") & ~Q(decided_at=None),
                name="handover_is_decided_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposed_at:%Y-%m-%d} {self.state}"

    def vault_context(self) -> str:
        """Its words are sealed for its case."""
        return str(self.case_id)

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.state == HandoverState.PROPOSED
