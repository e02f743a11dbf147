"""A place that is kept or offered stands longer: because somebody asks for more time, or because the date was moved."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from groups.actions.seats import answer_window_of, is_off, locked_pool, locked_row
from groups.choices import RegistrationState
from groups.models import Registration, RegistrationLog
from groups.rules import seats as rules
from groups.rules.seats import SeatRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking

KEPT = (RegistrationState.HELD, RegistrationState.OFFERED)
ONE_PRESS = timedelta(minutes=1)


def more_time(row: Registration, now: datetime) -> datetime | None:
    """How long the place would be kept, or None when there is no more time to give. Its pool and date are loaded."""
    if row.state not in KEPT or is_off(row.pool):
        return None
    return rules.more_time_until(
        state=row.state,
        until=row.expires_at,
        given=RegistrationLog.objects.more_time_given(row).count(),
        now=now,
        window=answer_window_of(row.pool),
        zone=ZoneInfo(row.pool.occurrence.zone),
    )


@locking
def give_more_time(*, by: User | None, registration: Registration) -> Registration:
    """Keep a place longer for who needs time to answer. Pressed twice within a minute, it is once. Refuses when the
    place is no longer kept, and when no more time can be given.
    """
    now = clock.now()
    pool = locked_pool(registration.pool_id, now)
    row = locked_row(pool, registration)
    row.pool = pool
    if row.state not in KEPT:
        raise Refused(SeatRefusal.OFFER_GONE)
    last = RegistrationLog.objects.more_time_given(row).last()
    if last is not None and now - last.at < ONE_PRESS:
        return row
    until = more_time(row, now)
    if until is None:
        raise Refused(SeatRefusal.NO_MORE_TIME)
    keep(row, until, by=by, now=now)
    audit.record("groups.more_time_given", by=by, obj=row, subject=row.person_id)
    return row


def keep(row: Registration, until: datetime, *, by: User | None, now: datetime, why: str = "more_time") -> None:
    """Write how long it stands. Its version stays: what was said of it still holds."""
    row.expires_at = until
    row.save(update_fields=["expires_at"])
    RegistrationLog.objects.create(
        registration=row, at=now, before=row.state, after=row.state, why=why, seats=row.seats, until=until, by=by
    )


def keep_after_move(rows: Iterable[Registration], *, by: User, now: datetime) -> None:
    """The date has another time: whoever has a place kept or offered gets time to answer before that one."""
    for row in rows:
        if row.state in KEPT and row.expires_at is not None:
            zone, window = ZoneInfo(row.pool.occurrence.zone), answer_window_of(row.pool)
            until = rules.kept_after_move(until=row.expires_at, now=now, window=window, zone=zone)
            if until != row.expires_at:
                keep(row, until, by=by, now=now, why="moved")
