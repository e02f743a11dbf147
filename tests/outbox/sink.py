"""A real SMTP server that keeps what it gets and breaks on demand; no Message-ID is ever forgotten."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from portal.embedded.servers import free_port


class Sink:
    """Faults: `later` (451 to everybody), `refuse_containing` (550), `drop_before_250`, `hang`, `on_data` (a hook)."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.later = False
        self.refuse_containing = ""
        self.drop_before_250 = False
        self.hang_containing = ""
        self.delay = 0.0
        self.on_data: Callable[[int], None] | None = None
        self.connections = 0
        self.lock = threading.Lock()

    @property
    def copies(self) -> Counter[str]:
        """How many copies came, by Message-ID."""
        with self.lock:
            return Counter(str(mail["Message-ID"]).strip() for mail in self.mails)

    def to(self, address: str) -> list[EmailMessage]:
        """What one address got."""
        with self.lock:
            return [mail for mail in self.mails if mail["To"] == address]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """A client says hello."""
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802 - aiosmtpd calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or not."""
        if self.refuse_containing and self.refuse_containing in address:
            return "550 No such mailbox"
        if self.later:
            return "451 Come back later"
        if self.hang_containing and self.hang_containing in address:
            await asyncio.sleep(120)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it
        """Keep a mail; then perhaps break before saying so."""
        await asyncio.sleep(self.delay)
        mail: Any = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        with self.lock:
            self.mails.append(mail)
            count = len(self.mails)
        if self.on_data is not None:
            self.on_data(count)
        if self.drop_before_250:
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]
        return "250 OK"


@contextmanager
def running_sink() -> Iterator[tuple[Sink, int]]:
    """The sink and its port."""
    sink, port = Sink(), free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port, ready_timeout=10)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()
