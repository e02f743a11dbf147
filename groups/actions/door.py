"""At the door: who came is written on each attendee, never on the sign-up's state, so that nobody's seat changes hands.

A party is locked by its sign-up's row, as everybody who gives the place back locks it too; the date is read after the
lock. Two phones that check in the same party at once write one moment; the second is told when.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from groups.actions.seats import become, locked_pool, locked_row
from groups.choices import RegistrationState
from groups.models import Attendee, Occurrence, Registration, SeatPool
from groups.rules import door as rules
from groups.rules.answers import takes_part_online
from groups.rules.door import DoorRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking


@dataclass(frozen=True)
class Arrived:
    """What came of a check-in: how many more came, and since when all who were asked for are here."""

    registration: Registration
    came: int
    since: datetime


def locked_party(registration: Registration) -> Registration:
    """The sign-up as it is now, locked, with its seats and date read after the lock."""
    rows = Registration.objects.select_related("person").select_for_update(of=("self",))
    row = rows.get(pk=registration.pk)
    row.pool = SeatPool.objects.select_related("occurrence__event").get(pk=row.pool_id)
    return row


def judge_date(date: Occurrence, now: datetime) -> None:
    """Refuses a date that is off, and one of another day."""
    zone = ZoneInfo(date.zone)
    if refusal := rules.may_open(status=date.status, starts_at=date.starts_at, zone=zone, now=now):
        raise Refused(refusal, start=date.starts_at)


def judge_place(row: Registration) -> None:
    """Refuses a party without a place in the room."""
    online = takes_part_online(status=row.pool.occurrence.status, channel=row.pool.channel)
    if refusal := rules.has_a_place(state=row.state, is_online=online):
        raise Refused(refusal)


def judge_tonight(row: Registration, now: datetime) -> None:
    """Refuses a code that is scanned on another evening than its own."""
    date = row.pool.occurrence
    zone = ZoneInfo(date.zone)
    if not rules.is_tonight(starts_at=date.starts_at, ends_at=date.ends_at, zone=zone, now=now):
        raise Refused(DoorRefusal.CODE_OF_ANOTHER_DATE, start=date.starts_at)


@locking
def check_in(*, by: User, registration: Registration, number: int | None = None, is_scanned: bool = False) -> Arrived:
    """One of a party came, or all of it. Pressed twice, or on two phones: the first moment stands.

    Refuses a date that is off or of another day, a party without a place in the room, more than it has seats, nobody.
    """
    now = clock.now()
    row = locked_party(registration)
    judge_date(row.pool.occurrence, now)
    if is_scanned:
        judge_tonight(row, now)
    judge_place(row)
    people = list(Attendee.objects.filter(registration=row).select_for_update())
    asked = [one for one in people if number in (None, one.number)]
    here = [one for one in people if one.came_at is not None]
    new = [one for one in asked if one.came_at is None]
    if asked and not new:
        return Arrived(row, 0, max(one.came_at for one in asked if one.came_at))
    if refusal := rules.may_come_in(asked=len(new), inside=len(here), seats=row.seats):
        raise Refused(refusal, seats=row.seats)
    for one in new:
        one.came_at, one.stayed_away = now, False
        one.save(update_fields=["came_at", "stayed_away"])
    audit.record("groups.checked_in", by=by, obj=row, subject=row.person_id, reason=str(len(new)))
    return Arrived(row, len(new), now)


@locking
def undo(*, by: User, registration: Registration, number: int) -> int:
    """Nothing is said of one of a party any more: it was a slip. Their seat stays theirs. How many were unmarked."""
    row = locked_party(registration)
    rows = Attendee.objects.filter(registration=row, number=number)
    found = rows.exclude(came_at=None, stayed_away=False).update(came_at=None, stayed_away=False)
    if found:
        audit.record("groups.check_in_undone", by=by, obj=row, subject=row.person_id)
    return found


@locking
def let_in(*, by: User, registration: Registration) -> Registration:
    """A party that waits, or has not answered, stands in the door: it gets its place. Pressed twice, nothing more.

    Who stands there has answered first (docs/decisions/the-door.md). Refuses a date that is off or of another day,
    a party that asked for a place or has none to get, and one for which there are not enough free seats.
    """
    now = clock.now()
    pool = locked_pool(registration.pool_id, now)
    row = locked_row(pool, registration)
    judge_date(pool.occurrence, now)
    if row.state == RegistrationState.CONFIRMED:
        return row
    if row.state not in rules.MAY_BE_LET_IN:
        raise Refused(rules.NO_PLACE.get(row.state, DoorRefusal.SIGN_UP_CANCELLED))
    pool.refresh_from_db(fields=["taken"])
    if row.state == RegistrationState.WAITING and row.wanted > pool.free:
        raise Refused(DoorRefusal.NO_ROOM_AT_DOOR, free=pool.free, missing=missing_in(pool))
    row.proven_at = row.proven_at or now
    become(row, RegistrationState.CONFIRMED, why="at_the_door", by=by, now=now)
    audit.record("groups.let_in", by=by, obj=row, subject=row.person_id)
    return row


def missing_in(pool: SeatPool) -> int:
    """How many with such a seat have not come (yet)."""
    people = Attendee.objects.in_the_room(pool.occurrence_id).filter(registration__pool=pool)
    return people.filter(came_at=None).count()


@locking
def mark_away(*, by: User, date: Occurrence, is_online: bool = False) -> int:
    """Everybody in the room (or online) of whom nobody said that they came, did not. Seats stay; each can still be
    checked in.

    Refuses a date that is off, and one that is not over. How many it was.
    """
    now = clock.now()
    row = Occurrence.objects.select_for_update(of=("self",)).get(pk=date.pk)
    judge_date(row, now)
    if now < row.ends_at:
        raise Refused(DoorRefusal.NOT_OVER_YET, end=row.ends_at)
    people = Attendee.objects.online(row.pk) if is_online else Attendee.objects.in_the_room(row.pk)
    unmarked = people.unmarked().select_for_update(of=("self",)).order_by("pk")
    keys = [one.pk for one in unmarked.only("pk")]  # locked first: an update over joins would not look again
    found = Attendee.objects.filter(pk__in=keys).update(stayed_away=True)
    if found:
        audit.record("groups.absences_marked", by=by, obj=row, reason=str(found))
    return found
