"""A new key: everything is sealed anew, what does not open is left alone, a kill half-way loses nothing."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import connection

from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from portal.vault import actions, keyring
from tests.portal.test_constraints import message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys(settings, tmp_path: Path) -> Iterator[Path]:
    settings.VAULT_KEYRING_FILE = tmp_path / "keyring.json"
    keyring.make(settings.VAULT_KEYRING_FILE)
    yield settings.VAULT_KEYRING_FILE


def key_ids() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(substring(text from 2 for 4), 'hex') FROM outbox_outboxmessage")
        return {row[0] for row in cursor.fetchall()}


def rekey() -> str:
    said = StringIO()
    call_command("rekey", stdout=said)
    return said.getvalue()


def test_after_rekey_the_old_key_can_be_thrown_away(keys: Path, relative: User) -> None:
    sealed = keyring.seal_text("JBSWY3DPEHPK3PXP", "allauth_mfa|seed")
    Authenticator.objects.create(user=relative, type="totp", data={"secret": sealed})
    for number in range(5):
        message(text=f"brev {number}", address=None, secret={"code": number})
    new = keyring.add_key(keys)
    assert "5 rows sealed anew, 0 did not open  outbox_outboxmessage" in rekey()
    content = json.loads(keys.read_text())
    keyring.write(keys, {**content, "keys": {new: content["keys"][new]}})
    assert key_ids() == {new}
    assert sorted(row.text or "" for row in OutboxMessage.objects.all()) == [f"brev {number}" for number in range(5)]
    assert {row.secret["code"] for row in OutboxMessage.objects.all()} == set(range(5))
    seed = Authenticator.objects.get().data["secret"]
    assert keyring.open_text(seed, "allauth_mfa|seed") == "JBSWY3DPEHPK3PXP"


def test_rekey_stopped_half_way_goes_on_where_it_was(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        message(text=f"brev {number}")
    new = keyring.add_key(keys)
    monkeypatch.setattr(actions, "BATCH", 3)
    last, rows, _ = actions.rekey_batch(OutboxMessage, None)  # committed; then the process dies
    assert rows == 3 and last is not None and len(key_ids()) == 2
    assert "4 rows sealed anew" in rekey()
    assert key_ids() == {new}
    assert "      0 rows sealed anew, 0 did not open  outbox_outboxmessage" in rekey()


def test_what_does_not_open_is_counted_and_left_as_it_is(keys: Path) -> None:
    good, moved = message(text="godt"), message(text="flyttet")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_outboxmessage SET text = (SELECT text FROM outbox_outboxmessage WHERE id = %s)"
            " WHERE id = %s RETURNING text",
            [good.pk, moved.pk],
        )
        before = bytes(cursor.fetchone()[0])
    keyring.add_key(keys)
    with pytest.raises(SystemExit):
        rekey()
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM outbox_outboxmessage WHERE id = %s", [moved.pk])
        assert bytes(cursor.fetchone()[0]) == before
    assert OutboxMessage.objects.get(pk=good.pk).text == "godt"
