"""kill -9 while sealing: nothing half, the next run goes on, every event in one seal."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from portal.audit.actions import record_about, sealing
from portal.audit.models import AuditEvent, AuditSeal
from portal.embedded.checks import ROOT
from tests.audit.chains import verified

BATCH = 7


def record_some(count: int) -> None:
    """Events of nobody's."""
    for number in range(count):
        record_about("test.read", by=None, object_kind="test", object_id=str(number))


def kill_while_sealing(kills: int, figures: Callable[[str], None]) -> None:
    """Sealers that die at a random moment of their work, one after the other, while people work on."""
    chance = random.Random(4711)
    command, seals = [sys.executable, "-W", "ignore", "-m", "tests.faults.sealing", str(BATCH)], []
    for _kill in range(kills):
        record_some(200)
        before = AuditSeal.objects.count()
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ.copy(), start_new_session=True)
        deadline = time.monotonic() + 60
        while AuditSeal.objects.count() == before:  # it is in the middle of it
            assert process.poll() is None and time.monotonic() < deadline, "it does not seal"
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.03))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        seals.append(AuditSeal.objects.count() - before)
    left = AuditEvent.objects.unsealed().count()
    sealing.seal()
    sealed = sum(AuditSeal.objects.values_list("count", flat=True))
    figures(
        f"Sealer killed {kills} times after {seals} seals: {left} events were left, {sealed} of them all sealed once"
    )
    assert sealed == AuditEvent.objects.count() and not AuditEvent.objects.unsealed().exists()
    code, said = verified()
    assert code == 0, said


@pytest.fixture(autouse=True)
def anchors(settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors.txt"


def test_a_sealer_killed_in_the_middle_leaves_nothing_half(committed_db: None, figures: Callable[[str], None]) -> None:
    kill_while_sealing(3, figures)


@pytest.mark.long
def test_a_sealer_killed_many_times_leaves_nothing_half(committed_db: None, figures: Callable[[str], None]) -> None:
    kill_while_sealing(20, figures)


@pytest.mark.long
def test_a_long_log_is_sealed_and_walked_in_reasonable_time(committed_db: None, figures: Callable[[str], None]) -> None:
    """A busy year is about this much: the walk stays a matter of seconds, and a minute's sealing after it too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditevent (at, kind, role, action, object_kind, object_id, actor, subject, reason, "
            "request_id) SELECT now(), 'read', 'counsellor', 'counselling.talk_opened', 'counselling.appointment', "
            "gen_random_uuid()::text, gen_random_uuid(), gen_random_uuid(), '', md5(number::text) "
            "FROM generate_series(1, 200000) number"
        )
    began = time.monotonic()
    sealing.seal()
    sealed = time.monotonic() - began
    record_some(50)
    began = time.monotonic()
    sealing.seal()
    minute = time.monotonic() - began
    code, said = verified()
    figures(f"200,000 events sealed in {sealed:.1f} s, a minute's after them in {1000 * minute:.0f} ms. {said.strip()}")
    assert code == 0, said
    assert minute < 5
