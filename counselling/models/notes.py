"""What a counsellor writes down: notes, drafts that are never lost, follow-ups, ready-made sentences.

Notes have two locks. visible_to and assignment decide in the code; row-level security in the database shows and takes
only the rows of the one case that the action open_notes has named for the transaction.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q

from counselling.case_choices import FollowUpKind
from counselling.models.appointments import Appointment
from counselling.models.cases import Case, CaseParticipant
from portal.keys import new_key
from portal.vault.fields import EncryptedJSONField, EncryptedTextField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.accounts.models import User


class NoteQuerySet(models.QuerySet["Note"]):
    """Reads of notes; they show nothing before the case is opened for the transaction."""

    def of_case(self, case_id: UUID) -> "NoteQuerySet":
        """A case's notes with their authors, the newest first."""
        return self.filter(case_id=case_id).select_related("author").order_by("-written_at", "-id")

    def in_cases_of(self, user: "User") -> "NoteQuerySet":
        """Only those of cases this person may read at this moment."""
        return self.filter(case__in=Case.objects.visible_to(user).values("pk"))

    def newest_in(self, case_ids: "Iterable[UUID]") -> "NoteQuerySet":
        """The notes of some cases, the newest first, without who wrote them."""
        return self.filter(case__in=case_ids).order_by("-written_at", "-id")

    def released(self) -> "NoteQuerySet":
        """What the relative may read, by decision."""
        return self.filter(released_at__isnull=False)

    def of_talk(self, appointment_id: UUID, author: "User") -> "NoteQuerySet":
        """What one counsellor wrote down of one talk, the newest first."""
        mine = self.filter(appointment_id=appointment_id, author=author)
        return mine.select_related("author").order_by("-written_at", "-id")

    def for_reader(self, user: "User", *, is_person: bool, sees_all: bool) -> "NoteQuerySet":
        """Released notes one person of a case may read: those about all of them, and those about this person alone."""
        mine = Q(about__person=user, about__withdrawn_at=None, about__consented_at__isnull=False)
        if is_person or sees_all:
            mine |= Q(about=None)
        return self.released().filter(mine).select_related("author").order_by("-written_at", "-id")


class Note(models.Model):
    """What was said and agreed, in a counsellor's words. Locked 24 hours after it was written; then only addenda."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    appointment = models.ForeignKey(Appointment, on_delete=models.SET_NULL, null=True, related_name="notes")
    adds_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="addenda")
    about = models.ForeignKey(CaseParticipant, on_delete=models.SET_NULL, null=True, related_name="+")  # one of several
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = EncryptedTextField(blank=True, default="")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    locked_at = models.DateTimeField()  # 24 hours after written_at
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    journalised_at = models.DateTimeField(null=True, blank=True)  # handed to the records system
    version = models.PositiveIntegerField(default=1)

    objects = NoteQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-written_at"], name="note_by_case")]
        constraints = [
            models.CheckConstraint(
                condition=Q(locked_at__gte=F("written_at")), name="note_is_locked_after_it_is_written"
            ),
            models.CheckConstraint(
                condition=Q(
                    locked_at__lte=Func(F("written_at"), template="%(expressions)s + interval '24 hours'"),
                ),
                name="note_is_locked_within_a_day",
            ),
            models.CheckConstraint(condition=Q(changed_at__lte=F("locked_at")), name="note_is_unchanged_once_locked"),
            models.CheckConstraint(condition=~Q(adds_to=F("id")), name="note_adds_to_another"),
            models.CheckConstraint(
                condition=Q(released_by=None) | Q(released_at__isnull=False),
                name="who_released_a_note_did_so_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"

    def vault_context(self) -> str:
        """The text is sealed for its case too: a row moved to another case opens no more."""
        return str(self.case_id)


class NoteDraftQuerySet(models.QuerySet["NoteDraft"]):
    """Reads of drafts; they show nothing before the author's place is opened for the transaction."""

    def at(self, author: "User", *, talk: UUID | None, case: UUID | None) -> "NoteDraftQuerySet":
        """What somebody typed about one talk or case."""
        about = Q(appointment=talk) if talk else Q(case=case)
        return self.filter(about, author=author)

    def old(self, before: datetime) -> "NoteDraftQuerySet":
        """Drafts nobody touched since a moment."""
        return self.filter(changed_at__lt=before)


