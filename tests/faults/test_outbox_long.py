"""The long ones (`make faults`): a minute of kills, a minute without Valkey. Figures are printed."""

import itertools
import random
import time
from collections.abc import Callable

import pytest

from portal.outbox.models import Heartbeat, OutboxMessage
from tests.faults.conftest import Rig, states, until
from tests.faults.test_outbox import hint, plan

pytestmark = pytest.mark.long
REMINDERS, SECONDS = 500, 60
TASK = "portal.outbox.tasks.drain_messages"


def test_workers_killed_every_2_to_4_seconds_for_a_minute_lose_nothing(
    rig: Rig, figures: Callable[[str], None]
) -> None:
    rig.sink.delay = 0.1
    plan(REMINDERS)
    chance = random.Random(7)
    running = {"first": rig.worker(), "second": rig.worker(), "loop": rig.loop()}
    turns = itertools.cycle(sorted(running))
    ends_at, kills = time.monotonic() + SECONDS, 0
    while time.monotonic() < ends_at:
        hint(rig, TASK)
        time.sleep(chance.uniform(2, 4))
        name = next(turns)
        rig.kill(running[name])
        kills += 1
        running[name] = rig.loop() if name == "loop" else rig.worker()
    took = until(lambda: "planned" not in states(), 120, rig)
    copies = rig.sink.copies
    found = states()
    lost = [row for row in OutboxMessage.objects.all() if row.state == "sent" and row.message_id not in copies]
    twice = sum(count == 2 for count in copies.values())
    figures(f"{REMINDERS} reminders, {kills} kills: {found}, {twice} twice, final {took:.0f} s after the last kill")
    assert not lost
    assert max(copies.values()) <= 2
    assert sum(found.values()) == REMINDERS
    assert len(copies) + found.get("unknown", 0) >= REMINDERS


def test_a_minute_without_valkey_delays_nothing(rig: Rig, figures: Callable[[str], None]) -> None:
    worker = rig.worker()
    rig.loop()
    hint(rig, "portal.outbox.tasks.heartbeat_messages")
    until(lambda: Heartbeat.objects.filter(name="worker").exists(), 30, rig)
    plan(60)
    rig.kill_valkey()
    plan(60)
    began = time.monotonic()
    took = until(lambda: states() == {"sent": 120}, 60, rig)
    time.sleep(max(0.0, 60 - (time.monotonic() - began)))
    rig.start_valkey()
    Heartbeat.objects.filter(name="worker").delete()
    hint(rig, "portal.outbox.tasks.heartbeat_messages")
    back = until(lambda: Heartbeat.objects.filter(name="worker").exists(), 60, rig)
    figures(f"120 messages without Valkey: sent in {took:.0f} s; the worker works again after {back:.0f} s")
    assert worker.poll() is None
    assert set(rig.sink.copies.values()) == {1}
