"""Other times for a talk that can't be held: kept free, chosen by the relative, or given up."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from counselling import announcing
from counselling.actions.booking import appointment_from, retire, store
from counselling.actions.holding import BOOKED_FOR, claims_of
from counselling.actions.keeping import locked
from counselling.choices import Status
from counselling.handover_choices import NewTimesState
from counselling.models import Appointment, ConflictOfInterest, Hold, NewTime, NewTimesOffer
from counselling.rules import absences as rules
from counselling.rules.absences import AbsenceRefusal
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.actions.occupancy import firm_up, occupy, release
from portal.calendar.models import FreeTime
from portal.keys import new_key
from portal.outbox import actions as outbox
from portal.refusals import Refused, locking
from portal.worklist import actions as worklist
from relatives.models import RelativeProfile

KEPT_FOR = "counselling.new_time"
RING_TASK = "counselling.ring_about_absence"
NEW_TIMES = announcing.NEW_TIMES
LOOK = timedelta(days=28)


def ask_to_ring(talk: Appointment, *, now: datetime, key: str) -> None:
    """Somebody with the phone rings about a talk that can't be held as booked."""
    due = min(now + timedelta(hours=4), max(now, talk.starts_at - timedelta(hours=1)))
    worklist.add_task(RING_TASK, f"{RING_TASK}:{talk.pk}:{key}", about=talk.pk, due_at=due)


def times_for(talk: Appointment, now: datetime) -> list[FreeTime]:
    """The next free times for a talk on different days, own counsellor first, nobody with a conflict."""
    wish = wish_of(talk)
    today = now.astimezone(clock.zone()).date()
    barred = set(ConflictOfInterest.objects.filter(person=talk.booked_by_id).values_list("worker__resource", flat=True))
    earliest = now + talk.meeting_type.notice(talk.mode)
    free = [
        one
        for one in wish.free_times(today, today + LOOK, now)
        if one.resource_id not in barred and one.start >= earliest and one.start != talk.starts_at
    ]
    days: dict[date, FreeTime] = {}
    for one in sorted(free, key=lambda one: (one.resource_id != talk.counsellor_id, one.start)):
        days.setdefault(one.start.astimezone(clock.zone()).date(), one)
    chosen = [days[day] for day in sorted(days)][: rules.TIMES_OFFERED]
    more = [one for one in free if one not in chosen]
    return sorted(chosen + more[: rules.TIMES_OFFERED - len(chosen)], key=lambda one: one.start)


def wish_of(talk: Appointment) -> Wish:
    """The talk as a wish for another time with anybody."""
    return Wish(
        meeting_type=talk.meeting_type,
        mode=talk.mode,
        interpreter_language=talk.interpreter_language if talk.interpreter_id else "",
        company=talk.company,
        is_staff=True,
    )


def offer_new_times(*, by: User, talk: Appointment, now: datetime) -> NewTimesOffer:
    """Keep up to three times for a talk and tell the relative, in the caller's transaction. Refuses when none is free.

    The talk itself stands until one is chosen; its reminders don't leave any more.
    """
    row = locked(talk, talk.version)
    kept_until = rules.kept_until(now=now, starts_at=row.starts_at, zone=clock.zone())
    offer = NewTimesOffer.objects.create(appointment=row, made_by=by, made_at=now, expires_at=kept_until)
    made = 0
    for time in times_for(row, now):
        key = new_key()
        try:
            occupy(held_for=KEPT_FOR, held_for_id=key, claims=claims_of(time, wish_of(row)), expires_at=kept_until)
        except Refused:
            continue
        NewTime.objects.create(
            id=key,
            offer=offer,
            counsellor_id=time.resource_id,
            room_id=time.room_id,
            interpreter_id=time.also_id,
            starts_at=time.start,
            ends_at=time.end,
        )
        made += 1
    if not made:
        raise Refused(AbsenceRefusal.NO_TIMES, starts=[row.starts_at])
    row.version += 1
    row.save(update_fields=["version"])
    announcing.withdraw_messages(row)
    audit.record("counselling.new_times_offered", by=by, obj=row, subject=row.booked_by_id)
    profile = RelativeProfile.objects.of(row.booked_by)
    drafts = announcing.drafts_now(NEW_TIMES, row, profile, now)
    outbox.put_all([replace(one, context={**one.context, "until": kept_until.isoformat()}) for one in drafts])
    return offer


