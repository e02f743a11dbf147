"""How an event and a seal become bytes and a hash. Pure; a change here needs a new VERSION beside the old one.

An event's digest is the first 16 bytes of SHA-256 over its values as JSON; a seal's hash is SHA-256 over all it says,
the digests and the hash of the seal before it included.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from portal.audit.fields import Ranges, text_of
from portal.audit.models import AuditSeal

VERSION = 1
DIGEST_BYTES = 16
BEGINNING = "0" * 64  # what the first seal names as the one before it
COLUMNS = (
    "id",
    "at",
    "kind",
    "actor",
    "role",
    "action",
    "object_kind",
    "object_id",
    "subject",
    "reason",
    "request_id",
)


def in_utc(moment: datetime) -> str:
    """A moment to the microsecond, whatever zone the connection speaks."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def as_bytes(values: Sequence[Any]) -> bytes:
    """Values as JSON that has one spelling."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(row: Sequence[Any]) -> bytes:
    """The digest of an event, its values in the order of COLUMNS."""
    identity, at, kind, actor, role, action, object_kind, object_id, subject, reason, request_id = row
    who, whose = str(actor or ""), str(subject or "")
    values = [identity, in_utc(at), kind, who, role, action, object_kind, object_id, whose, reason, request_id]
    return hashlib.sha256(as_bytes(values)).digest()[:DIGEST_BYTES]


def hash_of(seal: AuditSeal) -> str:
    """The hash of a seal, from everything else it says."""
    runs: Ranges = seal.events
    says = [
        VERSION,
        seal.number,
        in_utc(seal.sealed_at),
        seal.count,
        text_of(runs),
        bytes(seal.digests).hex(),
        seal.newest,
        seal.settled,
        seal.is_complete,
        seal.removed_to,
        seal.previous,
    ]
    return hashlib.sha256(as_bytes(says)).hexdigest()
