"""How long a sign-in lasts: idle and absolute limits, counted in the session, written at most once a minute."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db import InternalError, OperationalError

log = structlog.get_logger("portal.accounts")
REFUSES_WRITES = (OperationalError, InternalError)  # a full disk; a database that is read only
STARTED, SEEN, LOCKED = "clock_started", "clock_seen", "clock_locked"
WRITE_EVERY = timedelta(minutes=1)
WARN_BEFORE = timedelta(minutes=2)


@dataclass(frozen=True)
class Limits:
    """How long somebody may be idle, and how long a sign-in lasts however busy they are."""

    idle: timedelta
    absolute: timedelta


STAFF = Limits(idle=timedelta(minutes=20), absolute=timedelta(hours=10))
RELATIVE = Limits(idle=timedelta(minutes=30), absolute=timedelta(hours=8))


def limits_for(*, is_staff: bool) -> Limits:
    """Staff see other people's lives: their screen locks sooner. Who is both has the stricter idle limit."""
    return STAFF if is_staff else RELATIVE


class SessionClock:
    """The clock of one session. Moments are whole seconds in the session, aware datetimes outside."""

    def __init__(self, session: SessionBase, limits: Limits) -> None:
        self.session = session
        self.limits = limits

    def _moment(self, key: str) -> datetime | None:
        seconds = self.session.get(key)
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

    def touch(self, now: datetime, *, at_once: bool = False) -> bool:
        """The person did something. Starts the clock when it stands still. Whether there is something to write."""
        if STARTED not in self.session:
            self.session[STARTED] = int(now.timestamp())
            at_once = True
        seen = self._moment(SEEN)
        if at_once or seen is None or now - seen >= WRITE_EVERY:
            self.session[SEEN] = int(now.timestamp())
            return True
        return False

    def touch_and_write(self, now: datetime, *, at_once: bool = False) -> None:
        """Touch, and write it now: when the database takes no writes (a full disk), reading goes on by the old clock.

        A clock that never began is not let off: its limits would not hold. It is written with all else, or refused.
        """
        changed, before = self.session.modified, self.session.get(SEEN)
        if not self.touch(now, at_once=at_once) or changed or before is None:
            return
        try:
            self.session.save()
        except UpdateError as error:
            if not isinstance(error.__context__, REFUSES_WRITES):
                return  # somebody ended this session meanwhile: the session's own middleware says so
            self.session[SEEN] = before
            log.warning("accounts.clock_not_written", error=type(error.__context__).__name__)
        self.session.modified = False

    def ends_at(self, now: datetime) -> datetime:
        """When this sign-in ends if nothing more happens."""
        seen = self._moment(SEEN) or now
        return min(seen + self.limits.idle, self.latest_at(now))

    def latest_at(self, now: datetime) -> datetime:
        """When it ends whatever happens."""
        return (self._moment(STARTED) or now) + self.limits.absolute

    def is_idle(self, now: datetime) -> bool:
        """Whether nothing happened for the idle limit (a minute of grace: the clock is written once a minute)."""
        seen = self._moment(SEEN)
        return seen is not None and now - seen >= self.limits.idle

    def is_worn_out(self, now: datetime) -> bool:
        """Whether the absolute limit has passed."""
        return now >= self.latest_at(now) if STARTED in self.session else False

    def lock(self, proofs: int) -> None:
        """Lock the screen until one more strong proof than the given number is there."""
        if LOCKED not in self.session:
            self.session[LOCKED] = proofs

    def is_locked(self, proofs: int) -> bool:
        """Whether the screen is locked; a fresh strong proof unlocks it."""
        locked = self.session.get(LOCKED)
        if locked is not None and proofs > locked:
            del self.session[LOCKED]
            return False
        return locked is not None
