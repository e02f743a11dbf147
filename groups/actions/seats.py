"""Seats change hands. Every verb first locks the pool, then lapses what ran out, then judges, then writes.

Several pools are locked in the order of their keys. The trigger counts seats and the constraint pool_is_never_oversold
has the last word. A message is written in the same transaction: no notice, no promotion. Cost of a verb: O(queue that
must be looked at), usually a handful of statements.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Exists

from groups import announcing
from groups.actions import asking_help
from groups.choices import OccurrenceStatus, RegistrationMode, RegistrationState
from groups.models import Attendee, Occurrence, Registration, RegistrationLog, SeatPool
from groups.models.seats import CAN_BE_REACHED, NOT_OVERSOLD
from groups.rules import seats as rules
from groups.rules.seats import SeatRefusal, Waiting, Window
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.database.questions import Question
from portal.refusals import Refused, locking, violated_constraint

M = TypeVar("M")
SAID_BY = {NOT_OVERSOLD: SeatRefusal.BELOW_TAKEN, CAN_BE_REACHED: SeatRefusal.MINIMUM_TOO_HIGH}
LONGEST_LOOK = 50  # parties of a queue that are looked at in one go


# Asked by everybody who signs up, behind one lock: docs/decisions/request-cost.md
LOCKED = Question(lambda pool: SeatPool.objects.filter(pk=pool).select_for_update())
DATE = Question(
    lambda date, pool, now: (
        Occurrence.objects.filter(pk=date)
        .select_related("event")
        .annotate(has_lapsed=Exists(Registration.objects.of_pool(pool).lapsed(now)))
    )
)
RAN_OUT = Question(
    lambda pool, now: Registration.objects.of_pool(pool).lapsed(now).select_for_update().order_by("expires_at")
)
QUEUE = Question(lambda pool: Registration.objects.of_pool(pool).queue().select_for_update()[:LONGEST_LOOK])


def one_of(rows: Sequence[M]) -> M:
    """The one there is: neither seats nor dates are taken away under a sign-up."""
    (row,) = rows
    return row


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many must come for it to run, and how many may wait (None: all)."""

    min_to_run: int = 0
    waiting_limit: int | None = None


def locked_pool(pool_id: UUID, now: datetime) -> SeatPool:
    """The pool as it is now, locked, what ran out lapsed and what became free offered on.

    The date is read after the lock: joined to it, it would be as it was before we waited (called off meanwhile).
    """
    pool = one_of(LOCKED.all(pool_id))
    pool.occurrence = one_of(DATE.all(pool.occurrence_id, pool_id, now))
    if vars(pool.occurrence)["has_lapsed"] and lapse(pool, now):
        promote(pool, now)
    return pool


def window_of(pool: SeatPool) -> Window:
    """When this date takes sign-ups."""
    event = pool.occurrence.event
    return Window(event.registration_opens_at, event.registration_closes_at, pool.occurrence.starts_at)


def answer_window_of(pool: SeatPool) -> Window:
    """When somebody may answer an offer: where a person decides who gets in, they decide after sign-up has closed."""
    window = window_of(pool)
    is_by_asking = pool.occurrence.event.registration == RegistrationMode.APPLICATION
    return Window(None, None, window.starts_at) if is_by_asking else window


def is_off(pool: SeatPool) -> bool:
    """Whether the date takes no sign-ups because it is cancelled or has no time."""
    return pool.occurrence.status in {OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED}


def step(row: Registration, state: str, *, why: str, by: User | None, now: datetime) -> RegistrationLog:
    """Give a sign-up its next state; the line that says why, neither written yet. Refuses a wrong one."""
    before = row.state if row.version > 1 or not row._state.adding else ""
    if refusal := rules.may_become(before, state):
        raise Refused(refusal)
    row.state, row.changed_at = state, now
    if state not in {RegistrationState.HELD, RegistrationState.OFFERED}:
        row.expires_at = None
    if state == RegistrationState.WAITING:
        row.seats = row.wanted
    if not row._state.adding:
        row.version += 1
    return RegistrationLog(
        registration=row, at=now, before=before, after=state, why=why, seats=row.seats, until=row.expires_at, by=by
    )


def become(row: Registration, state: str, *, why: str, by: User | None, now: datetime) -> None:
    """Write a sign-up's next state and why, in the caller's transaction under the pool's lock. Refuses a wrong one."""
    log = step(row, state, why=why, by=by, now=now)
    row.save()
    log.save()
    if log.before:
        asking_help.follow(row, now)


