"""Who works with a case, from one moment to another."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from psycopg.types.range import TimestamptzRange

from counselling.case_choices import AssignmentRole
from portal.accounts.models import Role, RoleAssignment
from portal.keys import new_key

if TYPE_CHECKING:
    from portal.accounts.models import User

ONE_PRIMARY = "case_has_one_primary_worker_at_a_time"
ONE_PART_EACH = "case_worker_has_one_part_at_a_time"


class CaseAssignmentQuerySet(models.QuerySet["CaseAssignment"]):
    """Reads of who works with what."""

    def current(self, now: datetime) -> "CaseAssignmentQuerySet":
        """Assignments that hold now; a substitution ends by itself."""
        return self.filter(valid__contains=now)

    def primary(self) -> "CaseAssignmentQuerySet":
        """Those who carry a case."""
        return self.filter(role=AssignmentRole.PRIMARY)

    def within(self, start: datetime, end: datetime) -> "CaseAssignmentQuerySet":
        """Assignments that hold at some moment of a period."""
        return self.filter(valid__overlap=TimestamptzRange(start, end))

    def carriers(self, case_ids: "list[UUID]", now: datetime) -> "dict[UUID, User]":
        """Who carries these cases now."""
        rows = self.current(now).primary().filter(case__in=case_ids).select_related("worker")
        return {row.case_id: row.worker for row in rows}

    def of_worker(self, user: "User") -> "CaseAssignmentQuerySet":
        """One worker's."""
        return self.filter(worker=user)

    def at_work(self) -> "CaseAssignmentQuerySet":
        """Those of people who still work here as counsellors."""
        hat = RoleAssignment.objects.filter(user=OuterRef("worker"), role=Role.COUNSELLOR)
        return self.filter(Exists(hat), worker__is_active=True)

    def for_case(self, case_id: UUID) -> "CaseAssignmentQuerySet":
        """One case's, with their workers."""
        return self.filter(case_id=case_id).select_related("worker").order_by("valid")


class CaseAssignment(models.Model):
    """Who works with a case from one moment to another: carries it, helps, or stands in for at most 14 days."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey("counselling.Case", on_delete=models.CASCADE, related_name="assignments")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_assignments")
    role = models.CharField(max_length=12, choices=AssignmentRole.choices, default=AssignmentRole.PRIMARY)
    valid = DateTimeRangeField()
    reason = models.CharField(max_length=40, blank=True)  # a code: opened, handover, allocated, substitution …
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = CaseAssignmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["worker", "role"], name="assignment_by_worker")]
        constraints = [
            ExclusionConstraint(
                name=ONE_PRIMARY,
                expressions=[("case", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=Q(role="primary"),
            ),
            ExclusionConstraint(
                name=ONE_PART_EACH,
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("worker", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False, valid__startswith__isnull=False), name="assignment_has_begun_sometime"
            ),
            models.CheckConstraint(
                condition=~Q(role="substitute")
                | Q(valid__upper_inf=False)  # an endless one is longer than anything, and NULL would pass the check
                & Q(valid__endswith__lte=Func(F("valid"), template="lower(%(expressions)s) + interval '14 days'")),
                name="substitution_lasts_at_most_14_days",
            ),
            models.CheckConstraint(condition=Q(role__in=AssignmentRole.values), name="assignment_role_is_known"),
        ]

    def __str__(self) -> str:
        return self.role


def from_now_on(now: datetime, until: datetime | None = None) -> TimestamptzRange:
    """The period of an assignment that begins now, [now, until)."""
    return TimestamptzRange(now, until, "[)")