class NoteDraft(models.Model):
    """What a counsellor has typed and not saved: kept on the server, so that nothing is lost. One per talk or case.

    Shown to its author only. Belongs to a talk (which may have no case yet) or to a case.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField(blank=True, default="")
    rest = EncryptedJSONField(null=True, blank=True)  # the other boxes of the screen, as they were
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    objects = NoteDraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["changed_at"], name="draft_by_age")]
        constraints = [
            models.UniqueConstraint(
                fields=["author", "case", "appointment"], nulls_distinct=False, name="one_draft_for_each_talk"
            ),
            models.CheckConstraint(
                condition=Q(case=None, appointment__isnull=False) | Q(case__isnull=False, appointment=None),
                name="a_draft_belongs_to_a_talk_or_a_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.changed_at:%Y-%m-%d}"

    def vault_context(self) -> str:
        """Sealed for the talk or case it was typed in, and for who typed it."""
        return f"{self.appointment_id or self.case_id}/{self.author_id}"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Reads of what is to be done later."""

    def open(self) -> "FollowUpQuerySet":
        """Not done, the most urgent first."""
        return self.filter(done_at=None).order_by("due_on", "id")

    def due(self, today: date) -> "FollowUpQuerySet":
        """To be done today."""
        return self.open().filter(due_on=today)

    def overdue(self, today: date) -> "FollowUpQuerySet":
        """Past their day."""
        return self.open().filter(due_on__lt=today)

    def of_worker(self, user: "User") -> "FollowUpQuerySet":
        """What one worker has promised."""
        return self.filter(owner=user)

    def of_case(self, case_id: UUID) -> "FollowUpQuerySet":
        """A case's follow-ups with who has them: what is open first, by day; then what is done, the newest first."""
        done_last = F("done_at").desc(nulls_first=True)
        return self.filter(case_id=case_id).select_related("owner", "done_by").order_by(done_last, "due_on", "id")

    def of_cases(self, cases: models.QuerySet[Case]) -> "FollowUpQuerySet":
        """Those of these cases, with what a line of a list shows."""
        return self.in_cases(cases).select_related("case__person", "owner")

    def in_cases(self, cases: models.QuerySet[Case]) -> "FollowUpQuerySet":
        """Those of these cases; asked row by row, each by its key: without statistics an IN looked at every case."""
        # The CASE keeps PostgreSQL from joining: with old statistics it would look at every case for each promise.
        is_one = models.Exists(cases.filter(pk=models.OuterRef("case")))
        return self.filter(models.Case(models.When(is_one, then=True), default=False))


class FollowUp(models.Model):
    """Something promised for a later day: ring, write, hear how it went, send a notification of concern."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follow_ups")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=FollowUpKind.choices, default=FollowUpKind.CALL)
    due_on = models.DateField()
    text = EncryptedTextField(blank=True, default="")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "due_on"], condition=Q(done_at=None), name="follow_up_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_by=None) | Q(done_at__isnull=False), name="who_did_a_follow_up_did_so_at_a_time"
            ),
            models.CheckConstraint(condition=Q(kind__in=FollowUpKind.values), name="follow_up_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class SnippetQuerySet(models.QuerySet["Snippet"]):
    """Reads of ready-made sentences."""

    def usable_by(self, user: "User") -> "SnippetQuerySet":
        """A counsellor's own and the team's, by title."""
        return self.filter(Q(owner=user) | Q(owner=None)).order_by("title", "id")

    def changeable_by(self, user: "User") -> "SnippetQuerySet":
        """A counsellor's own; the team's are the team lead's to change."""
        return self.usable_by(user) if user.has_role("team_lead") else self.filter(owner=user)

    def with_id(self, key: UUID) -> "Snippet | None":
        """The one with this key among these, or None."""
        return self.filter(pk=key).first()

    def chosen(self, text: str) -> "Snippet | None":
        """The one a form names; None when it names none of these."""
        try:
            return self.with_id(UUID(text))
        except ValueError:
            return None


class Snippet(models.Model):
    """A sentence a counsellor writes often. Theirs, or the team's (owner empty). Never about a person."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=60)
    text = models.CharField(max_length=1000)
    changed_at = models.DateTimeField()

    objects = SnippetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "title"], nulls_distinct=False, name="a_snippet_has_a_title_of_its_own"
            ),
        ]

    def __str__(self) -> str:
        return self.title
