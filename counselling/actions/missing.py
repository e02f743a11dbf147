"""Nobody checked in to a home visit, and nobody answered: the next person is asked, each once, until somebody does."""

from datetime import timedelta

from django.conf import settings

from counselling import watching
from counselling.actions.reading import shown
from counselling.actions.visit_days import opened
from counselling.addresses import Address
from counselling.choices import Status
from counselling.models import Appointment, StaffNumber, VisitAddress
from counselling.rules.visits import VisitRefusal
from portal import clock
from portal.accounts.models import Role, User
from portal.audit import actions as audit
from portal.outbox import actions as outbox
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused, locking
from portal.worklist import actions as worklist
from portal.worklist.models import Task


def ask_next(message: OutboxMessage) -> None:
    """One step, in the transaction that marks its row: first whoever leads, then whoever has the phone.

    Judged again under the lock of the check-in. A worker killed before the commit leaves nothing; run again, the keys
    of messages and task let nobody be asked twice. The second step is the last: the task stays on the lead's list.
    """
    now = clock.now()
    assert message.about is not None
    rows = Appointment.objects.select_related("counsellor__user").select_for_update(of=("self",))
    talk = rows.filter(pk=message.about, version=message.version, status=Status.BOOKED, visit_watch=None).first()
    if talk is None:
        return
    step, who = int(message.context["step"]), talk.counsellor.user_id
    if step > 1 and not watching.is_unanswered(talk.pk):
        return
    duty = watching.on_duty(now)
    people = watching.leads(but=who) if step == 1 else []
    if not people and duty is not None and duty.pk != who:
        people = [duty]
    key = f"{watching.MISSING_TASK}:{talk.pk}:{talk.version}"
    worklist.add_task(watching.MISSING_TASK, key, about=talk.pk, due_at=now, role=Role.TEAM_LEAD)
    audit.record("counselling.visit_not_begun", by=None, obj=talk, subject=who)
    drafts = watching.missing_drafts(talk, people)
    if step == 1:
        drafts.append(watching.step_draft(talk, 2, now + timedelta(minutes=settings.VISIT_ASK_MINUTES)))
    outbox.put_all(drafts)


@locking
def say_it_is_answered(*, by: User, talk: Appointment) -> None:
    """Somebody knows how it is: nobody else is asked. Refuses when nobody asks any more."""
    outbox.withdraw(talk.pk, kinds=watching.AT_THE_DOOR)
    task = Task.objects.select_for_update(of=("self",)).open().filter(kind=watching.MISSING_TASK, about=talk.pk).first()
    if task is None:
        raise Refused(VisitRefusal.NOBODY_MISSED)
    worklist.finish_task(task, by)
    audit.record("counselling.visit_answered", by=by, obj=talk, subject=talk.counsellor.user_id)


def open_missing(*, by: User, talk: Appointment) -> tuple[Address | None, str | None]:
    """Where the visit is and the colleague's number, recorded before they are shown. Refuses when nobody asks."""
    if not watching.is_unanswered(talk.pk):
        raise Refused(VisitRefusal.NOBODY_MISSED)
    audit.record_read("counselling.visit_alarm_opened", by=by, obj=talk, subject=talk.booked_by_id)
    worker = talk.counsellor.user
    number = StaffNumber.objects.numbers([worker]).get(worker.pk) if worker else None
    return opened(VisitAddress.objects.of_talk(talk.pk)), shown(number, "phone") if number else ""
