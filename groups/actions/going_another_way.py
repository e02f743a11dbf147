"""When respite or a lift was not possible: online, the next date, or anyway. Seats move in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from groups import announcing
from groups.actions import asking_help
from groups.actions.asking_help import Wish
from groups.actions.seats import as_waiting, become, is_off, locked_pool, locked_row, promote, waiting_in, window_of
from groups.choices import HelpState, RegistrationState, WayOn
from groups.door_codes import new_code
from groups.models import Attendee, HelpRequest, Occurrence, Registration, SeatPool
from groups.models.registrations import ONE_LIVE_GUEST, ONE_LIVE_PERSON
from groups.models.respite import KINDS, kind_of
from groups.rules import respite as rules
from groups.rules import seats as seat_rules
from groups.rules.respite import RespiteRefusal
from groups.rules.seats import SeatRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.keys import new_key
from portal.refusals import Refused, locking, violated_constraint

MOVES = {WayOn.ONLINE, WayOn.NEXT}


def other_pool(row: Registration, way: str) -> SeatPool | None:
    """Where a way leads: the same evening online, or the next date with the same kind of seats."""
    date = row.pool.occurrence
    if way == WayOn.ONLINE:
        pool = SeatPool.objects.of_date(date.pk, "online")
        return pool if pool is not None and pool.pk != row.pool_id else None
    later = Occurrence.objects.of_event(date.event_id).taking_place(clock.now())
    for one in later:
        if one.starts_at > date.starts_at and (pool := SeatPool.objects.of_date(one.pk, row.pool.channel)):
            return pool
    return None


@locking
def go_another_way(*, by: User | None, row: HelpRequest, way: str) -> Registration:
    """Online, the next date, or anyway. The old seats go to who waits there; the new ones are taken in the same
    transaction, or the old ones stay. Pressed twice, it is one move.

    Refuses what was answered already or is still looked for, a way where there are no places for all of them, and to
    move who has been welcomed at the door.
    """
    now = clock.now()
    target = other_pool(row.registration, way) if way in MOVES else None
    if way in MOVES and target is None:
        raise Refused(RespiteRefusal.NO_PLACE_THERE)
    pools = locked_in_order([row.registration.pool_id, *([target.pk] if target else [])], now)
    registration = locked_row(pools[row.registration.pool_id], row.registration)
    one: HelpRequest = type(row).objects.select_for_update().get(pk=row.pk)
    key = uuid5(one.pk, way)
    if target is not None and one.way_on == way and (done := Registration.objects.filter(form_key=key).first()):
        return done
    if one.way_on == way:
        return registration
    if one.state != HelpState.NOT_POSSIBLE or one.way_on or registration.state != RegistrationState.CONFIRMED:
        raise Refused(RespiteRefusal.NOTHING_TO_CHOOSE)
    one.way_on = way
    one.version += 1
    one.save()
    audit.record("groups.help_way_on", by=by, obj=one, subject=registration.person_id, reason=way)
    if target is None:
        return registration
    return moved(one, registration, pools[registration.pool_id], pools[target.pk], key, by=by, now=now)


def locked_in_order(pool_ids: Sequence[UUID], now: datetime) -> dict[UUID, SeatPool]:
    """Several pools in the one order everybody uses, each with what ran out lapsed."""
    return {pool.pk: locked_pool(pool.pk, now) for pool in SeatPool.objects.locked(pool_ids)}


def moved(
    one: HelpRequest, row: Registration, old: SeatPool, new: SeatPool, key: UUID, *, by: User | None, now: datetime
) -> Registration:
    """The same party with a place in the other pool; refuses when there is none, and then nothing has moved."""
    judge(new, row, now)
    if Attendee.objects.is_here(row.pk):
        raise Refused(SeatRefusal.IS_HERE)
    fresh = same_party(row, new, key, now)
    wishes = wishes_along(one, row) if one.way_on == WayOn.NEXT else []
    become(row, RegistrationState.CANCELLED, why="moved", by=by, now=now)
    announcing.forget_reminders([row])
    add(fresh, by=by, now=now)
    for person in Attendee.objects.filter(registration=row, number__lt=fresh.seats):
        Attendee.objects.create(  # read and sealed anew: what is encrypted belongs to its row
            registration=fresh,
            number=person.number,
            first_name=person.first_name,
            needs=person.needs,
            has_needs=person.has_needs,
        )
    asking_help.ask(fresh, wishes, now)
    announcing.tell_all(announcing.CONFIRMED, [fresh], new)
    promote(old, now)
    return fresh


def same_party(row: Registration, new: SeatPool, key: UUID, now: datetime) -> Registration:
    """A sign-up of the same people in another pool, not saved yet."""
    kept = ("person", "guest_name", "guest_email", "guest_phone", "guest_index", "seats", "answers", "source")
    same = {name: getattr(row, name) for name in (*kept, "language", "made_by", "proven_at")}
    moments = {"created_at": now, "changed_at": now}
    return Registration(id=new_key(), pool=new, wanted=row.seats, form_key=key, door_code=new_code(), **same, **moments)


def wishes_along(one: HelpRequest, row: Registration) -> list[Wish]:
    """What is asked again for the next date: what was not possible, and what is still open of the same sign-up."""
    asked = [one, *asking_help.requests_of([row])]
    return [Wish(kind=kind_of(each), what=each.what, address=each.address) for each in asked]


def judge(new: SeatPool, row: Registration, now: datetime) -> None:
    """Refuses unless the whole party gets places there at once, as somebody new would."""
    window = window_of(new)
    refusal = seat_rules.may_sign_up(window=window, is_cancelled=is_off(new), needs_sign_up=True, now=now)
    new.refresh_from_db(fields=["taken"])
    left = window.starts_at - now
    queue = as_waiting(waiting_in(new))
    if refusal or not seat_rules.gets_a_seat_at_once(seats=row.seats, free=new.free, queue=queue, time_left=left):
        raise Refused(RespiteRefusal.NO_PLACE_THERE)


def add(fresh: Registration, *, by: User | None, now: datetime) -> None:
    """Save the new sign-up. Refuses somebody who is signed up there already."""
    try:
        with transaction.atomic():
            become(fresh, RegistrationState.CONFIRMED, why="moved", by=by, now=now)
    except IntegrityError as error:
        if violated_constraint(error) not in {ONE_LIVE_PERSON, ONE_LIVE_GUEST}:
            raise
        raise Refused(SeatRefusal.ALREADY_SIGNED_UP) from error


def to_choose(row: Registration) -> list[HelpRequest]:
    """What was not possible of a sign-up and waits for the person's choice."""
    if row.state != RegistrationState.CONFIRMED:
        return []
    return [
        one
        for model in KINDS.values()
        for one in model.objects.of_sign_ups([row.pk]).filter(state=HelpState.NOT_POSSIBLE, way_on="")
    ]


def ways_of(row: Registration, one: HelpRequest) -> list[tuple[str, SeatPool | None]]:
    """The ways on, with where they lead."""
    found = {way: other_pool(row, way) for way in MOVES}
    ways = rules.ways_on(
        state=one.state,
        way_on=one.way_on,
        has_online=found[WayOn.ONLINE] is not None,
        has_next=found[WayOn.NEXT] is not None,
    )
    return [(way, found.get(WayOn(way))) for way in ways]
