"""Who took part online: opening the way in is a proposal, an organiser says who did.

Attendance stands on each attendee, as it does for the room. A mail program that opens links by itself can therefore
count nobody in.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from groups.actions.door import judge_date
from groups.models import Attendee, Occurrence, Registration
from groups.rules.answers import seems_to_take_part
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import locking


@transaction.atomic
def note_entered(*, registration: Registration) -> bool:
    """The way in was opened: the first moment of this time stays. Whether it was the first. Nobody is counted by it."""
    row = Registration.objects.select_for_update().get(pk=registration.pk)
    date = registration.pool.occurrence
    if seems_to_take_part(entered_at=row.entered_at, starts_at=date.starts_at, ends_at=date.ends_at):
        return False
    row.entered_at = clock.now()
    row.save(update_fields=["entered_at"])
    audit.record("groups.way_in_opened", by=row.person, obj=row, subject=row.person_id)
    return True


@locking
def note_who_took_part(*, by: User, date: Occurrence, came: Collection[UUID], slips: Collection[UUID]) -> int:
    """These took part online, and of these nothing is said any more. How many were changed: what stands already stays,
    so that two colleagues who save at once don't undo each other.

    Refuses a date that is off, and before its day. Who has no place online at this date is passed over.
    """
    now = clock.now()
    row = Occurrence.objects.get(pk=date.pk)
    judge_date(row, now)
    asked = Attendee.objects.online(row.pk).filter(pk__in=[*came, *slips]).values("registration")
    parties = {one.pk: one for one in Registration.objects.filter(pk__in=asked).select_for_update().order_by("pk")}
    people = Attendee.objects.online(row.pk).filter(registration__in=parties).select_for_update(of=("self",))
    found = {one.pk: one for one in people.order_by("pk")}
    new = [found[key] for key in came if key in found and found[key].came_at is None]
    undone = [found[key] for key in slips if key in found and found[key].came_at is not None]
    for one in new:
        one.came_at, one.stayed_away = parties[one.registration_id].entered_at or now, False
        one.save(update_fields=["came_at", "stayed_away"])
    for one in undone:
        one.came_at = None
        one.save(update_fields=["came_at"])
    if new or undone:
        audit.record("groups.took_part_noted", by=by, obj=row, reason=f"{len(new)} {len(undone)}")
    return len(new) + len(undone)