def open_offer(offer: NewTimesOffer, now: datetime) -> NewTimesOffer:
    """The locked row. Refuses when it ran out or has its answer."""
    row = (
        NewTimesOffer.objects.select_for_update(of=("self",)).select_related("appointment__booked_by").get(pk=offer.pk)
    )
    if row.state != NewTimesState.OPEN or row.expires_at <= now:
        raise Refused(AbsenceRefusal.OFFER_OVER)
    return row


def close(row: NewTimesOffer, state: str, now: datetime, *, but: UUID | None = None) -> None:
    """Write the answer and give back the times nobody chose."""
    row.state, row.decided_at = state, now
    row.save(update_fields=["state", "decided_at"])
    for time in row.times.all():
        if time.pk != but:
            release(time.pk)


def keep_time(kept: UUID, appointment_id: UUID) -> None:
    """Make the kept time the talk's. Refuses when it ran out and somebody has part of it."""
    try:
        firm_up(kept, held_for=KEPT_FOR, new_held_for=BOOKED_FOR, new_id=appointment_id)
    except Refused as refused:
        raise Refused(AbsenceRefusal.OFFER_OVER) from refused


@locking
def choose_new_time(*, by: User, offer: NewTimesOffer, time_id: UUID) -> Appointment:
    """Move the talk to one of its new times in one step; the other times are free at once.

    Refuses when the offer ran out or is answered, and when the talk is off or was moved meanwhile.
    """
    now = clock.now()
    row = open_offer(offer, now)
    time = row.times.select_related("counsellor", "room", "interpreter").filter(pk=time_id).first()
    if time is None:
        raise Refused(AbsenceRefusal.CHOICE_MISSING)
    old = retire(row.appointment_id, by=by, moves_to=time.starts_at, now=now, is_staff=True, version=None)
    hold = Hold(
        id=new_key(),
        meeting_type=old.meeting_type,
        mode=old.mode,
        counsellor=time.counsellor,
        room=time.room,
        interpreter=time.interpreter,
        interpreter_language=old.interpreter_language,
        company=old.company,
        wants_respite=old.wants_respite,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
    )
    made = appointment_from(hold, by=old.booked_by, now=now)
    made.made_by, made.status, made.decide_by = by, Status.BOOKED, None
    keep_time(time.pk, made.pk)
    store(made, old, old.company, "")
    close(row, NewTimesState.CHOSEN, now, but=time.pk)
    audit.record("counselling.new_times_chosen", by=by, obj=made, subject=old.booked_by_id)
    announcing.announce_booking(made, wants_hours=True, now=now)
    return made


@locking
def decline_new_times(*, by: User, offer: NewTimesOffer) -> NewTimesOffer:
    """None of the times suits: they are free again, and somebody rings. Refuses when the offer is over."""
    now = clock.now()
    row = open_offer(offer, now)
    close(row, NewTimesState.DECLINED, now)
    audit.record("counselling.new_times_declined", by=by, obj=row.appointment, subject=row.appointment.booked_by_id)
    ask_to_ring(row.appointment, now=now, key=str(row.pk))
    return row


def expire_offers(*, limit: int = 100) -> int:
    """Each minute: offers that ran out are closed, and somebody rings about the talk. Returns how many."""
    keys = list(NewTimesOffer.objects.lapsed(clock.now()).values_list("pk", flat=True)[:limit])
    return sum(expire_one(key) for key in keys)


@locking
def expire_one(key: UUID) -> int:
    """One offer that ran out; nothing when somebody answered it a moment ago."""
    now = clock.now()
    row = NewTimesOffer.objects.lapsed(now).select_for_update(skip_locked=True).filter(pk=key).first()
    if row is None:
        return 0
    close(row, NewTimesState.EXPIRED, now)
    audit.record("counselling.new_times_expired", by=None, obj=row.appointment, subject=row.appointment.booked_by_id)
    if row.appointment.is_live:
        ask_to_ring(row.appointment, now=now, key=str(row.pk))
    return 1
