"""Mail and text-message servers of our own, and messages to send."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from portal import clock
from portal.embedded.sms_gateway import SmsGateway
from portal.outbox.actions import put
from portal.outbox.models import OutboxMessage
from tests.outbox import kinds
from tests.outbox.sink import Sink, running_sink

kinds.register()

NUMBERS = count(1)
TRIAL = "outbox.trial"


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail server, and settings that point to it."""
    with running_sink() as (sink, port):
        settings.EMAIL_BACKEND = "portal.outbox.channels.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_TIMEOUT = 1
        yield sink


@pytest.fixture
def gateway(settings: Settings, tmp_path: Path) -> Iterator[SmsGateway]:
    """The text-message gateway, and settings that point to it."""
    server = SmsGateway(tmp_path / "sms", "the-token")
    server.start()
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = server.url, "the-token"
    yield server
    server.stop()


@pytest.fixture
def plan(database: None) -> Callable[..., OutboxMessage]:
    """plan() puts a trial message due now; any field of put can be given."""

    def planned(**fields: Any) -> OutboxMessage:
        number = next(NUMBERS)
        fields = {"channel": "email", "address": f"someone{number}@borger.example", "language": "da"} | fields
        return put(fields.pop("kind", TRIAL), fields.pop("key", f"trial:{number}"), **fields)

    return planned


@pytest.fixture
def later() -> Iterator[Callable[[timedelta], datetime]]:
    """later(delta) moves the clock on."""
    stack: list[Any] = []

    def move(delta: timedelta) -> datetime:
        context = clock.shifted_by(delta)
        context.__enter__()
        stack.append(context)
        return clock.now()

    yield move
    for context in reversed(stack):
        context.__exit__(None, None, None)


def again(message: OutboxMessage) -> OutboxMessage:
    """The row as it stands now."""
    return OutboxMessage.objects.get(pk=message.pk)
