"""Staff's one to-do list."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from portal.keys import new_key
from portal.vault.fields import EncryptedTextField


class TaskQuerySet(models.QuerySet["Task"]):
    """Reads of tasks."""

    def open(self) -> "TaskQuerySet":
        """What nobody has finished."""
        return self.filter(finished_at=None)

    def finished(self) -> "TaskQuerySet":
        """What somebody has finished."""
        return self.exclude(finished_at=None)

    def finished_before(self, before: datetime) -> "TaskQuerySet":
        """What was finished before this moment."""
        return self.filter(finished_at__lt=before)

    def visible_to(self, user: models.Model) -> "TaskQuerySet":
        """Tasks given to the person, and tasks of a role the person holds that are given to nobody else.

        A team lead sees every task of the counsellors too, to hand out what lies still.
        """
        roles = set(getattr(user, "roles", frozenset()))
        if "team_lead" in roles:
            return self.filter(Q(assigned_to=user) | Q(role__in=roles | {"counsellor"}))
        return self.filter(Q(assigned_to=user) | Q(role__in=roles, assigned_to=None))

    def in_group(self, group: str, now: datetime) -> "TaskQuerySet":
        """Open tasks (late ones only, for "late"), most urgent first; or finished ones ("done"), newest first."""
        rows = self.select_related("assigned_to", "finished_by")
        if group == "done":
            return rows.finished().order_by("-finished_at", "-id")
        return (rows.overdue(now) if group == "late" else rows.open()).order_by("due_at", "id")

    def of_kind(self, kind: str) -> "TaskQuerySet":
        """Tasks of one kind."""
        return self.filter(kind=kind)

    def open_about(self, things: Iterable[UUID], kind: str) -> set[UUID | None]:
        """Which of these things have an open task of a kind; one query."""
        return set(self.open().filter(about__in=list(things), kind=kind).values_list("about", flat=True))

    def overdue(self, now: datetime) -> "TaskQuerySet":
        """Open tasks past their time."""
        return self.open().filter(due_at__lt=now)

    def due_by(self, now: datetime, within: timedelta) -> "TaskQuerySet":
        """Open tasks due within this time from now, late ones included."""
        return self.open().filter(due_at__lt=now + within)


class Task(models.Model):
    """One thing a member of staff must do: phone this person, look at a clash, follow up a failed message.

    kind says how it reads and where it leads (worklist.kinds); the key makes it once; context holds plain,
    harmless values; what was done is free text about people and therefore encrypted.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    about = models.UUIDField(null=True, blank=True)
    role = models.CharField(max_length=20, default="counsellor")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks"
    )
    context = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = EncryptedTextField(blank=True, default="")

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="a_task_is_added_once"),
            models.CheckConstraint(
                condition=Q(finished_by=None) | Q(finished_at__isnull=False),
                name="who_finished_a_task_did_so_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["role", "due_at", "id"], name="task_open_by_role", condition=Q(finished_at=None)),
            models.Index(
                fields=["assigned_to", "due_at", "id"], name="task_open_by_person", condition=Q(finished_at=None)
            ),
            models.Index(fields=["about"], name="task_about"),
            models.Index(fields=["finished_at"], name="task_finished", condition=Q(finished_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still must do it."""
        return self.finished_at is None
