"""A relative's course of conversations ("forløb"), and who takes part in it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from counselling.case_choices import (
    CaseOrigin,
    CasePhase,
    CaseStatus,
    CaseTopic,
    CloseReason,
    Relation,
)
from counselling.models.assignments import CaseAssignment
from counselling.models.conflicts import ConflictOfInterest
from counselling.models.emergencies import EmergencyAccess
from portal import clock
from portal.accounts.models import Role
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.accounts.models import User

ONE_OPEN_CASE = "a_person_has_one_open_case"


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases. Content is for those who work with a case; headers are also for the team lead."""

    def visible_to(self, user: "User") -> "CaseQuerySet":
        """Cases whose content the person may read now: assigned to them, lent to them, or opened in an emergency.

        A conflict of interest shuts the door even for the assigned worker; a lost role shuts it at once.
        """
        if not user.has_role(Role.COUNSELLOR, Role.TEAM_LEAD):
            return self.none()
        now = clock.now()
        glass = EmergencyAccess.objects.open(now).filter(by=user, case=OuterRef("pk"))
        readable = Q(Exists(glass))
        if user.has_role(Role.COUNSELLOR):
            mine = CaseAssignment.objects.current(now).filter(worker=user, case=OuterRef("pk"))
            readable |= Q(Exists(mine))
        return self.filter(readable).free_of_conflict(user)

    def listed_for(self, user: "User") -> "CaseQuerySet":
        """Cases whose header the person may see: every one for a team lead, else those they may read."""
        if user.has_role(Role.TEAM_LEAD):
            return self.free_of_conflict(user)
        return self.visible_to(user)

    def carried_by(self, user: "User") -> "CaseQuerySet":
        """Cases a worker carries now, whatever stands in the way of reading them."""
        mine = CaseAssignment.objects.current(clock.now()).primary().filter(worker=user, case=OuterRef("pk"))
        return self.filter(Exists(mine))

    def worked_by(self, user: "User") -> "CaseQuerySet":
        """Cases that are a worker's own now: assigned, whatever the part, and free of conflict."""
        if not user.has_role(Role.COUNSELLOR):
            return self.none()
        mine = CaseAssignment.objects.current(clock.now()).filter(worker=user, case=OuterRef("pk"))
        return self.filter(Exists(mine)).free_of_conflict(user)

    def given_out_by(self, user: "User") -> "CaseQuerySet":
        """Cases whose workers this person chooses: every one for a team lead, else those they carry themselves."""
        if user.has_role(Role.TEAM_LEAD):
            return self.free_of_conflict(user)
        return self.worked_by(user).carried_by(user)

    def with_rights(self, user: "User") -> "CaseQuerySet":
        """With what this person may do: is_readable, is_own (works with it), is_carried, is_given_out (may give)."""
        this = {"pk": OuterRef("pk")}
        return self.annotate(
            is_readable=Exists(Case.objects.visible_to(user).filter(**this)),
            is_own=Exists(Case.objects.worked_by(user).filter(**this)),
            is_carried=Exists(Case.objects.visible_to(user).carried_by(user).filter(**this)),
            is_given_out=Exists(Case.objects.given_out_by(user).filter(**this)),
        )

    def caseload_of(self, user: "User") -> "CaseQuerySet":
        """Open cases a worker carries now, by name."""
        return self.open().carried_by(user).free_of_conflict(user).order_by("person__name", "pk")

    def free_of_conflict(self, user: "User") -> "CaseQuerySet":
        """Without the cases of people this worker must not meet in the work."""
        barred = ConflictOfInterest.objects.of_worker(user)
        taking_part = CaseParticipant.objects.filter(case=OuterRef("pk"), person__conflicts__worker=user)
        return self.exclude(Exists(barred.filter(person=OuterRef("person")))).exclude(Exists(taking_part))

    def of_person(self, user: "User") -> "CaseQuerySet":
        """A relative's own courses, the newest first."""
        return self.filter(person=user).order_by("-opened_at")

    def of_people(self, people: "Iterable[User]") -> "CaseQuerySet":
        """The courses of some people, with whose they are."""
        return self.filter(person__in=people).select_related("person").order_by("opened_at")

    def open(self) -> "CaseQuerySet":
        """Courses that are not closed."""
        return self.exclude(status=CaseStatus.CLOSED)

    def unassigned(self) -> "CaseQuerySet":
        """Open cases nobody who works here carries now (nobody at all, or somebody who left), the oldest first."""
        held = CaseAssignment.objects.current(clock.now()).primary().at_work().filter(case=OuterRef("pk"))
        return self.open().filter(~Exists(held)).order_by("opened_at")

    def open_key_of(self, person_id: UUID) -> "models.QuerySet[Any, Any]":
        """The key of a person's open case, to be written into a talk by the database itself."""
        return self.open().filter(person_id=person_id).values("pk")[:1]

    def with_id(self, key: UUID, of: str = "pk") -> "Case | None":
        """The case with this key among these, or the one something with it belongs to (of: "follow_ups"), or None."""
        return self.filter(**{of: key}).select_related("person").first()


