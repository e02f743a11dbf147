"""Rows of messages and the delivery ledger."""

from collections.abc import Mapping
from typing import Any

from portal import clock
from portal.accounts.models import User
from portal.outbox.actions import put
from portal.outbox.models import OutboxMessage
from tests.architecture.url_table import Row, only, signed_in

People = Mapping[str, User]
LEDGER = ("counsellor", "team_lead", "administrator")
LETTERS = ("counsellor", "team_lead")


def made(people: People, channel: str, **change: Any) -> dict[str, Any]:
    row = put("outbox.trial", f"table:{channel}", channel=channel, to=people["relative"], language="da")
    OutboxMessage.objects.filter(pk=row.pk).update(**change)
    return {"message_id": row.pk}


def in_inbox(people: People) -> dict[str, Any]:
    return made(people, "inbox", state="sent", done_at=clock.now())


def failed(people: People) -> dict[str, Any]:
    return made(people, "email", state="failed", done_at=clock.now())


def to_print(people: People) -> dict[str, Any]:
    return made(people, "letter")


def printed(people: People) -> dict[str, Any]:
    return made(people, "letter", state="printed")


OBJECTS = {
    "outbox:read": in_inbox,
    "outbox:retry": failed,
    "outbox:letter": to_print,
    "outbox:letter_printed": to_print,
    "outbox:letter_posted": printed,
}
ROWS: list[Row] = [
    Row("outbox:inbox", get=signed_in(200), post=signed_in(405)),
    Row("outbox:ledger", get=only(*LEDGER), post=signed_in(405)),
    Row("outbox:letter", get=only(*LETTERS), post=signed_in(405)),
    Row("outbox:letter_posted", get=signed_in(405), post=only(*LETTERS, status=302)),
    Row("outbox:letter_printed", get=signed_in(405), post=only(*LETTERS, status=302)),
    Row("outbox:letters", get=only(*LETTERS), post=signed_in(405)),
    Row("outbox:read", get=signed_in(405), post=only("relative", status=302, others=404)),
    Row("outbox:read_all", get=signed_in(405), post=signed_in(302)),
    Row("outbox:retry", get=signed_in(405), post=only(*LEDGER, status=302)),
]
