"""A Celery worker (`celery -A tests.faults.crashing`) whose messages can kill it once, at a named step of a send."""

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django
from celery.signals import worker_process_init
from django.apps import apps
from django.core.management import execute_from_command_line

from portal.celery import app

if not apps.ready:  # the celery command imports this file first
    django.setup()
from portal.outbox import kinds
from portal.outbox.models import OutboxMessage

KIND = "tests.crashing"
CODE = "tests.fault_code"


def die_once(message: OutboxMessage, step: str) -> None:
    """Kill this process without a word, the first time anybody comes here."""
    if message.context.get("dies") == step:
        try:
            os.close(os.open(Path(os.environ["CRASHED"]), os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


def when_claimed(messages: Sequence[OutboxMessage]) -> None:
    """The batch is claimed, nothing is rendered."""
    for message in messages:
        die_once(message, "claimed")


def when_rendered(message: OutboxMessage) -> bytes | None:
    """The text is made, sending has not begun."""
    die_once(message, "rendered")
    return None


def register(**kwargs: Any) -> None:
    """Once per process."""
    if KIND not in kinds.registered():
        kinds.register(
            kinds.Kind(
                name=KIND,
                label="crashing",
                templates="outbox/messages/trial",
                prepare=when_claimed,
                calendar_file=when_rendered,
            )
        )
    if CODE not in kinds.registered():
        kinds.register(kinds.Kind(name=CODE, label="code", templates="outbox/messages/trial", queue="codes"))


worker_process_init.connect(register)
__all__ = ["app", "register"]

if __name__ == "__main__":  # manage.py with these kinds
    register()
    execute_from_command_line(sys.argv)
