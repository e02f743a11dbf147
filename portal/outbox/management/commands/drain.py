"""manage.py drain: the plain way out, beside Celery. Needs PostgreSQL and nothing else."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from portal import clock
from portal.outbox import chores
from portal.outbox.actions import delivery
from portal.outbox.drain import drain_once
from portal.outbox.models import Queue

log = logging.getLogger("portal.outbox")

CODES_WAITED, MESSAGES_WAITED = timedelta(seconds=1), timedelta(seconds=5)


class Command(BaseCommand):
    """One pass, or a loop: codes and messages in a thread each, so that hanging mail never delays a code."""

    help = "Send what is due. With --loop: go on, taking what Celery left lying for 5 s (codes: 1 s)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--loop goes on until it is told to end; --seconds ends it after a while."""
        parser.add_argument("--loop", action="store_true")
        parser.add_argument("--seconds", type=float, default=None, help="end the loop after this long")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one pass or the loop."""
        if not options["loop"]:
            for queue in (Queue.CODES, Queue.MESSAGES):
                done = drain_once(queue)
                counted = ", ".join(f"{number} {how}" for how, number in sorted(done.items()) if number)
                self.stdout.write(f"{queue}: {counted or 'none'}")
            return
        ending = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ending.set())
        threads = [
            threading.Thread(target=_repeat, args=(ending, pause, work), name=name, daemon=True)
            for name, pause, work in (
                ("codes", 0.5, lambda: drain_once(Queue.CODES, waited=CODES_WAITED, seconds=20)),
                ("messages", 1.0, lambda: drain_once(Queue.MESSAGES, waited=MESSAGES_WAITED, seconds=20)),
                ("chores", 10.0, _look_after),
            )
        ]
        for thread in threads:
            thread.start()
        ending.wait(options["seconds"])
        ending.set()
        for thread in threads:
            thread.join(15)


def _repeat(ending: threading.Event, pause: float, work: Callable[[], object]) -> None:
    """Work, rest, work: whatever goes wrong (the database restarts) is met again in a few seconds."""
    while not ending.is_set():
        rest = pause
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the loop is what goes on when everything else has stopped
            log.warning("outbox.loop_failed work=%s error=%s", threading.current_thread().name, type(error).__name__)
            rest = 2.0
        finally:
            connection.close()
        ending.wait(rest)


def _look_after() -> None:
    """A sign of life, and the chores Celery did not do."""
    delivery.beat("drain", now=clock.now())
    chores.do_due()
