"""Alone in somebody's home: going in, staying longer, coming out; and what colleagues do when somebody doesn't.

Locks are taken in the order of the outbox: its rows first, then the watch. The drain comes the same way.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from counselling import watching
from counselling.actions.keeping import locked
from counselling.actions.reading import shown
from counselling.actions.visit_days import opened
from counselling.addresses import Address
from counselling.choices import Mode
from counselling.models import Appointment, StaffNumber, VisitAddress, VisitWatch
from counselling.rules import visits as rules
from counselling.visit_choices import silence
from portal import clock
from portal.accounts.models import Role, User
from portal.audit import actions as audit
from portal.outbox import actions as outbox
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused, locking
from portal.worklist import actions as worklist


@dataclass(frozen=True)
class AlarmFile:
    """All that is needed to find somebody who did not come out."""

    watch: VisitWatch
    address: Address | None
    phone: str | None


def open_address(*, by: User, talk: Appointment) -> Address | None:
    """Where the visit goes, for its counsellor; the read stands in the log first. None when it can't be shown.

    Refuses before 15.00 the day before, and after the visit's own day. Raises CannotRecord.
    """
    refusal = rules.may_see_address(starts_at=talk.starts_at, now=clock.now(), zone=clock.zone())
    if refusal:
        raise Refused(refusal)
    audit.record_read("counselling.visit_address_opened", by=by, obj=talk, subject=talk.booked_by_id)
    return opened(VisitAddress.objects.of_talk(talk.pk))


def open_alarm(*, by: User, watch: VisitWatch) -> AlarmFile:
    """Address and number of somebody who is missed, recorded before they are shown. Refuses when nobody is."""
    in_alarm = VisitWatch.objects.in_alarm(clock.now()).filter(pk=watch.pk).exists()
    if refusal := rules.may_reach(is_open=watch.is_open, in_alarm=in_alarm):
        raise Refused(refusal)
    audit.record_read("counselling.visit_alarm_opened", by=by, obj=watch, subject=watch.appointment.booked_by_id)
    number = StaffNumber.objects.numbers([watch.worker]).get(watch.worker_id)
    address = opened(VisitAddress.objects.of_talk(watch.appointment_id))
    return AlarmFile(watch, address, shown(number, "phone") if number else "")


@locking
def go_in(*, by: User, talk: Appointment, expected_end: datetime) -> VisitWatch:
    """The counsellor is there: missed from now on unless they come out. Refuses too early, twice, or without an end."""
    now = clock.now()
    outbox.withdraw(talk.pk, kinds=watching.AT_THE_DOOR)
    row = locked(talk, None)
    refusal = rules.may_check_in(
        is_visit=row.mode == Mode.HOME_VISIT,
        is_live=row.is_live,
        is_watched=VisitWatch.objects.of_talk(row.pk) is not None,
        starts_at=row.starts_at,
        now=now,
        zone=clock.zone(),
    ) or rules.may_stay_until(expected_end=expected_end, now=now)
    if refusal:
        raise Refused(refusal)
    watch = VisitWatch.objects.create(appointment=row, worker=by, checked_in_at=now, expected_end=expected_end)
    worklist.drop_tasks(row.pk, kinds_of=[watching.MISSING_TASK])
    audit.record("counselling.visit_begun", by=by, obj=watch, subject=row.booked_by_id)
    outbox.put_all(watching.watch_drafts(watch))
    return watch


def locked_watch(watch: VisitWatch) -> VisitWatch:
    """The row as it is now; what it had planned is withdrawn first (see above)."""
    outbox.withdraw(watch.pk, kinds=[watching.END, watching.ALARM, watching.ROUND])
    rows = VisitWatch.objects.select_related("worker", "appointment").select_for_update(of=("self",))
    return rows.get(pk=watch.pk)


@locking
def stay_longer(*, by: User, watch: VisitWatch, minutes: int) -> VisitWatch:
    """Some more minutes, counted from the expected end or from now, whichever is later. Refuses when one is out."""
    now = clock.now()
    row = locked_watch(watch)
    if refusal := rules.may_extend(is_open=row.is_open):
        raise Refused(refusal)
    until = max(row.expected_end, now) + timedelta(minutes=minutes)
    if refusal := rules.may_stay_until(expected_end=until, now=now):
        raise Refused(refusal)
    row.expected_end = until
    row.version += 1
    row.save(update_fields=["expected_end", "version"])
    worklist.drop_tasks(row.pk)
    audit.record("counselling.visit_extended", by=by, obj=row, subject=row.appointment.booked_by_id)
    outbox.put_all(watching.watch_drafts(row))
    return row


@locking
def come_out(*, by: User, watch: VisitWatch) -> VisitWatch:
    """The counsellor is out safely: no alarm any more. Pressed twice, or after a colleague said so, nothing changes."""
    row = locked_watch(watch)
    if not row.is_open:
        return row
    row.checked_out_at = clock.now()
    row.save(update_fields=["checked_out_at"])
    worklist.drop_tasks(row.pk)
    audit.record("counselling.visit_ended", by=by, obj=row, subject=row.appointment.booked_by_id)
    return row


@locking
def reach(*, by: User, watch: VisitWatch) -> VisitWatch:
    """A colleague has reached the missed one and ends the alarm. Refuses when nobody is missed, or is out meanwhile."""
    now = clock.now()
    row = locked_watch(watch)
    in_alarm = row.expected_end + silence(settings.VISIT_GRACE_MINUTES) <= now
    if refusal := rules.may_reach(is_open=row.is_open, in_alarm=in_alarm):
        raise Refused(refusal)
    row.reached_at, row.reached_by = now, by
    row.save(update_fields=["reached_at", "reached_by"])
    worklist.drop_tasks(row.pk)
    audit.record("counselling.visit_reached", by=by, obj=row, subject=row.worker_id)
    return row


def sound(message: OutboxMessage) -> None:
    """One round of the alarm, in the transaction that marks its row: judged again under the lock of the check-out."""
    now = clock.now()
    assert message.about is not None
    rows = VisitWatch.objects.select_related("worker", "appointment").select_for_update(of=("self",))
    watch = rows.filter(pk=message.about, version=message.version).first()
    if watch is None or not watch.is_open:
        return
    number = int(message.context["round"])
    key = f"{watching.ALARM_TASK}:{watch.pk}:{watch.version}"
    if duty := watching.on_duty(now):
        worklist.add_task(watching.ALARM_TASK, f"{key}:duty", about=watch.pk, due_at=now, assigned_to=duty)
    worklist.add_task(watching.ALARM_TASK, f"{key}:lead", about=watch.pk, due_at=now, role=Role.TEAM_LEAD)
    audit.record("counselling.visit_alarm", by=None, obj=watch, subject=watch.worker_id)
    outbox.put_all(watching.alarm_drafts(watch, number, now))


@locking
def keep_number(*, by: User, phone: str) -> StaffNumber:
    """Write down the phone one carries at work; an empty number takes it away."""
    row, _made = StaffNumber.objects.get_or_create(user=by)
    row.phone = phone or None  # type: ignore[assignment]  # NULL is how it is wiped
    row.save(update_fields=["phone"])
    audit.record("counselling.work_number_kept", by=by, obj=row, subject=by.pk)
    return row
