"""Judging: somebody looks at a read and says what they make of it, in a sentence."""

from datetime import timedelta

from django.db import DatabaseError, transaction

from portal import clock
from portal.accounts.models import User
from portal.audit.actions import CannotRecord, record
from portal.audit.models import AuditEvent, Kind
from portal.oversight import rules
from portal.oversight.actions.drawing import TO_CHECK, UNCHECKED
from portal.oversight.models import SpotCheckItem, Verdict
from portal.refusals import Refused, locking
from portal.worklist.actions import add_task, drop_tasks

REPORTED = "oversight.reported"
REPORT_WITHIN = timedelta(days=1)


@transaction.atomic
def open_item(*, item: SpotCheckItem, by: User) -> AuditEvent:
    """The read as the log has it, to be shown with the names of both; that it is looked at is recorded first."""
    event = AuditEvent.objects.get(pk=item.event_id)
    try:
        record("oversight.read_opened", by=by, obj=item, subject=event.subject, kind=Kind.READ)
    except DatabaseError as error:
        raise CannotRecord("oversight.read_opened") from error
    return event


@locking
def judge(*, by: User, item: SpotCheckItem, verdict: str, said: str) -> SpotCheckItem:
    """Say what a read was. Refuses one's own read, and one that has a verdict. A report goes to the DPO's tasks."""
    row = SpotCheckItem.objects.select_for_update(of=("self",)).select_related("spot_check").get(pk=item.pk)
    if refusal := rules.may_judge(row, by.pk):
        raise Refused(refusal)
    row.verdict = Verdict(verdict)
    row.said = said
    row.judged_at = clock.now()
    row.judged_by = by
    row.save(update_fields=["verdict", "said", "judged_at", "judged_by"])
    subject = AuditEvent.objects.filter(pk=row.event_id).values_list("subject", flat=True).first()
    record("oversight.read_judged", by=by, obj=row, subject=subject, reason=row.verdict)
    if row.verdict == Verdict.REPORT:
        add_task(REPORTED, f"{REPORTED}:{row.pk}", about=row.pk, due_at=clock.now() + REPORT_WITHIN, role="dpo")
    finish_when_all_are_judged(row, by)
    return row


def finish_when_all_are_judged(item: SpotCheckItem, by: User) -> None:
    """The last verdict finishes the month. The month's row is locked: two last ones at once finish it once."""
    check = type(item.spot_check).objects.select_for_update(of=("self",)).get(pk=item.spot_check_id)
    if check.completed_at or SpotCheckItem.objects.open().filter(spot_check=check).exists():
        return
    check.completed_at = clock.now()
    check.completed_by = by
    check.save(update_fields=["completed_at", "completed_by"])
    record("oversight.spot_check_finished", by=by, obj=check)
    drop_tasks(check.pk, kinds_of=[TO_CHECK, UNCHECKED])
