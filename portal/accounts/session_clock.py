"""How long a sign-in lasts: idle and absolute limits, counted in the session, written at most once a minute."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase

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

    def touch(self, now: datetime, *, at_once: bool = False) -> None:
        """The person did something. Starts the clock when it stands still."""
        if STARTED not in self.session:
            self.session[STARTED] = int(now.timestamp())
            at_once = True
        seen = self._moment(SEEN)
        if at_once or seen is None or now - seen >= WRITE_EVERY:
            self.session[SEEN] = int(now.timestamp())

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
