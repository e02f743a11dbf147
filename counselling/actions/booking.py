"""From a kept time to a conversation; moving one; booking for somebody on the phone."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Subquery

from counselling import announcing
from counselling.actions.ceiling import keep_ceiling
from counselling.actions.freeing import offer_time_of
from counselling.actions.holding import (
    BOOKED_FOR,
    HELD_FOR,
    claims_of,
    drop_hold,
    occupy_one,
    offered_times,
    token_hash,
)
from counselling.actions.visit_days import (
    address_of_hold,
    address_of_talk,
    hand_over_address,
    judge_visits,
    keep_address,
)
from counselling.actions.waiting import talk_has_moved, talk_is_booked
from counselling.choices import Company, Mode, Status
from counselling.models import Appointment, Case, Hold, IntakeAnswer, Participant
from counselling.models.holds import CountedHold
from counselling.rules import talks as rules
from counselling.rules.talks import Refusal
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.actions.occupancy import firm_up, occupy, release
from portal.calendar.hours import staffed_by
from portal.calendar.models import FreeTime, Resource
from portal.database.questions import Question
from portal.keys import new_key
from portal.refusals import Refused, locking
from portal.worklist import actions as worklist

LOCK_PERSON = Question(lambda pk: User.objects.active().filter(pk=pk).only("pk").select_for_update())
LOCK_HOLD = Question(
    lambda token_hash, pk, person: (
        Hold.objects.with_token(token_hash).filter(pk=pk).counting_open_talks_of(person).select_for_update(of=("self",))
    )
)


def lock_who_books(key: UUID) -> None:
    """The person, locked. Refuses somebody who was joined with another one meanwhile: nobody's talk is booked."""
    if not LOCK_PERSON.all(key):
        raise Refused(Refusal.PERSON_GONE)


def place_of(mode: str, room: Resource | None) -> str:
    """Where to go, for a talk at our place: the room, and how to find it."""
    if mode != Mode.IN_PERSON or room is None:
        return ""
    return f"{room.name}, {room.place}" if room.place else room.name


def video_link_for(mode: str, uid: UUID) -> str:
    """The video address made from the municipality's template, or nothing: then staff paste one."""
    template: str = settings.VIDEO_LINK_TEMPLATE
    return template.replace("{uid}", str(uid)) if mode == Mode.VIDEO and template else ""


def made_before(*, hold_id: UUID, by: User) -> Appointment | None:
    """The talk this hold already became: a second press of the button, or the back button."""
    return Appointment.objects.of_relative(by).made_from(hold_id)


def keep_time(hold: Hold, appointment_id: UUID) -> None:
    """Make the hold's time the appointment's; a hold that ran out keeps it if nobody came meanwhile."""
    address = address_of_hold(hold)
    wish = Wish(meeting_type=hold.meeting_type, mode=hold.mode, counsellor_id=hold.counsellor_id, address=address)
    time = FreeTime(hold.counsellor_id, hold.starts_at, hold.ends_at, hold.interpreter_id, hold.room_id)
    try:
        firm_up(hold.id, held_for=HELD_FOR, new_held_for=BOOKED_FOR, new_id=appointment_id)
    except Refused:
        try:
            occupy(held_for=BOOKED_FOR, held_for_id=appointment_id, claims=claims_of(time, wish), expires_at=None)
        except Refused as refused:
            raise Refused(Refusal.HOLD_EXPIRED) from refused


@locking
def book_held(*, by: User, token: str, hold_id: UUID, wants_hours_reminder: bool = True) -> Appointment:
    """Make a kept time a conversation, booked or pending after its type. Pressed twice, it answers with the same one.

    Refuses when the time ran out and went to somebody else, the counsellor left or the type is out of use meanwhile, or
    the relative has enough open talks of this type, or the counsellor's last room for a first talk went meanwhile.
    """
    now = clock.now()
    lock_who_books(by.pk)  # two tabs of one person count one after the other
    hold = LOCK_HOLD.first(token_hash(token), hold_id, by.pk)
    if hold is None:
        if done := made_before(hold_id=hold_id, by=by):
            return done
        raise Refused(Refusal.HOLD_EXPIRED)
    if hold.held_by_id not in (None, by.pk):
        raise Refused(Refusal.HOLD_OF_SOMEBODY_ELSE)
    counted = CountedHold.of(hold)
    judge_again(counted)
    appointment = appointment_from(hold, by=by, now=now)
    appointment.case_id = counted.open_case
    keep_time(hold, appointment.id)
    new = [appointment, *companions_of(appointment, hold.company, hold.companion_name)]
    audit.record("counselling.appointment_booked", by=by, obj=appointment, subject=by.pk, beside=new)
    keep_ceiling(appointment, now=now)
    hand_over_address(appointment, hold=hold)
    drop_hold(hold.pk)
    announcing.announce_booking(appointment, wants_hours=wants_hours_reminder, now=now)
    if counted.waits:
        talk_is_booked(appointment)
    return appointment


