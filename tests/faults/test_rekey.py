"""kill -9 in rekey again and again, with people writing meanwhile: every text opens, at last all under one key."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from portal.embedded.checks import ROOT
from portal.outbox.models import OutboxMessage
from portal.vault import actions, keyring
from tests.portal.test_constraints import message

ROWS, BATCH = 400, 5
Note = Callable[[str], None]


@pytest.fixture(autouse=True)
def keys(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.VAULT_KEYRING_FILE = tmp_path / "keyring.json"
    keyring.make(settings.VAULT_KEYRING_FILE)
    yield settings.VAULT_KEYRING_FILE


def under_key(name: str) -> int:
    """How many texts are sealed with this key."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM outbox_outboxmessage WHERE encode(substring(text from 2 for 4), 'hex') = %s", [name]
        )
        return int(cursor.fetchone()[0])


def kill_while_rekeying(keys: Path, kills: int, note: Note) -> None:
    """Each run dies after some batches; texts are read and written between the runs."""
    chance, texts = random.Random(4711), {}
    for number in range(ROWS):
        texts[message(text=f"brev {number}", secret={"code": number}).pk] = f"brev {number}"
    new = keyring.add_key(keys)
    environment = os.environ | {"VAULT_KEYRING_FILE": str(keys)}
    command, done = [sys.executable, "-W", "ignore", "-m", "tests.faults.rekeying", str(BATCH)], []
    for kill in range(kills):
        before = under_key(new)
        process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
        deadline = time.monotonic() + 60
        while under_key(new) < before + BATCH:
            assert process.poll() is None and time.monotonic() < deadline, "it does nothing"
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.02))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        done.append(under_key(new))
        row = OutboxMessage.objects.get(pk=list(texts)[-1 - kill])
        row.text = texts[row.pk] = f"ændret {kill}"
        row.save(update_fields=["text"])
        assert {row.pk: row.text for row in OutboxMessage.objects.all()} == texts, "every text opens all the way"
    finished = {table.name: table for table in actions.rekey()}["outbox_outboxmessage"]
    note(f"rekey killed {kills} times after {done} of {ROWS} rows; the last run did {finished.rows}, all texts open")
    assert done[-1] < ROWS, "it was killed in the middle"
    assert finished.unreadable == 0 and under_key(new) == ROWS
    assert {row.pk: row.text for row in OutboxMessage.objects.all()} == texts
    assert sorted(row.secret["code"] for row in OutboxMessage.objects.all()) == list(range(ROWS))


def test_rekey_killed_several_times_loses_no_text(committed_db: None, keys: Path, figures: Note) -> None:
    kill_while_rekeying(keys, 3, figures)


@pytest.mark.long
def test_rekey_killed_many_times_loses_no_text(committed_db: None, keys: Path, figures: Note) -> None:
    kill_while_rekeying(keys, 8, figures)
