"""Workers die, Valkey dies, mail hangs: nothing is lost, nothing goes three times, codes are never late."""

import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from kombu import Connection

from portal.celery import app
from portal.outbox import nudge
from portal.outbox.actions import Draft, put_all
from portal.outbox.drain import drain_once
from portal.outbox.models import Heartbeat, OutboxMessage
from tests.faults.conftest import Process, Rig, states, until
from tests.faults.crashing import CODE, KIND
from tests.outbox.moody import Moody


def plan(count: int, kind: str = "outbox.trial", **fields: Any) -> list[OutboxMessage]:
    """Messages due now, to as many addresses."""
    number = OutboxMessage.objects.count()
    fields = {"channel": "email", "language": "da"} | fields
    return put_all(
        [
            Draft(kind, f"fault:{n}", address=f"person{n}@borger.example", **fields)
            for n in range(number, number + count)
        ]
    )


def hint(rig: Rig, task: str) -> None:
    """What a web process says after a commit."""
    with Connection(rig.environment["REDIS_URL"]) as broker, broker.Producer() as producer:
        app.send_task(task, producer=producer, retry=False)


@pytest.mark.parametrize("step", ["claimed", "rendered"])
def test_a_worker_killed_before_it_sends_costs_nothing(rig: Rig, step: str) -> None:
    plan(4, KIND)
    plan(1, KIND, context={"dies": step})
    plan(4, KIND)
    hint(rig, "portal.outbox.tasks.drain_messages")
    first = rig.worker()
    until((rig.folder / "crashed").exists, 30, rig)
    rig.kill(first)
    assert states() == {"planned": 9}
    hint(rig, "portal.outbox.tasks.drain_messages")
    rig.worker(ahead=80)
    until(lambda: states() == {"sent": 9}, 30, rig)
    assert set(rig.sink.copies.values()) == {1}
    assert len(rig.sink.copies) == 9


def test_a_worker_killed_while_it_sends_loses_nothing_and_doubles_at_most_once(rig: Rig) -> None:
    """The third mail is at the server without its 250; the first two have theirs and are not marked."""
    workers: list[Process] = []

    def kill(count: int) -> None:
        if count == 3:
            rig.kill(workers[0])

    rig.sink.on_data = kill
    plan(6, KIND)
    hint(rig, "portal.outbox.tasks.drain_messages")
    workers.append(rig.worker())
    until(lambda: len(rig.sink.mails) >= 3, 30, rig)
    workers[0].wait(10)
    assert states() == {"planned": 6}
    hint(rig, "portal.outbox.tasks.drain_messages")
    rig.worker(ahead=80)
    until(lambda: states() == {"sent": 6}, 30, rig)
    assert sorted(rig.sink.copies.values()) == [1, 1, 1, 2, 2, 2]


def test_a_worker_killed_while_it_sends_an_sms_never_sends_it_again(rig: Rig) -> None:
    gateway = Moody()
    workers: list[Process] = []
    gateway.on_request = lambda: rig.kill(workers[0])
    gateway.start()
    rig.environment |= {"SMS_GATEWAY_URL": gateway.url, "SMS_GATEWAY_TOKEN": "token"}
    (message,) = put_all([Draft(KIND, "sms", channel="sms", address="00 00 12 34", language="da")])
    hint(rig, "portal.outbox.tasks.drain_messages")
    workers.append(rig.worker())
    until(lambda: gateway.requests, 30, rig)
    workers[0].wait(10)
    gateway.on_request = None
    hint(rig, "portal.outbox.tasks.drain_messages")
    rig.worker(ahead=80)
    until(lambda: states() == {"unknown": 1}, 30, rig)
    assert OutboxMessage.objects.get(pk=message.pk).reason == "worker_lost"
    assert len(gateway.requests) == 1
    gateway.stop()


