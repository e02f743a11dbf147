"""The one clock. Nothing else in the house asks what time it is.

Every moment is an aware datetime in UTC; days are asked for in a named zone. SQL gets the
moment as a parameter, so that tests and drills can shift it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

_shift = timedelta(0)
_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if _frozen is not None:
        return _frozen
    return datetime.now(UTC) + _shift + timedelta(seconds=settings.CLOCK_SHIFT_SECONDS)


def zone() -> ZoneInfo:
    """The municipality's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def today(in_zone: ZoneInfo | None = None) -> date:
    """Today's date in the municipality's zone, or in the one given."""
    return now().astimezone(in_zone or zone()).date()


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """For tests: the clock stands still at an aware moment."""
    global _frozen
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before


@contextmanager
def shifted_by(delta: timedelta) -> Iterator[None]:
    """For tests and drills: the clock runs, ahead or behind by delta."""
    global _shift
    before, _shift = _shift, _shift + delta
    try:
        yield
    finally:
        _shift = before
