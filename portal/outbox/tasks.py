"""Celery's part: passes over the queues, signs of life, chores. Every task may be lost or doubled without harm."""

from typing import Any

from celery import shared_task

from portal import clock
from portal.outbox import chores
from portal.outbox.actions import delivery
from portal.outbox.drain import drain_once
from portal.outbox.models import Queue
from portal.outbox.nudge import nudge

PASS_SECONDS = 25.0
PASS_MESSAGES = 20_000


@shared_task
def drain_messages() -> dict[str, int]:
    """One pass over the messages; when it stopped for time, another one is asked for."""
    done = drain_once(Queue.MESSAGES, PASS_MESSAGES, seconds=PASS_SECONDS)
    if done["claimed"] and not done["blocked"] and done["claimed"] >= PASS_MESSAGES:
        nudge(Queue.MESSAGES)
    return dict(done)


@shared_task
def drain_codes() -> dict[str, int]:
    """One pass over the codes."""
    return dict(drain_once(Queue.CODES, seconds=PASS_SECONDS))


@shared_task
def heartbeat_codes() -> None:
    """Somebody works on the codes: written through the very way a hint goes."""
    delivery.beat("codes", now=clock.now())


@shared_task
def heartbeat_messages() -> None:
    """Somebody works on the messages."""
    delivery.beat("worker", now=clock.now())


@shared_task
def do_chores() -> None:
    """What apps want done each minute (chores.register); the plain loop does the same when Celery is away."""
    chores.do_due()


def _every(task: Any, seconds: float) -> dict[str, Any]:
    """A beat entry that is worthless when it is late."""
    return {"task": task.name, "schedule": seconds, "options": {"expires": seconds}}


SCHEDULE = {
    "outbox: messages": _every(drain_messages, 20.0),
    "outbox: codes": _every(drain_codes, 20.0),
    "outbox: a sign of life from the codes' worker": _every(heartbeat_codes, 15.0),
    "outbox: a sign of life from the messages' worker": _every(heartbeat_messages, 15.0),
    "outbox: chores": _every(do_chores, 60.0),
}