def test_two_drains_at_once_send_each_message_once(rig: Rig, threads: Callable[..., list[Any]], settings: Any) -> None:
    settings.EMAIL_BACKEND = rig.environment["EMAIL_BACKEND"]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(rig.environment["EMAIL_URL"].rpartition(":")[2])
    plan(1200)
    done = threads(4, lambda number: drain_once("messages"))
    assert sum(one["sent"] for one in done) == 1200
    assert len(rig.sink.copies) == 1200
    assert set(rig.sink.copies.values()) == {1}


def test_a_flushed_valkey_loses_nothing(rig: Rig) -> None:
    plan(120)
    for _ in range(3):
        hint(rig, "portal.outbox.tasks.drain_messages")
    assert rig.valkey is not None
    with Connection(rig.environment["REDIS_URL"]) as broker:
        broker.default_channel.client.flushall()
    rig.worker()
    rig.loop()
    assert until(lambda: states() == {"sent": 120}, 60, rig) <= 60
    assert set(rig.sink.copies.values()) == {1}


def test_a_code_leaves_within_10_seconds_with_valkey_dead_and_mail_hanging(rig: Rig) -> None:
    rig.kill_valkey()
    rig.sink.hang_containing = "person"
    plan(60)
    rig.loop()
    until(Heartbeat.objects.exists, 30, rig)
    time.sleep(6)  # the bulk is hanging now
    began = time.monotonic()
    put_all([Draft(CODE, "code", channel="email", address="code@borger.example", language="da")])
    took = until(lambda: rig.sink.to("code@borger.example"), 10, rig)
    assert took + (time.monotonic() - began) < 12
    assert states()["planned"] == 60


def test_the_worker_works_again_after_an_outage_of_valkey(rig: Rig) -> None:
    """The newer kombu 5.7.0 died or hung in six of seven such outages (spec/trust.md, decision 2)."""
    worker = rig.worker()
    hint(rig, "portal.outbox.tasks.heartbeat_messages")
    until(lambda: Heartbeat.objects.filter(name="worker").exists(), 30, rig)
    rig.kill_valkey()
    time.sleep(6)
    rig.start_valkey()
    plan(3)
    hint(rig, "portal.outbox.tasks.drain_messages")
    assert until(lambda: states() == {"sent": 3}, 60, rig) <= 60
    assert worker.poll() is None


@pytest.mark.parametrize("is_listening", [False, True])
def test_a_hint_never_holds_up_a_request(
    rig: Rig, settings: Any, monkeypatch: pytest.MonkeyPatch, is_listening: bool
) -> None:
    """Valkey refuses, or takes the line and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        if not is_listening:
            silent.close()
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        nudge._broker.cache_clear()
        monkeypatch.setattr(nudge._Breaker, "silent_until", 0.0)
        began = time.monotonic()
        with transaction.atomic():
            plan(2)
            plan(1, CODE)
        first = time.monotonic() - began
        began = time.monotonic()
        plan(5)
        second = time.monotonic() - began
        until(lambda: nudge._Breaker.silent_until > 0, 5, rig)  # the thread has tried, and rests
    nudge._broker.cache_clear()
    monkeypatch.setattr(nudge._Breaker, "silent_until", 0.0)
    assert first < 0.3
    assert second < 0.1
    assert OutboxMessage.objects.count() == 8


def test_a_hint_reaches_the_worker_at_once(rig: Rig, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REDIS_URL = rig.environment["REDIS_URL"]
    nudge._broker.cache_clear()
    monkeypatch.setattr(nudge._Breaker, "silent_until", 0.0)
    rig.worker("codes")
    hint(rig, "portal.outbox.tasks.heartbeat_codes")
    until(lambda: Heartbeat.objects.filter(name="codes").exists(), 30, rig)
    put_all([Draft(CODE, "code", channel="email", address="code@borger.example", language="da")])
    assert until(lambda: rig.sink.to("code@borger.example"), 5, rig) < 5
    nudge._broker.cache_clear()
