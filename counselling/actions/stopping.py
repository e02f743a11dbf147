"""What a service stop does with talks: to the phone at the same time, or called off; nothing new in person begins."""

from datetime import datetime

from counselling import announcing
from counselling.actions.keeping import cancel_appointment, locked
from counselling.choices import IN_PERSON, CancelActor, Mode, Status
from counselling.models import Appointment, Hold, VisitAddress
from counselling.rules.talks import Refusal
from portal import clock
from portal.accounts.models import Role, User
from portal.audit import actions as audit
from portal.calendar.actions.occupancy import release, release_all_but
from portal.calendar.models import ServiceStop
from portal.calendar.stopping import Order
from portal.refusals import Refused
from portal.worklist import actions as worklist
from relatives.models import RelativeProfile

NUMBER_TASK = "counselling.number_missing"
STRAY_TASK = "counselling.talk_in_a_stop"
PHONE, CANCEL = "phone", "cancel"


def carry_out(*, by: User, order: Order, now: datetime) -> None:
    """One talk's order. Refuses a talk that has begun, is off, or was changed since the plan was made."""
    talk = Appointment.objects.get(pk=order.touched.key)
    if order.way == CANCEL:
        version = order.touched.version
        cancel_appointment(by=by, appointment=talk, actor=CancelActor.SERVICE, reason=order.says, version=version)
    else:
        move_to_phone(by=by, talk=talk, version=order.touched.version, now=now)


def move_to_phone(*, by: User, talk: Appointment, version: int, now: datetime) -> Appointment:
    """The same time and counsellor, on the phone: the room and the way are free again, the address is forgotten.

    In the caller's transaction. Refuses when it has begun, is off, is on the phone already or was changed meanwhile.
    """
    row = locked(talk, version)
    if not row.is_live or row.status == Status.CHECKED_IN or row.starts_at <= now or row.mode not in IN_PERSON:
        raise Refused(Refusal.NOT_FROM_HERE)
    keep = [key for key in (row.counsellor_id, row.interpreter_id) if key]
    release_all_but(row.pk, keep=keep, parts=["core", "buffer"])
    gone = [row.room] if row.room is not None else []
    VisitAddress.objects.filter(appointment=row).delete()
    row.mode, row.room, row.place = Mode.PHONE, None, ""
    row.version += 1
    row.ics_sequence += 1
    row.save(update_fields=["mode", "room", "place", "version", "ics_sequence"])
    audit.record("counselling.appointment_by_phone", by=by, obj=row, subject=row.booked_by_id)
    announcing.announce_change(row, gone=gone, now=now)
    if not RelativeProfile.objects.of(row.booked_by).has_phone:
        worklist.add_task(
            NUMBER_TASK, f"{NUMBER_TASK}:{row.pk}", about=row.pk, due_at=now, assigned_to=row.counsellor.user
        )
    return row


def close_to_new(stop: ServiceStop) -> None:
    """Times kept by somebody who is still filling in are given back: they choose again, from what there is now."""
    for hold in Hold.objects.met_in(stop).select_for_update(of=("self",)).order_by("pk"):
        release(hold.pk)
        hold.delete()


def report_strays() -> int:
    """Tell the team lead of talks in person that came into a stop by another way (an offer accepted, staff booked).

    Once for each talk. How many there are.
    """
    now = clock.now()
    found = 0
    for stop in ServiceStop.objects.in_force(now):
        for talk in Appointment.objects.in_spite_of(stop, now):
            found += 1
            key = f"{STRAY_TASK}:{talk.pk}"
            worklist.add_task(STRAY_TASK, key, about=talk.pk, due_at=max(now, stop.made_at), role=Role.TEAM_LEAD)
    return found
