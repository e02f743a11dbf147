"""Reading what was sent, as the person with the mailbox does."""

import re

from portal.accounts import mail
from portal.outbox.models import OutboxMessage


def newest(kind: str, address: str) -> OutboxMessage:
    """The newest planned message of a kind to an address."""
    rows = OutboxMessage.objects.filter(kind=kind).order_by("-id")
    return next(row for row in rows if row.address == address)


def code_sent_to(address: str) -> str:
    """The six digits in the newest code mail to the address."""
    return str(newest(mail.CODE, address).secret["code"])


def token_sent_to(address: str) -> str:
    """The token in the newest invitation to the address."""
    return re.search(r"/([\w-]{43})/", newest(mail.INVITATION, address).secret["path"])[1]  # type: ignore[index]
