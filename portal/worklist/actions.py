"""Everything that changes the to-do list."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from portal import clock
from portal.accounts.models import User
from portal.audit.actions import record
from portal.refusals import Refused, locking
from portal.worklist import kinds, rules
from portal.worklist.models import Task


@transaction.atomic
def add_task(
    kind: str,
    key: str,
    *,
    about: UUID | None = None,
    due_at: datetime,
    assigned_to: User | None = None,
    role: str = "counsellor",
    context: dict[str, Any] | None = None,
) -> Task:
    """Put a task on the list, once per key: a second call returns the task that is there.

    LookupError when nobody registered the kind.
    """
    kinds.get(kind)
    task = Task(
        kind=kind,
        key=key,
        about=about,
        due_at=due_at,
        assigned_to=assigned_to,
        role=role,
        context=context or {},
        created_at=clock.now(),
    )
    Task.objects.bulk_create([task], ignore_conflicts=True)
    return Task.objects.get(key=key)


@locking
def finish_task(task: Task, by: User | None, note: str = "") -> Task:
    """Mark a task as done by somebody (None: by the house itself). Refuses when it is finished already."""
    row = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if refusal := rules.may_finish(row):
        raise Refused(refusal, finished_by=row.finished_by_id)
    row.finished_at = clock.now()
    row.finished_by = by
    row.note = note
    row.save(update_fields=["finished_at", "finished_by", "note"])
    record("worklist.task_finished", by=by, obj=row)
    return row


@transaction.atomic
def drop_tasks(about: UUID, *, kinds_of: list[str] | None = None) -> int:
    """Finish what no longer needs doing because the thing itself changed; nobody is named. Returns how many."""
    rows = Task.objects.open().filter(about=about)
    if kinds_of is not None:
        rows = rows.filter(kind__in=kinds_of)
    return rows.update(finished_at=clock.now())


@transaction.atomic
def free_tasks(*, of: User, due_before: datetime) -> int:
    """What somebody can't do while they are away is everybody's of the role. Returns how many."""
    return Task.objects.open().filter(assigned_to=of, due_at__lt=due_before).update(assigned_to=None)


@transaction.atomic
def hand_over_tasks(about: Iterable[UUID], *, from_user: User, to_user: User | None) -> int:
    """Give somebody's open tasks about these things to another (None: to all of their role). Returns how many."""
    rows = Task.objects.open().filter(about__in=list(about), assigned_to=from_user)
    return rows.update(assigned_to=to_user)
