"""Small work every so often (an alarm, a sweep), done by whoever comes first: a Celery worker or the plain loop.

When each was done last stands in PostgreSQL (Heartbeat "chore.<name>"), so that two beats, several workers and the loop
together still do it once, and losing Valkey stops none of it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from portal import clock
from portal.outbox.actions import delivery
from portal.outbox.models import Heartbeat

log = logging.getLogger("portal.outbox")


@dataclass(frozen=True)
class Chore:
    """A function without arguments, safe to run again, and how often."""

    name: str
    every: timedelta
    work: Callable[[], object]


_chores: dict[str, Chore] = {}


def register(name: str, every: timedelta, work: Callable[[], object]) -> None:
    """Make a chore known; called from apps.py."""
    if name in _chores:
        raise ValueError(f"The chore {name} is registered twice.")
    _chores[name] = Chore(name, every, work)


def do_due() -> list[str]:
    """Do each chore whose time has come; the names of those done. A failing one never stops the others."""
    return [chore.name for chore in _chores.values() if _do(chore)]


def _do(chore: Chore) -> bool:
    """Take the chore under its row's lock, so that nobody else does it at the same time; write when, then do it."""
    name = f"chore.{chore.name}"
    try:
        with transaction.atomic():
            if not delivery.take_turn(name, now=clock.now(), every=chore.every):
                return False
        chore.work()
    except Exception:
        log.exception("outbox.chore_failed name=%s", chore.name)
        return False
    return True


def last_done(name: str) -> timedelta | None:
    """How long ago a chore was done."""
    return Heartbeat.objects.age(f"chore.{name}", clock.now())
