"""What happens to a booked conversation: a yes or no, cancelled, arrived, held or missed, answered."""

from datetime import datetime

from django.db import transaction

from counselling import announcing, watching
from counselling.actions.freeing import offer_time_of
from counselling.actions.replying import renew_code
from counselling.actions.waiting import talk_is_off
from counselling.choices import CancelActor, Status
from counselling.models import Appointment, IntakeAnswer
from counselling.rules import talks as rules
from counselling.rules.talks import Refusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.actions.occupancy import release
from portal.refusals import Refused, locking
from portal.worklist import actions as worklist


def locked(appointment: Appointment, version: int | None) -> Appointment:
    """The row as it is now, locked. Refuses when the page it was judged from is older (version)."""
    row = Appointment.objects.select_related("meeting_type").select_for_update(of=("self",)).get(pk=appointment.pk)
    if version is not None and row.version != version:
        raise Refused(Refusal.STALE)
    return row


@locking
def cancel_appointment(
    *, by: User | None, appointment: Appointment, actor: str, reason: str = "", version: int | None = None
) -> Appointment:
    """Call a talk off; its time goes to the waiting list, or is free. A relative needs no reason, staff give one.

    Refuses when it has begun (relative) or ended (staff), is off already, or staff gave no reason.
    """
    now = clock.now()
    row = locked(appointment, version)
    is_staff = actor != CancelActor.RELATIVE
    if row.status == Status.CANCELLED and not is_staff:
        return row  # the link pressed twice
    refusal = rules.may_cancel(
        status=row.status, starts_at=row.starts_at, ends_at=row.ends_at, now=now, is_staff=is_staff
    )
    if refusal:
        raise Refused(refusal)
    if is_staff and not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    was_invited = row.status != Status.PENDING
    row.status = Status.CANCELLED
    row.cancel_actor = actor
    row.cancel_reason = reason.strip()
    row.cancelled_at = now
    row.decide_by = None
    row.is_late_cancel = rules.is_late(
        starts_at=row.starts_at, move_notice=rules.minutes(row.meeting_type.move_notice_minutes), now=now
    )
    row.version += 1
    row.ics_sequence += 1
    row.save()
    release(row.pk)
    audit.record("counselling.appointment_cancelled", by=by, obj=row, subject=row.booked_by_id)
    announcing.announce_cancelling(row, now=now, was_invited=was_invited)
    worklist.drop_tasks(row.pk)
    talk_is_off(row, actor=actor, by=by, now=now)
    offer_time_of(row, now=now)
    return row


@locking
def confirm_pending(*, by: User, appointment: Appointment, version: int) -> Appointment:
    """Say yes to a requested time. Refuses when it is no longer waiting for an answer."""
    return decide(by=by, appointment=appointment, version=version, status=Status.BOOKED, reason="")


@locking
def decline_pending(*, by: User, appointment: Appointment, version: int, reason: str) -> Appointment:
    """Say no to a requested time, with a reason; the time is free. Refuses without a reason or when decided."""
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    return decide(by=by, appointment=appointment, version=version, status=Status.DECLINED, reason=reason.strip())


def decide(*, by: User, appointment: Appointment, version: int, status: str, reason: str) -> Appointment:
    """Write the answer to a requested time in the caller's transaction."""
    now = clock.now()
    row = locked(appointment, version)
    if row.status != Status.PENDING or rules.may_become(row.status, status):
        raise Refused(Refusal.NOT_FROM_HERE)
    row.status = status
    row.decline_reason = reason
    row.decide_by = None
    row.version += 1
    row.save()
    if status == Status.DECLINED:
        release(row.pk)
    announcing.withdraw_messages(row)
    audit.record(f"counselling.appointment_{status}", by=by, obj=row, subject=row.booked_by_id)
    announcing.announce_decision(row, now=now)
    worklist.drop_tasks(row.pk)
    if status == Status.DECLINED:
        talk_is_off(row, actor=CancelActor.SERVICE, by=by, now=now)
        offer_time_of(row, now=now)
    return row


@locking
def renew_link(*, by: User, appointment: Appointment) -> Appointment:
    """Close the links and codes in the messages sent so far; the talk stays, and the next message has a new link.

    Refuses when the talk is off or over: its links are closed already.
    """
    row = locked(appointment, None)
    if refusal := rules.may_renew_link(is_live=row.is_live, ends_at=row.ends_at, now=clock.now()):
        raise Refused(refusal)
    row.link_version += 1
    row.save(update_fields=["link_version"])
    renew_code(row)
    audit.record("counselling.link_renewed", by=by, obj=row, subject=row.booked_by_id)
    return row


@transaction.atomic
def check_in(*, by: User, appointment: Appointment, version: int) -> Appointment:
    """Note that somebody has arrived. Refuses on another day or when the talk isn't booked."""
    now = clock.now()
    row = locked(appointment, version)
    day = row.starts_at.astimezone(clock.zone()).date()
    if refusal := rules.may_check_in(status=row.status, starts_at=row.starts_at, day=day, today=clock.today()):
        raise Refused(refusal)
    row.status = Status.CHECKED_IN
    row.checked_in_at = now
    row.save(update_fields=["status", "checked_in_at"])
    audit.record("counselling.appointment_checked_in", by=by, obj=row, subject=row.booked_by_id)
    return row


@transaction.atomic
def record_outcome(*, by: User, appointment: Appointment, version: int, outcome: str) -> Appointment:
    """Held, or we did not get to talk (only a person says so, and only after the end)."""
    now = clock.now()
    row = locked(appointment, version)
    refusal = rules.may_conclude(
        status=row.status, outcome=outcome, starts_at=row.starts_at, ends_at=row.ends_at, now=now
    )
    if refusal:
        raise Refused(refusal)
    row.status = outcome
    row.outcome_at = now
    row.version += 1
    row.save(update_fields=["status", "outcome_at", "version"])
    worklist.drop_tasks(row.pk, kinds_of=[watching.MISSING_TASK])
    audit.record(f"counselling.appointment_{outcome}", by=by, obj=row, subject=row.booked_by_id)
    return row


@transaction.atomic
def answer_intake(*, by: User, appointment: Appointment, texts: dict[int, str], companion: str | None = None) -> None:
    """Keep what the relative writes before the talk, and the first name of whom they bring.

    Refuses once it has begun or is off.
    """
    now: datetime = clock.now()
    row = locked(appointment, None)
    if refusal := rules.may_answer(is_live=row.is_live, starts_at=row.starts_at, now=now):
        raise Refused(refusal)
    kept = {answer.number: answer for answer in row.answers.select_for_update()}
    for number, text in texts.items():
        answer = kept.get(number) or IntakeAnswer(appointment=row, number=number)
        answer.text = text.strip()
        answer.changed_at = now
        answer.save()
    if companion is not None:
        for participant in row.participants.select_for_update():
            participant.first_name = companion.strip()
            participant.save(update_fields=["first_name"])
    audit.record("counselling.intake_answered", by=by, obj=row, subject=row.booked_by_id)


@transaction.atomic
def set_video_link(*, by: User, appointment: Appointment, version: int, video_link: str) -> Appointment:
    """Keep the video address staff pasted; an empty one takes it away. Refuses when the talk is off or over."""
    row = locked(appointment, version)
    if not row.is_live:
        raise Refused(Refusal.NOT_FROM_HERE)
    row.video_link = video_link
    row.save(update_fields=["video_link"])
    audit.record("counselling.video_link_set", by=by, obj=row, subject=row.booked_by_id)
    return row