def lapse(pool: SeatPool, now: datetime) -> int:
    """Held places and offers whose time ran out: their seats are free. Returns how many."""
    if pool.occurrence.status == OccurrenceStatus.POSTPONED:
        return 0  # nobody can answer until there is a new date
    gone = RAN_OUT.all(pool.pk, now)
    if not gone:
        return 0
    for row in gone:
        become(row, RegistrationState.EXPIRED, why="ran_out", by=None, now=now)
    announcing.tell_all(announcing.RAN_OUT, gone, pool)
    return len(gone)


def waiting_in(pool: SeatPool) -> list[Registration]:
    """The head of the queue, in order."""
    return QUEUE.all(pool.pk)


def as_waiting(rows: Iterable[Registration]) -> list[Waiting]:
    """What the rules need to know of a queue."""
    return [Waiting(row, row.wanted, row.accepts_fewer, row.skips) for row in rows]


def promote(pool: SeatPool, now: datetime) -> None:
    """Offer free seats to those who wait; with less than six hours left everybody is told and the first wins.

    Does nothing for a date that is off, has begun or closed, and where a person decides who gets in.
    """
    window, event = window_of(pool), pool.occurrence.event
    if is_off(pool) or now >= window.last or event.registration == RegistrationMode.APPLICATION:
        return
    pool.refresh_from_db(fields=["taken"])
    if pool.free <= 0:
        return
    queue = waiting_in(pool)
    until = rules.offer_until(now=now, window=window, zone=ZoneInfo(pool.occurrence.zone))
    if until is None:
        fitting = [row for row in queue if row.wanted <= pool.free]
        announcing.tell_all(announcing.FIRST_WINS, fitting, pool)
        return
    found = rules.promotion(queue=as_waiting(queue), free=pool.free, time_left=window.starts_at - now)
    for row, seats in found.offers:
        assert isinstance(row, Registration)
        row.seats, row.expires_at = seats, until
        become(row, RegistrationState.OFFERED, why="seat_free", by=None, now=now)
    announcing.tell_all(announcing.OFFERED, [row for row, _seats in found.offers], pool)  # type: ignore[misc]
    pass_over([row for row in found.passed_over if isinstance(row, Registration)], now)


def pass_over(rows: Sequence[Registration], now: datetime) -> None:
    """A smaller party went first: counted, and written down so that they can be told why."""
    for row in rows:
        row.skips += 1
        row.save(update_fields=["skips"])
    RegistrationLog.objects.bulk_create(
        RegistrationLog(
            registration=row, at=now, before=row.state, after=row.state, why="passed_over", seats=row.wanted
        )
        for row in rows
    )


def locked_row(pool: SeatPool, registration: Registration) -> Registration:
    """The sign-up as it is now; its pool is locked."""
    return Registration.objects.select_related("person").select_for_update(of=("self",)).get(pk=registration.pk)


@locking
def accept_offer(*, by: User | None, registration: Registration) -> Registration:
    """Say yes to an offered place. Pressed twice, it answers with the same place. Refuses when the offer is gone."""
    now = clock.now()
    pool = locked_pool(registration.pool_id, now)
    row = locked_row(pool, registration)
    if row.state == RegistrationState.CONFIRMED:
        return row
    if row.state != RegistrationState.OFFERED or is_off(pool):
        raise Refused(SeatRefusal.OFFER_GONE)
    become(row, RegistrationState.CONFIRMED, why="accepted", by=by, now=now)
    audit.record("groups.offer_accepted", by=by, obj=row, subject=row.person_id)
    announcing.tell_all(announcing.CONFIRMED, [row], pool)
    return row


@locking
def take_last_seat(*, by: User | None, registration: Registration) -> Registration:
    """Take a place that became free just before it begins: the first who answers gets it. Refuses when it is gone."""
    now = clock.now()
    pool = locked_pool(registration.pool_id, now)
    row = locked_row(pool, registration)
    if row.state == RegistrationState.CONFIRMED:
        return row
    window = window_of(pool)
    pool.refresh_from_db(fields=["taken"])
    is_open = window.starts_at - now < rules.FIRST_WINS_WITHIN and now < window.last and not is_off(pool)
    is_open = is_open and pool.occurrence.event.registration != RegistrationMode.APPLICATION  # there a person decides
    if row.state != RegistrationState.WAITING or not is_open or row.wanted > pool.free:
        raise Refused(SeatRefusal.SEAT_GONE)
    become(row, RegistrationState.CONFIRMED, why="first_to_answer", by=by, now=now)
    audit.record("groups.seat_taken", by=by, obj=row, subject=row.person_id)
    announcing.tell_all(announcing.CONFIRMED, [row], pool)
    return row


