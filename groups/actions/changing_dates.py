"""What happens to a date after people have signed up: moved, put off, moved online, called off. Each in one step.

Every verb locks the date, then its seats in the one order everybody uses, then changes, then tells: who has a place,
who waits, who was offered one, whose place is kept, who asked for one, who speaks; each once. The sequence of the
calendar file grows with each change, so that calendars replace the entry.
"""

from datetime import datetime

from psycopg.types.range import TimestamptzRange

from groups import announcing_changes as announcing
from groups.actions import asking_help
from groups.actions.dates import locked_date, save_date
from groups.actions.events import locked_event
from groups.actions.keeping_longer import keep_after_move
from groups.actions.seats import become
from groups.actions.taking_time import give_time_back, take_time
from groups.announcing_changes import Ended
from groups.choices import OccurrenceStatus, RegistrationState
from groups.models import Event, Occurrence, OnlineAccess, Registration, SeatPool, Venue
from groups.rules import dates as rules
from groups.rules.dates import DateRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.models import Resource
from portal.refusals import Refused, locking


@locking
def reschedule(
    *,
    by: User,
    date: Occurrence,
    version: int,
    starts_at: datetime,
    ends_at: datetime,
    venue: Venue | None,
    room: Resource | None,
    says: str,
) -> Occurrence:
    """Another time or another place, and everybody is told. One that was put off takes place again.

    Refuses a past time, what stays as it is, a clash, a date that is called off or over, and a stale page.
    """
    now = clock.now()
    row = locked_date(date, version, now)
    if refusal := rules.may_take_place(starts_at=starts_at, ends_at=ends_at, now=now):
        raise Refused(refusal, start=starts_at)
    before = (row.starts_at, row.ends_at, row.venue_id, row.room_id)
    if before == (starts_at, ends_at, venue and venue.pk, room and room.pk) and row.status != "postponed":
        raise Refused(DateRefusal.DATE_SAME)
    stays_online = row.status == OccurrenceStatus.MOVED_ONLINE and venue is None
    row.period, row.venue, row.room = TimestamptzRange(starts_at, ends_at), venue, room
    row.status = OccurrenceStatus.MOVED_ONLINE if stays_online else OccurrenceStatus.RESCHEDULED
    change(row, says)
    take_time(row.event, row)
    audit.record("groups.date_moved", by=by, obj=row)
    people = people_of(row)
    keep_after_move(people, by=by, now=now)
    announcing.tell(announcing.MOVED, row, people)
    return row


@locking
def postpone(*, by: User, date: Occurrence, version: int, says: str) -> Occurrence:
    """Not then, and a new time follows: people keep their places. Refuses what is called off or over, or stale."""
    row = locked_date(date, version, clock.now())
    if row.status == OccurrenceStatus.POSTPONED:
        raise Refused(DateRefusal.DATE_SAME)
    row.status = OccurrenceStatus.POSTPONED
    change(row, says)
    give_time_back(row)
    audit.record("groups.date_postponed", by=by, obj=row)
    announcing.tell(announcing.POSTPONED, row, people_of(row))
    return row


@locking
def move_online(*, by: User, date: Occurrence, version: int, address: str, says: str) -> Occurrence:
    """Same time, everybody at home: places stay theirs, the room is free again. Refuses without a link, a clash of
    nothing, what is called off or over, and a stale page.
    """
    row = locked_date(date, version, clock.now())
    if not address:
        raise Refused(DateRefusal.LINK_MISSING)
    if row.status in {OccurrenceStatus.MOVED_ONLINE, OccurrenceStatus.POSTPONED}:
        raise Refused(DateRefusal.DATE_SAME)
    row.status, row.venue, row.room = OccurrenceStatus.MOVED_ONLINE, None, None
    change(row, says)
    OnlineAccess.objects.filter(occurrence=row).delete()
    OnlineAccess.objects.create(occurrence=row, address=address)
    take_time(row.event, row)
    audit.record("groups.date_moved_online", by=by, obj=row)
    announcing.tell(announcing.ONLINE, row, people_of(row))
    return row


@locking
def call_off(*, by: User, date: Occurrence, version: int, says: str) -> Occurrence:
    """It does not take place: the end, and it stays visible. Refuses what is called off or over, and a stale page."""
    return called_off(by, locked_date(date, version, clock.now()), says)


@locking
def call_off_event(*, by: User, event: Event, version: int, says: str) -> list[Occurrence]:
    """Every date ahead is called off at once; each party and each speaker is told once, of all dates they had.
    Refuses a stale page, and when no date is left to call off.
    """
    now = clock.now()
    row = locked_event(event, version)
    dates = Occurrence.objects.of_event(row.pk).to_call_off(now)
    if not dates:
        raise Refused(DateRefusal.NO_DATES)
    ended = [ended_date(by, locked_date(one, one.version, now), says) for one in dates]
    row.version += 1
    row.save(update_fields=["version"])
    audit.record("groups.event_called_off", by=by, obj=row, reason=str(len(ended)))
    announcing.tell_event_off(row, ended)
    return [one.date for one in ended]


def called_off(by: User, row: Occurrence, says: str) -> Occurrence:
    """One date's end, and its people are told."""
    ended = ended_date(by, row, says)
    announcing.tell(announcing.CALLED_OFF, row, ended.parties, had_a_place=ended.had_a_place)
    return row


def ended_date(by: User, row: Occurrence, says: str) -> Ended:
    """One date's end: every sign-up that counts ends with it. Nobody is told yet."""
    now = clock.now()
    row.status = OccurrenceStatus.CANCELLED
    change(row, says)
    give_time_back(row)
    people = people_of(row)
    had_a_place = {one.pk for one in people if one.state == RegistrationState.CONFIRMED}
    for registration in people:
        become(registration, RegistrationState.CANCELLED, why="called_off", by=by, now=now)
    audit.record("groups.date_called_off", by=by, obj=row)
    return Ended(row, people, had_a_place)


def change(row: Occurrence, says: str) -> None:
    """The date's next version, in calendars and on pages, and why in words; its seats are locked from here on."""
    row.status_says = says.strip()
    row.version += 1
    row.sequence += 1
    save_date(row)
    SeatPool.objects.locked(row.pools.values_list("pk", flat=True))
    asking_help.date_changed(row, clock.now())


def people_of(row: Occurrence) -> list[Registration]:
    """Everybody whose sign-up counts, as they are under the lock."""
    people = list(Registration.objects.of_date(row.pk).live().select_for_update(of=("self",)))
    for one in people:
        one.pool.occurrence = row
    return people
