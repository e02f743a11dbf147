"""Desks for respite and lifts: who arranges where, how fast, and who works there."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from groups import announcing_help as announcing
from groups.models import RespiteDesk
from groups.models.respite import DESK_NAME_ONCE, KINDS, ONE_DESK_EVERYWHERE
from groups.rules.respite import RespiteRefusal
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.keys import new_key
from portal.refusals import Refused, locking, violated_constraint
from portal.worklist.actions import hand_over_tasks

SAID_BY = {
    DESK_NAME_ONCE: RespiteRefusal.DESK_NAME_TAKEN,
    ONE_DESK_EVERYWHERE: RespiteRefusal.DESK_FOR_ALL_TAKEN,
}


@locking
def add_desk(*, by: User, values: dict[str, Any], members: Sequence[User]) -> RespiteDesk:
    """A new desk. Refuses a name that is taken, and a second one that is for everywhere."""
    row = RespiteDesk(id=new_key(), **values)
    save(row, is_new=True)
    row.members.set(members)
    audit.record("groups.desk_added", by=by, obj=row)
    return row


@locking
def change_desk(
    *, by: User, desk: RespiteDesk, version: int, values: dict[str, Any], members: Sequence[User]
) -> RespiteDesk:
    """What a desk does, and who works there. Who comes gets its open tasks, who leaves gives them up.

    Refuses a stale page, and what add_desk refuses.
    """
    row = RespiteDesk.objects.select_for_update().get(pk=desk.pk)
    if row.version != version:
        raise Refused(RespiteRefusal.DESK_STALE)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    save(row)
    before = set(row.members.all())
    row.members.set(members)
    hand_on(row, gone=before - set(members))
    audit.record("groups.desk_changed", by=by, obj=row)
    return row


def save(row: RespiteDesk, *, is_new: bool = False) -> None:
    """Save. Refuses what the database refuses."""
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        refusal = SAID_BY.get(violated_constraint(error) or "")
        if refusal is None:
            raise
        raise Refused(refusal) from error


def hand_on(row: RespiteDesk, *, gone: set[User]) -> None:
    """Open questions go to who works there now."""
    for model in KINDS.values():
        asked = list(model.objects.filter(desk=row, state__in=["asked", "being_arranged"], answer_by__isnull=False))
        for one in asked:
            one.desk = row
            for person in announcing.workers_of(row):
                announcing.add(announcing.ASKED_TASK, one, person, due_at=one.answer_by)
        for person in gone:
            hand_over_tasks([one.pk for one in asked], from_user=person, to_user=None)
