"""A hint to Celery that something is due. It may get lost, it may never hold up a request.

The outbox carries the truth: beat and the plain loop find every row without any hint. So a hint has one short
try, and after a failure nobody tries for a while (a circuit breaker per process).
"""

import functools
import logging
import threading
import time

from django.conf import settings
from django.db import connection, transaction
from kombu import Connection
from kombu.pools import producers

from portal.celery import app

log = logging.getLogger("portal.outbox")

SHORT = 0.15  # seconds for each step of reaching Valkey
REST = 15.0  # seconds without a hint after a failure
TASKS = {"codes": "portal.outbox.tasks.drain_codes", "messages": "portal.outbox.tasks.drain_messages"}


class _Breaker:
    """Remembers for this process until when nobody tries."""

    silent_until = 0.0


_publishing = threading.Semaphore(4)


@functools.cache
def _broker() -> Connection:
    """The queue, reached with short timeouts and no second try (the workers' own connection waits longer)."""
    options = {
        "socket_timeout": SHORT,
        "socket_connect_timeout": SHORT,
        "retry_on_timeout": False,
        "max_retries": 0,
    }
    return Connection(settings.REDIS_URL, transport_options=options, connect_timeout=SHORT)


def nudge(queue: str) -> bool:
    """Hint once; whether it went. Takes at most about 0.3 s once per REST when Valkey is away, else about 1 ms."""
    if time.monotonic() < _Breaker.silent_until or not _publishing.acquire(blocking=False):
        return False
    try:
        with producers[_broker()].acquire(block=False) as producer:
            app.send_task(TASKS[queue], producer=producer, retry=False, ignore_result=True, expires=60)
    except Exception as error:  # noqa: BLE001 - a hint may fail in any way and never matters
        _Breaker.silent_until = time.monotonic() + REST
        log.warning("outbox.nudge_failed queue=%s error=%s", queue, type(error).__name__)
        return False
    finally:
        _publishing.release()
    return True


def nudge_codes() -> None:
    """Hint that a code is due."""
    nudge("codes")


def nudge_messages() -> None:
    """Hint that a message is due."""
    nudge("messages")


def nudge_after_commit(queue: str) -> None:
    """Hint when the transaction commits, once per queue however many messages it plans."""
    hint = nudge_codes if queue == "codes" else nudge_messages
    now_in = set(connection.savepoint_ids)
    if any(entry[1] is hint and entry[0] <= now_in for entry in connection.run_on_commit):
        return
    transaction.on_commit(hint, robust=True)
