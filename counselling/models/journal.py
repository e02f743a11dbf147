"""What the municipality's records system (ESDH) has of a case, and what it still lacks. Never a word of any note."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Min, OuterRef, Q, Subquery

from counselling.models.assignments import CaseAssignment
from counselling.models.cases import Case
from counselling.models.notes import Note
from portal.keys import new_key

if TYPE_CHECKING:
    pass


class UnfiledNoteQuerySet(models.QuerySet["UnfiledNote"]):
    """Reads of what is not journalised."""

    def ready(self, now: datetime) -> "UnfiledNoteQuerySet":
        """Notes that are locked, so that they can be handed over."""
        return self.filter(ready_at__lte=now)

    def of_case(self, case_id: UUID) -> "UnfiledNoteQuerySet":
        """A case's, the oldest first."""
        return self.filter(case_id=case_id).order_by("written_at", "pk")

    def in_cases(self, cases: models.QuerySet[Case]) -> "UnfiledNoteQuerySet":
        """Those of these cases, asked row by row (see FollowUpQuerySet.in_cases)."""
        return self.filter(models.Exists(cases.filter(pk=models.OuterRef("case"))))

    def by_case(self) -> "models.QuerySet[Any, Any]":
        """How many each case has and since when, the longest waiting first."""
        rows = self.values("case_id", name=F("case__person__name"), number=F("case__journal_number"))
        return rows.annotate(notes=Count("pk"), oldest=Min("written_at")).order_by("oldest", "case_id")

    def by_worker(self, now: datetime) -> "models.QuerySet[Any, Any]":
        """How many each counsellor has and since when: numbers only. worker None: nobody carries those cases."""
        carried = CaseAssignment.objects.current(now).primary().filter(case=OuterRef("case"))
        rows = self.annotate(worker=Subquery(carried.values("worker__name")[:1])).values("worker")
        counted = rows.annotate(notes=Count("pk"), cases=Count("case", distinct=True), oldest=Min("written_at"))
        return counted.order_by("oldest", "worker")


class UnfiledNote(models.Model):
    """A note the records system does not have yet: whose case, since when. Gone once the note is journalised.

    Written with the note and in its transaction. It stands outside the second lock on notes, so that what waits can be
    counted over many cases without opening one.
    """

    note = models.OneToOneField(Note, on_delete=models.CASCADE, primary_key=True, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    written_at = models.DateTimeField()
    ready_at = models.DateTimeField()  # when the note is locked

    objects = UnfiledNoteQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "ready_at"], name="unfiled_note_by_case")]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"


class JournalPackageQuerySet(models.QuerySet["JournalPackage"]):
    """Reads of packages."""

    def of_case(self, case_id: UUID) -> "JournalPackageQuerySet":
        """A case's, the latest first."""
        return self.filter(case_id=case_id).select_related("made_by").order_by("-made_at", "-id")

    def in_cases(self, cases: Iterable[Case]) -> "JournalPackageQuerySet":
        """Those of these cases, with case and person."""
        return self.filter(case__in=cases).select_related("case__person", "made_by")


class JournalPackage(models.Model):
    """Notes of a case that go to the records system together. The file itself is made when it is fetched."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    notes = ArrayField(models.UUIDField())
    fetched_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of the document last fetched
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = JournalPackageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-made_at"], name="journal_package_by_case")]
        constraints = [
            models.CheckConstraint(condition=~Q(notes=[]), name="a_package_holds_notes"),
            models.CheckConstraint(
                condition=Q(fetched_at=None, sha256="") | Q(fetched_at__isnull=False) & ~Q(sha256=""),
                name="a_fetched_package_is_known_by_its_sum",
            ),
            models.CheckConstraint(
                condition=Q(filed_at=None) | Q(fetched_at__isnull=False), name="a_filed_package_was_fetched"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"
