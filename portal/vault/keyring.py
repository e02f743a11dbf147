"""The keys: a JSON file apart from SECRET_KEY, readable by its owner only.

    {"current": "1f0c9a3e", "keys": {"1f0c9a3e": "<base64, 32 bytes>"}, "index_key": "<base64, 32 bytes>"}

New values are sealed with the current key; older keys only open. The file is read again when it has changed, so a
rotated key needs no restart.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from portal.vault import CannotBeShown, KeyringUnavailable

VERSION = b"\x01"
KEY_ID_BYTES = 4
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32
HEADER_BYTES = len(VERSION) + KEY_ID_BYTES + NONCE_BYTES


@dataclass(frozen=True)
class Keyring:
    """The loaded keys."""

    current: str
    ciphers: Mapping[str, AESGCM]
    index_key: bytes

    def seal(self, plain: bytes, bound_to: bytes) -> bytes:
        """Encrypt under the current key, bound to where it will stand."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self.ciphers[self.current].encrypt(nonce, plain, bound_to)
        return VERSION + bytes.fromhex(self.current) + nonce + sealed

    def open(self, sealed: bytes, bound_to: bytes) -> bytes:
        """Decrypt; CannotBeShown when it is not exactly what was sealed for this place."""
        if len(sealed) < HEADER_BYTES + TAG_BYTES or sealed[:1] != VERSION:
            raise CannotBeShown("not a sealed value")
        cipher = self.ciphers.get(key_id_of(sealed))
        if cipher is None:
            raise CannotBeShown("its key is not in the keyring")
        try:
            return cipher.decrypt(sealed[HEADER_BYTES - NONCE_BYTES : HEADER_BYTES], sealed[HEADER_BYTES:], bound_to)
        except InvalidTag:
            raise CannotBeShown("damaged, or sealed for another place") from None


def key_id_of(sealed: bytes) -> str:
    """The id of the key a value was sealed with."""
    return sealed[len(VERSION) : len(VERSION) + KEY_ID_BYTES].hex()


_loaded: tuple[str, int, Keyring] | None = None


def keyring() -> Keyring:
    """The keyring of this process, read again when the file has changed."""
    global _loaded
    path = Path(settings.VAULT_KEYRING_FILE)
    try:
        changed_at = path.stat().st_mtime_ns
    except OSError:
        _loaded = None
        raise KeyringUnavailable(
            f"The keyring {path} can't be read. Run `manage.py make_keyring`, or set VAULT_KEYRING_FILE."
        ) from None
    if _loaded is None or _loaded[:2] != (str(path), changed_at):
        _loaded = (str(path), changed_at, load(path))
    return _loaded[2]


def load(path: Path) -> Keyring:
    """Read a keyring file; KeyringUnavailable says in one sentence what is wrong with it."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyringUnavailable(f"The keyring {path} can be read by others; run `chmod 600 {path}`.")
    try:
        content = json.loads(path.read_text())
        keys = {str(name): base64.b64decode(key, validate=True) for name, key in content["keys"].items()}
        current, index_key = str(content["current"]), base64.b64decode(content["index_key"], validate=True)
        ids_fit = all(len(bytes.fromhex(name)) == KEY_ID_BYTES for name in keys)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, binascii.Error):
        raise KeyringUnavailable(f"The keyring {path} is not a keyring; restore it from its backup.") from None
    if not ids_fit or current not in keys or any(len(key) != KEY_BYTES for key in (*keys.values(), index_key)):
        raise KeyringUnavailable(f"The keyring {path} lacks its current key or has one of a wrong length.")
    return Keyring(current, {name: AESGCM(key) for name, key in keys.items()}, index_key)


def new_secret() -> str:
    """A fresh 256-bit key as base64."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def make(path: Path) -> bool:
    """Make a keyring file when there is none; False when one stands there already. Never overwrites."""
    if path.exists():
        return False
    key_id = secrets.token_hex(KEY_ID_BYTES)
    write(path, {"current": key_id, "keys": {key_id: new_secret()}, "index_key": new_secret()})
    return True


def add_key(path: Path) -> str:
    """Add a key and make it the current one; the older keys stay, to open what they sealed. Returns its id."""
    load(path)
    content = json.loads(path.read_text())
    key_id = secrets.token_hex(KEY_ID_BYTES)
    content["keys"][key_id] = new_secret()
    write(path, {**content, "current": key_id})
    return key_id


def write(path: Path, content: dict[str, object]) -> None:
    """Whole or not at all, and never readable by others on the way."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def bound(*parts: str) -> bytes:
    """Where a value stands, as unambiguous bytes to authenticate beside it."""
    return json.dumps(parts, ensure_ascii=False).encode()


def seal_text(text: str, context: str) -> str:
    """Seal a text that is kept inside another structure (a TOTP seed); context names its place."""
    return base64.b64encode(keyring().seal(text.encode(), bound("text", context))).decode()


def open_text(sealed: str, context: str) -> str:
    """Open what seal_text made for the same context; CannotBeShown otherwise."""
    try:
        raw = base64.b64decode(sealed, validate=True)
    except (ValueError, binascii.Error):
        raise CannotBeShown("not a sealed text") from None
    return keyring().open(raw, bound("text", context)).decode()


def is_under_current_key(sealed: str) -> bool:
    """Whether a text of seal_text needs no new seal."""
    try:
        return key_id_of(base64.b64decode(sealed, validate=True)) == keyring().current
    except (ValueError, binascii.Error):
        return False


def blind_index(value: str, purpose: str) -> str:
    """A keyed fingerprint (hex HMAC-SHA256) for exact look-ups; the caller normalises the value first."""
    return hmac.new(keyring().index_key, bound(purpose, value), hashlib.sha256).hexdigest()
