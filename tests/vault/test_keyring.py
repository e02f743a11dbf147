"""The file of keys."""

import json
import stat
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from portal.vault import CannotBeShown, KeyringUnavailable, keyring


@pytest.fixture
def path(tmp_path: Path, settings) -> Path:
    settings.VAULT_KEYRING_FILE = tmp_path / "keys" / "keyring.json"
    return tmp_path / "keys" / "keyring.json"


def make() -> str:
    said = StringIO()
    call_command("make_keyring", stdout=said)
    return said.getvalue()


def test_the_command_makes_a_private_file_once_and_never_again(path: Path) -> None:
    assert "Keep a copy" in make()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text()
    assert "already" in make()
    assert path.read_text() == before


def test_a_keyring_others_can_read_is_refused(path: Path) -> None:
    make()
    path.chmod(0o640)
    with pytest.raises(KeyringUnavailable, match="chmod 600"):
        keyring.keyring()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"current": "aa", "keys": {}, "index_key": ""}', "null"])
def test_what_is_no_keyring_is_refused_with_a_sentence(path: Path, content: str) -> None:
    make()
    path.write_text(content)
    with pytest.raises(KeyringUnavailable, match="keyring"):
        keyring.keyring()


def test_a_key_of_the_wrong_length_is_refused(path: Path) -> None:
    make()
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "index_key": "c2hvcnQ="}))
    with pytest.raises(KeyringUnavailable, match="wrong length"):
        keyring.keyring()


def test_a_sealed_text_opens_only_in_its_own_context(path: Path) -> None:
    make()
    sealed = keyring.seal_text("JBSWY3DPEHPK3PXP", "totp|mette")
    assert keyring.open_text(sealed, "totp|mette") == "JBSWY3DPEHPK3PXP"
    for other, context in ((sealed, "totp|jonas"), ("JBSWY3DPEHPK3PXP", "totp|mette"), ("æ", "totp|mette")):
        with pytest.raises(CannotBeShown):
            keyring.open_text(other, context)


def test_a_blind_index_is_stable_and_differs_by_purpose_and_keyring(path: Path) -> None:
    make()
    one = keyring.blind_index("+4500001234", "phone")
    assert one == keyring.blind_index("+4500001234", "phone")
    assert one != keyring.blind_index("+4500001234", "email")
    assert len(one) == 64
    path.unlink()
    make()
    assert one != keyring.blind_index("+4500001234", "phone")