class Case(models.Model):
    """One relative's course with the service, from the first talk to the last. A talk without a name opens none."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases")
    status = models.CharField(max_length=12, choices=CaseStatus.choices, default=CaseStatus.OPEN)
    origin = models.CharField(max_length=12, choices=CaseOrigin.choices)
    phase = models.CharField(max_length=12, choices=CasePhase.choices, default=CasePhase.START)
    complexity = models.PositiveSmallIntegerField(default=1)  # 1 plain, 2 several things at once, 3 heavy
    needs_interpreter = models.BooleanField(default=False)
    has_home_visits = models.BooleanField(default=False)
    weight = models.DecimalField(max_digits=5, decimal_places=2, default=1)  # rules.weight of the four above
    topics = ArrayField(models.CharField(max_length=20, choices=CaseTopic.choices), default=list, blank=True)
    is_child_relative = models.BooleanField(default=False)  # Norway: children as relatives, an own duty
    guidance_asked_on = models.DateField(null=True, blank=True)  # Norway: starts the clock for a decision
    guidance_decided_on = models.DateField(null=True, blank=True)
    journal_number = models.CharField(max_length=40, blank=True)  # in the municipality's records system
    kle = models.CharField(max_length=20, blank=True)  # KLE subject number, such as 27.69.40
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=20, choices=CloseReason.choices, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["status", "opened_at"], name="case_by_status"),
            models.Index(fields=["closed_at"], condition=Q(status="closed"), name="case_closed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=~Q(status="closed"), name=ONE_OPEN_CASE),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False) & ~Q(close_reason="")
                | ~Q(status="closed") & Q(closed_at__isnull=True, close_reason=""),
                name="case_is_closed_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(status__in=CaseStatus.values), name="case_status_is_known"),
            models.CheckConstraint(condition=Q(complexity__in=[1, 2, 3]), name="case_complexity_is_one_to_three"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="case_weighs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.opened_at:%Y-%m-%d} {self.status}"

    @property
    def is_open(self) -> bool:
        """Whether the course goes on."""
        return self.status != CaseStatus.CLOSED

    @property
    def topic_words(self) -> str:
        """What it is about, in words."""
        return ", ".join(str(CaseTopic(topic).label) for topic in self.topics)


class CaseParticipantQuerySet(models.QuerySet["CaseParticipant"]):
    """Reads of who takes part."""

    def of_case(self, case_id: UUID) -> "CaseParticipantQuerySet":
        """Everybody who takes or took part in a case, in the order they came."""
        return self.filter(case_id=case_id).select_related("person").order_by("added_at", "pk")

    def in_cases(self, keys: "list[UUID]") -> "CaseParticipantQuerySet":
        """Everybody who takes part in one of these cases."""
        return self.filter(case__in=keys).select_related("person")

    def consenting(self, case_id: UUID) -> "CaseParticipantQuerySet":
        """Those who have said yes to notes, and not taken it back."""
        return self.of_case(case_id).filter(consented_at__isnull=False, withdrawn_at=None)


class CaseParticipant(models.Model):
    """Somebody who takes part in a course beside its person: a partner, a sibling. Each decides for themselves."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    first_name = EncryptedTextField(blank=True, default="")
    relation = models.CharField(max_length=20, choices=Relation.choices)
    consented_at = models.DateTimeField(null=True, blank=True)  # that what they say may be written down
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    sees_notes = models.BooleanField(default=False)  # released notes that are about all who take part
    added_at = models.DateTimeField()

    objects = CaseParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="a_person_takes_part_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(consented_at__isnull=False),
                name="consent_was_given_before_it_was_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(sees_notes=False) | Q(consented_at__isnull=False, withdrawn_at__isnull=True),
                name="only_who_consents_sees_notes",
            ),
        ]

    def __str__(self) -> str:
        return self.relation

    @property
    def has_consented(self) -> bool:
        """Whether what they say may be written down now."""
        return self.consented_at is not None and self.withdrawn_at is None
