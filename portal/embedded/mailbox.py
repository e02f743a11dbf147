"""The demonstration's mailbox: what really went over SMTP, kept as files that only we can read.

Storing and reading use the standard library; the SMTP server round it stands in post_office.py.
"""

import contextlib
import email
import email.policy
import os
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

KEPT = 500  # the oldest go first


@dataclass(frozen=True)
class Attachment:
    """A file in an e-mail."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """One e-mail as it arrived."""

    key: str
    arrived_at: datetime
    sender: str
    recipient: str
    subject: str
    text: str
    attachments: tuple[Attachment, ...]
    message: EmailMessage


def write_private(folder: Path, suffix: str, content: bytes) -> Path:
    """A new 0600 file, whole or not there; the oldest beyond the limit are removed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{uuid.uuid4().hex}{suffix}"
    fresh = path.with_suffix(".part")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    fresh.rename(path)
    for old in newest_first(folder, suffix)[KEPT:]:
        old.unlink(missing_ok=True)
    return path


def newest_first(folder: Path, suffix: str) -> list[Path]:
    """The stored files, the last to arrive first."""
    found: list[tuple[int, Path]] = []
    for path in folder.glob(f"*{suffix}"):
        with contextlib.suppress(FileNotFoundError):
            found.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(found, reverse=True)]


class Keeper:
    """Takes each mail from the SMTP server and stores it with the envelope's addresses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Store; a full disk is a temporary refusal, so that the sender tries again."""
        head = "".join(f"X-Envelope-To: {address}\r\n" for address in envelope.rcpt_tos)
        try:
            write_private(self.folder, ".eml", head.encode() + bytes(envelope.content))
        except OSError:
            return "452 4.3.1 Insufficient system storage"
        return "250 2.0.0 Kept"


def read(path: Path) -> Mail:
    """One stored e-mail."""
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)  # what the default policy makes
    body = parsed.get_body(("plain", "html"))
    attachments = []
    for part in parsed.iter_attachments():
        content = part.get_payload(decode=True)
        name = part.get_filename() or "attachment"
        attachments.append(Attachment(name, part.get_content_type(), content if isinstance(content, bytes) else b""))
    return Mail(
        key=path.stem,
        arrived_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        sender=str(parsed.get("From", "")),
        recipient=", ".join(str(value) for value in parsed.get_all("X-Envelope-To", [])),
        subject=str(parsed.get("Subject", "")),
        text=str(body.get_content()) if body else "",
        attachments=tuple(attachments),
        message=parsed,
    )


def messages(folder: Path) -> list[Mail]:
    """Every stored e-mail, newest first."""
    found = []
    for path in newest_first(folder, ".eml"):
        with contextlib.suppress(FileNotFoundError):
            found.append(read(path))
    return found


def message(folder: Path, key: str) -> Mail | None:
    """One stored e-mail by its key."""
    path = folder / f"{key}.eml"
    return read(path) if key.isalnum() and path.exists() else None
