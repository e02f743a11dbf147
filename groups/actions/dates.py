"""Dates of an event: made one by one or as a series, with their seats and the time of rooms and colleagues."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from psycopg.types.range import TimestamptzRange

from groups.actions.events import locked_event, save_event, written_by
from groups.actions.taking_time import give_time_back, take_time
from groups.models import Event, Occurrence, OnlineAccess, Registration, SeatPool, Venue
from groups.rules import dates as rules
from groups.rules.dates import MOST_AT_ONCE, DateRefusal
from groups.rules.events import EventRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.calendar.models import Resource
from portal.keys import new_key
from portal.refusals import Refused, locking, violated_constraint

ONE_AT_A_TIME = "event_has_one_date_at_a_time"
ONE_POOL = "a_date_has_one_pool_of_a_kind"


@dataclass(frozen=True, kw_only=True)
class Seats:
    """How many of one kind."""

    channel: str
    capacity: int
    overbook: int = 0
    min_to_run: int = 0
    waiting_limit: int | None = None


@dataclass(frozen=True, kw_only=True)
class DateWish:
    """Where and for how many a date (or each of a series) is made. Times are local to the municipality."""

    days: Sequence[date]
    begins: time
    ends: time
    venue: Venue | None = None
    room: Resource | None = None
    online: str = ""
    seats: Sequence[Seats] = ()
    rule: str = ""

    def periods(self) -> list[tuple[datetime, datetime]]:
        """From and until of each day; what ends before it begins ends on the next day."""
        zone = clock.zone()
        later = timedelta(days=1 if self.ends <= self.begins else 0)
        return [
            (datetime.combine(day, self.begins, zone), datetime.combine(day + later, self.ends, zone))
            for day in self.days
        ]


@locking
def add_dates(*, by: User, event: Event, version: int, wish: DateWish) -> list[Occurrence]:
    """One date or all of a series; all or nothing. Refuses a past or endless one, one that is there, a clash."""
    now = clock.now()
    row = locked_event(event, version)
    if row.is_template:
        raise Refused(EventRefusal.IS_A_TEMPLATE)
    if not wish.days:
        raise Refused(DateRefusal.NO_DATES)
    if len(wish.days) > MOST_AT_ONCE:
        raise Refused(DateRefusal.TOO_MANY_DATES)
    made = []
    for starts_at, ends_at in wish.periods():
        if refusal := rules.may_take_place(starts_at=starts_at, ends_at=ends_at, now=now):
            raise Refused(refusal, start=starts_at)
        made.append(add_date(row, wish, starts_at, ends_at))
    if wish.rule:
        row.series_rule = wish.rule
    written_by(row, by)
    save_event(row)
    audit.record("groups.dates_added", by=by, obj=row, reason=str(len(made)))
    return made


def add_date(event: Event, wish: DateWish, starts_at: datetime, ends_at: datetime) -> Occurrence:
    """One date with its seats, link and the time it takes."""
    period = TimestamptzRange(starts_at, ends_at)
    one = Occurrence(id=new_key(), event=event, period=period, zone=clock.zone().key, venue=wish.venue, room=wish.room)
    save_date(one, is_new=True)
    SeatPool.objects.bulk_create(SeatPool(occurrence=one, **vars(seats)) for seats in wish.seats)
    if wish.online:
        OnlineAccess.objects.create(occurrence=one, address=wish.online)
    take_time(event, one)
    return one


def save_date(row: Occurrence, *, is_new: bool = False) -> None:
    """Save a date. Refuses a second one at the same time."""
    try:
        with transaction.atomic():
            row.save(force_insert=is_new)
    except IntegrityError as error:
        if violated_constraint(error) != ONE_AT_A_TIME:
            raise
        raise Refused(DateRefusal.DATE_TWICE, start=row.starts_at) from error


def locked_date(one: Occurrence, version: int, now: datetime) -> Occurrence:
    """The date as it is now, locked. Refuses one that is called off or over, and a stale page."""
    rows = Occurrence.objects.select_for_update(of=("self",)).select_related("event", "venue", "room")
    row = rows.get(pk=one.pk)
    if refusal := rules.may_change(
        status=row.status, ends_at=row.ends_at, version=row.version, seen_version=version, now=now
    ):
        raise Refused(refusal)
    return row


@locking
def remove_date(*, by: User, date: Occurrence, version: int) -> None:
    """Take away a date nobody ever signed up for. Refuses any other: that one is called off, and stays visible."""
    row = locked_date(date, version, clock.now())
    SeatPool.objects.locked(row.pools.values_list("pk", flat=True))
    if Registration.objects.of_date(row.pk).exists():
        raise Refused(DateRefusal.SEATS_HAVE_PEOPLE)
    give_time_back(row)
    audit.record("groups.date_removed", by=by, obj=row)
    row.delete()


@locking
def add_seats(*, by: User, date: Occurrence, version: int, seats: Seats) -> SeatPool:
    """Seats of another kind at a date. Refuses a kind that is there: change how many there are instead."""
    row = locked_date(date, version, clock.now())
    pool = SeatPool(id=new_key(), occurrence=row, **vars(seats))
    try:
        with transaction.atomic():
            pool.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) != ONE_POOL:
            raise
        raise Refused(DateRefusal.SEATS_TWICE) from error
    audit.record("groups.seats_added", by=by, obj=pool)
    return pool


@locking
def set_link(*, by: User, date: Occurrence, version: int, address: str) -> OnlineAccess | None:
    """Where one takes part online; empty takes it away. Told to nobody: who has a place is let through by the page."""
    row = locked_date(date, version, clock.now())
    OnlineAccess.objects.filter(occurrence=row).delete()
    link = OnlineAccess.objects.create(occurrence=row, address=address) if address else None
    audit.record("groups.link_set", by=by, obj=row)
    return link
