"""A hint to Celery that something is due. It may get lost, it may never hold up a request.

The outbox carries the truth: beat and the plain loop find every row without any hint. So a hint has one short
try, and after a failure nobody tries for a while (a circuit breaker per process). A thread of its own sends it:
many messages within a moment are one hint.
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
SPACING = 0.05  # seconds between two hints
TASKS = {"codes": "portal.outbox.tasks.drain_codes", "messages": "portal.outbox.tasks.drain_messages"}


class _Breaker:
    """Remembers for this process until when nobody tries."""

    silent_until = 0.0


class _Hints:
    """What is to be hinted at, and the one thread of this process that does it: no request waits for Valkey."""

    def __init__(self) -> None:
        self.wanted: set[str] = set()
        self.asked = threading.Condition()
        self.thread: threading.Thread | None = None

    def want(self, queue: str) -> None:
        """Hint soon; what is wanted while the thread rests goes as one hint."""
        with self.asked:
            self.wanted.add(queue)
            if self.thread is None or not self.thread.is_alive():  # the first one, or a process that was forked
                self.thread = threading.Thread(target=self.run, name="outbox-hints", daemon=True)
                self.thread.start()
            self.asked.notify()

    def run(self) -> None:
        """Until the process ends. A hint that is lost then matters no more than any other."""
        while True:
            with self.asked:
                self.asked.wait_for(lambda: bool(self.wanted))
                queues, self.wanted = self.wanted, set()
            for queue in sorted(queues):
                publish(queue)
            time.sleep(SPACING)


_hints = _Hints()


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


def publish(queue: str) -> bool:
    """Hint once; whether it went. Takes about 1 ms, and about 0.3 s once per REST when Valkey is away."""
    if time.monotonic() < _Breaker.silent_until:
        return False
    try:
        with producers[_broker()].acquire(block=False) as producer:
            app.send_task(TASKS[queue], producer=producer, retry=False, ignore_result=True, expires=60)
    except Exception as error:  # noqa: BLE001 - a hint may fail in any way and never matters
        _Breaker.silent_until = time.monotonic() + REST
        log.warning("outbox.nudge_failed queue=%s error=%s", queue, type(error).__name__)
        return False
    return True


def nudge(queue: str) -> None:
    """Have a hint sent, at once or within SPACING. Never waits."""
    _hints.want(queue)


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
