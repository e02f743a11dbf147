"""Who comes without having signed up gets a seat through the same lock as everybody, or is refused in words.

Until it begins, a walk-in only gets a seat nobody who waits could have: they were asked, and may be on their way. From
the start on the queue is over, and whoever stands there gets what is free. Seats of those who signed up and have not
come stay theirs; an organiser who sees empty chairs gives more seats (overbook), which the refusal says.
"""

from uuid import UUID

from groups.actions.door import judge_date, missing_in
from groups.actions.seats import as_waiting, become, locked_pool, locked_row, promote, step, waiting_in
from groups.actions.signing_up import Party, pressed_twice_is_once, unsaved, who_come
from groups.choices import PoolChannel, RegistrationMode, RegistrationState, Source
from groups.models import Attendee, Registration, SeatPool
from groups.rules import seats as seat_rules
from groups.rules.answers import takes_part_online
from groups.rules.door import DoorRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking


@pressed_twice_is_once
@locking
def walk_in(*, by: User, pool: SeatPool, party: Party, form_key: UUID) -> Registration:
    """A party that just came: it takes its seats and is here. Pressed twice, it is one party.

    Refuses a date that is off, of another day, online or counted by head; when there are too few free seats; and
    before it begins when somebody who waits could have them.
    """
    now = clock.now()
    row = locked_pool(pool.pk, now)
    date = row.occurrence
    judge_date(date, now)
    if date.event.registration == RegistrationMode.DROP_IN:
        raise Refused(DoorRefusal.COUNTED_BY_HEAD)
    if takes_part_online(status=date.status, channel=row.channel):
        raise Refused(DoorRefusal.TAKES_PART_ONLINE)
    row.refresh_from_db(fields=["taken"])
    if party.seats > row.free:
        raise Refused(DoorRefusal.NO_ROOM_AT_DOOR, free=row.free, missing=missing_in(row))
    queue = as_waiting(waiting_in(row)) if now < date.starts_at and row.channel != PoolChannel.STAFF else []
    left = date.starts_at - now
    if not seat_rules.gets_a_seat_at_once(seats=party.seats, free=row.free, queue=queue, time_left=left):
        raise Refused(DoorRefusal.OTHERS_WAIT, start=date.starts_at)
    registration = unsaved(row, party, form_key=form_key, language="da", source=Source.WALK_IN, now=now)
    registration.made_by = by
    log = step(registration, RegistrationState.CONFIRMED, why="signed_up", by=by, now=now)
    who = who_come(registration, party)
    for one in who:
        one.came_at = now
    audit.record("groups.walked_in", by=by, obj=registration, reason=str(party.seats), beside=[registration, log, *who])
    return registration


@locking
def take_back(*, by: User, registration: Registration) -> Registration:
    """A walk-in was a slip: the seats are free again. Pressed twice, nothing more. Refuses who signed up themselves."""
    now = clock.now()
    pool = locked_pool(registration.pool_id, now)
    row = locked_row(pool, registration)
    if row.source != Source.WALK_IN:
        raise Refused(DoorRefusal.NO_WALK_IN)
    if row.state == RegistrationState.CANCELLED:
        return row
    Attendee.objects.filter(registration=row).update(came_at=None, stayed_away=False)
    become(row, RegistrationState.CANCELLED, why="slip", by=by, now=now)
    audit.record("groups.walk_in_taken_back", by=by, obj=row)
    promote(pool, now)
    return row