@locking
def decline_offer(*, by: User | None, registration: Registration) -> Registration:
    """Say no thank you: the next in the queue is asked. Pressed twice, nothing more. Refuses when the offer is gone."""
    now = clock.now()
    pool = locked_pool(registration.pool_id, now)
    row = locked_row(pool, registration)
    if row.state == RegistrationState.DECLINED:
        return row
    if row.state != RegistrationState.OFFERED:
        raise Refused(SeatRefusal.OFFER_GONE)
    become(row, RegistrationState.DECLINED, why="declined", by=by, now=now)
    audit.record("groups.offer_declined", by=by, obj=row, subject=row.person_id)
    promote(pool, now)
    return row


@locking
def cancel_sign_up(*, by: User | None, registration: Registration, version: int | None = None) -> Registration:
    """Give the place back; the next in the queue is asked. Pressed twice, nothing more.

    Refuses once it is over, and when one of the party has been welcomed at the door.
    """
    now = clock.now()
    pool = locked_pool(registration.pool_id, now)
    row = locked_row(pool, registration)
    if row.state == RegistrationState.CANCELLED:
        return row
    is_stale = version is not None and row.version != version
    is_here = Attendee.objects.is_here(row.pk)
    if refusal := rules.may_sign_off(is_over=now >= pool.occurrence.ends_at, is_here=is_here, is_stale=is_stale):
        raise Refused(refusal)
    become(row, RegistrationState.CANCELLED, why="cancelled", by=by, now=now)
    audit.record("groups.sign_up_cancelled", by=by, obj=row, subject=row.person_id)
    announcing.tell_all(announcing.CANCELLED, [row], pool)
    promote(pool, now)
    return row


@locking
def queue_again(*, by: User | None, registration: Registration) -> Registration:
    """Back on the waiting list where they were, after an offer or a held place ran out. Refuses when it is closed."""
    now = clock.now()
    pool = locked_pool(registration.pool_id, now)
    row = locked_row(pool, registration)
    if row.state == RegistrationState.WAITING:
        return row
    if row.state != RegistrationState.EXPIRED or now >= answer_window_of(pool).last or is_off(pool):
        raise Refused(SeatRefusal.REGISTRATION_CLOSED)
    row.queued_at = row.queued_at or now
    become(row, RegistrationState.WAITING, why="asked_again", by=by, now=now)
    audit.record("groups.sign_up_queued_again", by=by, obj=row, subject=row.person_id)
    promote(pool, now)
    row.refresh_from_db()
    return row


@locking
def change_capacity(
    *, by: User, pool: SeatPool, capacity: int, overbook: int = 0, limits: Limits | None = None
) -> SeatPool:
    """More or fewer seats; more are offered on at once to exactly those who fit. Refuses fewer than are taken, and
    fewer than must come for it to run.
    """
    now = clock.now()
    row = locked_pool(pool.pk, now)
    row.refresh_from_db(fields=["taken"])
    row.capacity, row.overbook = capacity, overbook
    if limits is not None:
        row.min_to_run, row.waiting_limit = limits.min_to_run, limits.waiting_limit
    try:
        with transaction.atomic():
            row.save(update_fields=["capacity", "overbook", "min_to_run", "waiting_limit"])
    except IntegrityError as error:
        refusal = SAID_BY.get(violated_constraint(error) or "")
        if refusal is None:
            raise
        raise Refused(refusal, taken=row.taken) from error
    audit.record("groups.capacity_changed", by=by, obj=row)
    promote(row, now)
    return row


def sweep() -> int:
    """Lapse and promote wherever something ran out; correctness never waits for it. How many pools were looked at."""
    now = clock.now()
    due = (
        Registration.objects.lapsed(now)
        .on_dates_with_a_time()
        .order_by("pool_id")
        .values_list("pool_id", flat=True)
        .distinct()
    )
    pool_ids = list(due[:1000])
    for pool_id in pool_ids:
        with transaction.atomic():
            locked_pool(pool_id, now)
    return len(pool_ids)