def judge_again(counted: CountedHold) -> None:
    """Refuse what changed while the time was held: the type, the counsellor; and too many open talks."""
    hold = counted.hold
    kind = hold.meeting_type
    refusal = rules.may_hold(
        is_bookable=kind.is_active and kind.is_self_bookable,
        modes=kind.modes,
        mode=hold.mode,
        is_counsellor_active=hold.counsellor.is_active and not counted.is_barred,
    )
    if refusal:
        raise Refused(refusal)
    if hold.mode == Mode.HOME_VISIT:
        judge_visits(hold.counsellor_id, hold.starts_at, but=hold.pk)
    limit = kind.max_open_per_person
    if refusal := rules.may_book(open_bookings=counted.open_now, max_open=limit):
        raise Refused(refusal, limit=limit)


def appointment_from(hold: Hold, *, by: User, now: datetime) -> Appointment:
    """The unsaved appointment a hold becomes."""
    key = new_key()
    pending = hold.meeting_type.needs_approval
    within = staffed_by(now, timedelta(hours=hold.meeting_type.decide_within_hours)) - now if pending else timedelta()
    return Appointment(
        id=key,
        uid=key,
        meeting_type=hold.meeting_type,
        mode=hold.mode,
        starts_at=hold.starts_at,
        ends_at=hold.ends_at,
        counsellor=hold.counsellor,
        room=hold.room,
        interpreter=hold.interpreter,
        interpreter_language=hold.interpreter_language,
        company=hold.company,
        wants_respite=hold.wants_respite,
        status=Status.PENDING if pending else Status.BOOKED,
        decide_by=rules.approval_deadline(now=now, within=within, starts_at=hold.starts_at) if pending else None,
        booked_by=by,
        made_by=by,
        hold_ref=hold.id,
        place=place_of(hold.mode, hold.room),
        video_link=video_link_for(hold.mode, key),
        created_at=now,
    )


def store(appointment: Appointment, old: Appointment | None, company: str, companion_name: str) -> None:
    """Write the new row, with what it carries on from the old one or who comes along.

    The person's open case is asked for by the insert itself: no query of its own, and never a case opened or closed
    meanwhile, since whoever opens or closes one waits for the lock on the person.
    """
    if old is not None:
        succeed(appointment, old)
    appointment.case_id = Subquery(Case.objects.open_key_of(appointment.booked_by_id))  # type: ignore[assignment]
    appointment.save(force_insert=True)
    appointment.__dict__.pop("case_id")  # the database knows it; asked for when somebody needs it
    if old is not None:
        carry_over(appointment, old)
    for one in companions_of(appointment, company, companion_name) if old is None else ():
        one.save()


def companions_of(appointment: Appointment, company: str, first_name: str) -> list[Participant]:
    """Who comes along, not written yet."""
    if company == Company.ALONE:
        return []
    return [Participant(appointment=appointment, role=company, first_name=first_name)]


def retire(
    old_id: UUID, *, by: User, moves_to: datetime, now: datetime, is_staff: bool, version: int | None
) -> Appointment:
    """End the old row of a talk that moves and free its time.

    Refuses when it may not move, the page is older, or it has that time already.
    """
    old = Appointment.objects.select_related("meeting_type").select_for_update(of=("self",)).get(pk=old_id)
    if version is not None and old.version != version:
        raise Refused(Refusal.STALE)
    notice = timedelta(minutes=old.meeting_type.move_notice_minutes)
    refusal = rules.may_move(status=old.status, starts_at=old.starts_at, move_notice=notice, now=now, is_staff=is_staff)
    if refusal:
        raise Refused(refusal)
    if old.starts_at == moves_to:
        raise Refused(Refusal.SAME_TIME)
    old.status = Status.SUPERSEDED
    old.decide_by = None
    old.version += 1
    old.save(update_fields=["status", "decide_by", "version"])
    release(old.id)
    announcing.withdraw_messages(old)
    worklist.drop_tasks(old.id)
    audit.record("counselling.appointment_moved", by=by, obj=old, subject=old.booked_by_id)
    return old


