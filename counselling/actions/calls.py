"""Call me, phone duty, and a talk without a name."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from counselling.actions.freeing import offer_time_of
from counselling.actions.holding import occupy_one, offered_times
from counselling.actions.people import lock_who_wishes
from counselling.choices import CallStatus, Mode
from counselling.models import CallRequest, NamelessTalk, PhoneDuty
from counselling.rules import talks as rules
from counselling.rules.talks import Refusal
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.actions.occupancy import release
from portal.calendar.hours import staffed_by
from portal.keys import new_key
from portal.refusals import Refused, locking, violated_constraint
from portal.vault.keyring import blind_index
from portal.worklist import actions as worklist

CALL_TASK = "counselling.call_request"
NAMELESS_FOR = "counselling.nameless"
CALL_WITHIN_OPEN_HOURS = timedelta(hours=24)
OPEN_CALLS_AT_MOST = 40  # what phone duty can ring within the promised day; then the page says when to try again
CODE_DIGITS = 8


@locking
def request_call(
    *, by: User | None, phone: str, name: str, topic: str, when: str, may_leave_voicemail: bool, form_key: UUID
) -> CallRequest:
    """Ask to be rung. Pressed twice, it answers with the same request.

    Refuses without a number, when more people wait than can be rung within a day, or when the one who asks was joined
    with another person meanwhile.
    """
    now = clock.now()
    if done := CallRequest.objects.filter(form_key=form_key).first():
        return done
    if by is not None:
        lock_who_wishes(by)
    if not phone:
        raise Refused(Refusal.PHONE_MISSING)
    if CallRequest.objects.waiting().count() >= OPEN_CALLS_AT_MOST:
        raise Refused(Refusal.CALLS_FULL)
    request = CallRequest.objects.create(
        person=by,
        name=name,
        phone=phone,
        phone_index=blind_index(phone, "phone"),
        topic=topic,
        when=when,
        may_leave_voicemail=may_leave_voicemail,
        due_at=promised_moment(now),
        form_key=form_key,
        created_at=now,
    )
    audit.record("counselling.call_requested", by=by, obj=request, subject=by.pk if by else None)
    worklist.add_task(
        CALL_TASK, f"{CALL_TASK}:{request.pk}", about=request.pk, due_at=request.due_at, assigned_to=on_duty(now)
    )
    return request


def promised_moment(now: datetime) -> datetime:
    """By when we ring: a working day after the phones are next staffed."""
    return staffed_by(now, CALL_WITHIN_OPEN_HOURS)


def on_duty(now: datetime) -> User | None:
    """Who has phone duty at this moment, or nobody."""
    duty = PhoneDuty.objects.on_duty(now).first()
    return duty.user if duty else None


@transaction.atomic
def finish_call_request(*, by: User, request: CallRequest, status: str) -> CallRequest:
    """Note how the call went. Refuses when somebody else noted it already."""
    now = clock.now()
    row = CallRequest.objects.select_for_update().get(pk=request.pk)
    if refusal := rules.call_may_become(row.status, status):
        raise Refused(refusal)
    row.status = status
    row.done_at = now
    row.done_by = by
    row.save(update_fields=["status", "done_at", "done_by"])
    audit.record(f"counselling.call_{status}", by=by, obj=row, subject=row.person_id)
    if status != CallStatus.NOT_REACHED:
        worklist.drop_tasks(row.pk)
    return row


@transaction.atomic
def give_phone_duty(*, by: User, user: User, starts_at: datetime, ends_at: datetime) -> PhoneDuty:
    """Put somebody on the roster. Refuses when somebody else has it in that time."""
    try:
        with transaction.atomic():
            duty = PhoneDuty.objects.create(user=user, starts_at=starts_at, ends_at=ends_at)
    except IntegrityError as error:
        if violated_constraint(error) == "one_person_has_phone_duty_at_a_time":
            raise Refused(Refusal.DUTY_TAKEN) from error
        raise
    audit.record("counselling.phone_duty_given", by=by, obj=duty, subject=user.pk)
    return duty


@transaction.atomic
def take_phone_duty_away(*, by: User, duty: PhoneDuty) -> None:
    """Take a turn off the roster."""
    audit.record("counselling.phone_duty_taken_away", by=by, obj=duty, subject=duty.user_id)
    duty.delete()


def code_for(form_key: UUID) -> str:
    """The code of a talk without a name: made from the form's key, so that a second press shows the same one."""
    digits = str(int(blind_index(str(form_key), "nameless code"), 16))[-CODE_DIGITS:]
    return f"{digits[:4]} {digits[4:]}"


def code_hash(code: str) -> str:
    """What is stored of a code, whatever spaces it was typed with."""
    return blind_index("".join(letter for letter in code if letter.isdigit()), "nameless talk")


@locking
def book_nameless_talk(*, wish: Wish, starts_at: datetime, form_key: UUID) -> tuple[NamelessTalk, str]:
    """Book a phone talk without a name; returns it and the code that cancels it. Nothing else is stored.

    Refuses when the time is taken or the talk isn't on the phone.
    """
    code = code_for(form_key)
    if done := NamelessTalk.objects.filter(code_hash=code_hash(code)).first():
        return done, code
    if wish.mode != Mode.PHONE:
        raise Refused(Refusal.MODE_NOT_OFFERED)
    now, key = clock.now(), new_key()
    times = offered_times(wish, starts_at, now)
    time = occupy_one(times, wish, held_for=NAMELESS_FOR, held_for_id=key, until=None)
    talk = NamelessTalk.objects.create(
        id=key,
        code_hash=code_hash(code),
        meeting_type=wish.meeting_type,
        counsellor_id=time.resource_id,
        starts_at=time.start,
        ends_at=time.end,
        status="booked",
    )
    audit.record("counselling.nameless_talk_booked", by=None, obj=talk)
    return talk, code


def nameless_talk_with(code: str) -> NamelessTalk | None:
    """The talk a code belongs to."""
    return NamelessTalk.objects.filter(code_hash=code_hash(code)).select_related("meeting_type").first()


@locking
def cancel_nameless_talk(*, code: str) -> NamelessTalk:
    """Call a talk without a name off by its code; pressed twice, nothing more happens.

    Refuses an unknown code and a talk that has begun.
    """
    talk = NamelessTalk.objects.select_for_update().filter(code_hash=code_hash(code)).first()
    if talk is None:
        raise Refused(Refusal.CODE_UNKNOWN)
    if talk.status == "cancelled":
        return talk
    if talk.starts_at <= clock.now() or talk.status != "booked":
        raise Refused(Refusal.ALREADY_STARTED)
    talk.status = "cancelled"
    talk.save(update_fields=["status"])
    release(talk.pk)
    audit.record("counselling.nameless_talk_cancelled", by=None, obj=talk)
    offer_time_of(talk, now=clock.now())
    return talk


@transaction.atomic
def conclude_nameless_talk(*, by: User, talk: NamelessTalk, outcome: str) -> NamelessTalk:
    """Note that a talk without a name was held, or nobody rang."""
    row = NamelessTalk.objects.select_for_update().get(pk=talk.pk)
    if row.status != "booked":
        raise Refused(Refusal.NOT_FROM_HERE)
    if clock.now() < (row.ends_at if outcome == "noshow" else row.starts_at):
        raise Refused(Refusal.NOT_YET_OVER)
    row.status = outcome
    row.save(update_fields=["status"])
    audit.record(f"counselling.nameless_talk_{outcome}", by=by, obj=row)
    return row
