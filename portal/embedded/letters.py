"""Letters that wait for a printer, as the demonstration's mailbox shows them."""

from dataclasses import dataclass
from datetime import datetime

from portal import clock
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of


@dataclass(frozen=True)
class Letter:
    """One letter in words."""

    send_at: datetime
    recipient: str
    subject: str
    text: str


def letters(limit: int) -> list[Letter]:
    """Letters that are due and not posted, newest first."""
    due = OutboxMessage.objects.letters_to_print(clock.now()).select_related("to").reverse()[:limit]
    found = []
    for message in due:
        text = text_of(message)
        recipient = message.address or (message.to.name if message.to else "")
        found.append(Letter(message.send_at, recipient, text.subject, text.body))
    return found