def succeed(new: Appointment, old: Appointment) -> None:
    """The unsaved new row carries on the old one's calendar uid and version."""
    new.supersedes = old
    new.uid = old.uid
    new.ics_sequence = old.ics_sequence + 1
    new.version = old.version
    new.video_link = old.video_link or new.video_link


def carry_over(new: Appointment, old: Appointment) -> None:
    """What was written and who comes along follow the talk to its new time."""
    for answer in old.answers.all():
        IntakeAnswer.objects.create(
            appointment=new, number=answer.number, text=answer.text, changed_at=answer.changed_at
        )
    for participant in old.participants.all():
        Participant.objects.create(
            appointment=new, user=participant.user, first_name=participant.first_name, role=participant.role
        )
    hand_over_address(new, talk=old)
    old.answers.all().delete()
    old.participants.all().delete()


@locking
def move_appointment(
    *, by: User, appointment: Appointment, starts_at: datetime, is_staff: bool, version: int | None = None
) -> Appointment:
    """Give a talk another time with the same counsellor in one step; the old time goes to the waiting list.

    Refuses when the new time is taken or the one it has, the talk has begun, the page it was judged from is older
    (version), or (for the relative) the notice is passed.
    """
    now = clock.now()
    wish = Wish(
        meeting_type=appointment.meeting_type,
        mode=appointment.mode,
        counsellor_id=appointment.counsellor_id,
        person_id=appointment.booked_by_id,
        interpreter_language=appointment.interpreter_language,
        company=appointment.company,
        is_staff=is_staff,
        adds_load=False,
        address=address_of_talk(appointment),
    )
    User.objects.select_for_update(no_key=True).only("pk").get(pk=appointment.booked_by_id)
    old = retire(appointment.pk, by=by, moves_to=starts_at, now=now, is_staff=is_staff, version=version)
    times = offered_times(wish, starts_at, now)
    moved = book_wish(by=by, person=old.booked_by, wish=wish, times=times, hold_ref=new_key(), now=now, old=old)
    talk_has_moved(old, moved)
    offer_time_of(old, now=now)  # last: the new time may overlap the old one
    return moved


@locking
def book_for_someone(
    *, by: User, person: User, wish: Wish, starts_at: datetime, form_key: UUID, over_ceiling: str = ""
) -> Appointment:
    """A counsellor books for somebody on the phone. Pressed twice, it answers with the same talk.

    Refuses when the time is taken, the type is out of use or isn't offered that way, and when it would lift the
    counsellor over the ceiling without a reason (over_ceiling). Staff may book within the notice.
    """
    now = clock.now()
    lock_who_books(person.pk)
    if done := made_before(hold_id=form_key, by=person):
        return done
    active, modes = wish.meeting_type.is_active, wish.meeting_type.modes
    if refusal := rules.may_hold(is_bookable=active, modes=modes, mode=wish.mode, is_counsellor_active=True):
        raise Refused(refusal)
    if wish.mode == Mode.HOME_VISIT and wish.address is None:
        raise Refused(Refusal.ADDRESS_MISSING)
    times = offered_times(replace(wish, person_id=person.pk), starts_at, now)
    made = book_wish(by=by, person=person, wish=wish, times=times, hold_ref=form_key, now=now, old=None)
    keep_ceiling(made, now=now, by=by, over_ceiling=over_ceiling)
    talk_is_booked(made)
    return made


def book_wish(
    *,
    by: User,
    person: User,
    wish: Wish,
    times: Iterable[FreeTime],
    hold_ref: UUID,
    now: datetime,
    old: Appointment | None,
) -> Appointment:
    """Occupy one of the times firmly and make the appointment, in the caller's transaction."""
    key = new_key()
    time = occupy_one(list(times), wish, held_for=BOOKED_FOR, held_for_id=key, until=None)
    hold = Hold(
        id=hold_ref,
        meeting_type=wish.meeting_type,
        mode=wish.mode,
        counsellor_id=time.resource_id,
        room_id=time.room_id,
        interpreter_id=time.also_id,
        interpreter_language=wish.interpreter_language,
        company=wish.company,
        wants_respite=wish.wants_respite,
        starts_at=time.start,
        ends_at=time.end,
    )
    appointment = appointment_from(hold, by=person, now=now)
    appointment.id = appointment.uid = key
    appointment.made_by = by
    if wish.is_staff:
        appointment.status, appointment.decide_by = Status.BOOKED, None
    store(appointment, old, wish.company, wish.companion_name)
    if old is None:
        keep_address(wish.address, appointment=appointment)
    audit.record("counselling.appointment_booked", by=by, obj=appointment, subject=person.pk)
    announcing.announce_booking(appointment, wants_hours=True, now=now)
    return appointment
