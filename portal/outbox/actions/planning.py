"""Planning: a message is written in the transaction of what it tells about, and taken back the same way."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from portal import clock
from portal.database.questions import prepared_cursor
from portal.database.writing import value_of
from portal.outbox import kinds
from portal.outbox.models import Channel, OutboxMessage, Queue, State
from portal.outbox.nudge import nudge_after_commit

SOON = timedelta(seconds=20)  # what is due later than this needs no hint: beat and the loop look by themselves


@dataclass(frozen=True)
class Draft:
    """A message as an app says it; the fields are those of `put`."""

    kind: str
    key: str
    _: KW_ONLY
    channel: str
    language: str
    to: models.Model | None = None
    address: str = ""
    about: UUID | None = None
    version: int = 0
    send_at: datetime | None = None
    latest_at: datetime | None = None
    context: dict[str, Any] = field(default_factory=dict)
    secret: dict[str, Any] | None = None

    def row(self, now: datetime) -> OutboxMessage:
        """The row this draft becomes; LookupError when the kind is unknown, ValueError when nobody would get it."""
        if self.channel == Channel.HOUSE:
            kinds.handler_of(self.kind)
            queue = str(Queue.MESSAGES)
        else:
            queue = Queue.LETTERS if self.channel == Channel.LETTER else kinds.get(self.kind).queue
            if self.to is None and not self.address:
                raise ValueError(f"The message {self.key} has no recipient.")
        return OutboxMessage(
            kind=self.kind,
            key=self.key,
            channel=self.channel,
            queue=queue,
            to=self.to,  # type: ignore[misc]  # accounts.User; a lower app need not import it
            address=self.address or None,
            about=self.about,
            version=self.version,
            language=self.language,
            context=self.context,
            secret=self.secret,
            created_at=now,
            send_at=self.send_at or now,
            latest_at=self.latest_at,
        )


def put(
    kind: str,
    key: str,
    *,
    channel: str,
    language: str,
    to: models.Model | None = None,
    address: str = "",
    about: UUID | None = None,
    version: int = 0,
    send_at: datetime | None = None,
    latest_at: datetime | None = None,
    context: dict[str, Any] | None = None,
    secret: dict[str, Any] | None = None,
) -> OutboxMessage:
    """Plan one message (send_at None: now). Once per key: a second call changes nothing and returns the same row.

    After latest_at it is skipped. context holds plain, harmless values; secret is encrypted and wiped when sent.
    """
    draft = Draft(
        kind,
        key,
        channel=channel,
        language=language,
        to=to,
        address=address,
        about=about,
        version=version,
        send_at=send_at,
        latest_at=latest_at,
        context=context or {},
        secret=secret,
    )
    return put_all([draft])[0]


@transaction.atomic(savepoint=False)
def put_all(drafts: Sequence[Draft]) -> list[OutboxMessage]:
    """Plan several messages with one statement; each once per key, the rows in the drafts' order."""
    if not drafts:
        return []
    now = clock.now()
    rows = [draft.row(now) for draft in drafts]
    ids = _insert(rows)
    for row in rows:
        row.id = ids[row.key]
        row._state.adding = False
        row._state.db = connection.alias
    for queue in {row.queue for row in rows if row.send_at <= now + SOON and row.queue != Queue.LETTERS}:
        nudge_after_commit(queue)
    return rows


def _insert(rows: list[OutboxMessage]) -> dict[str, UUID]:
    """INSERT … ON CONFLICT: the ids by key, also of rows that were there before (bulk_create can't return those).

    One array for each column, so that the statement is the same for one message and for a thousand.
    """
    unique = {row.key: row for row in rows}.values()
    columns = [[value_of(row, field) for row in unique] for field in OutboxMessage._meta.concrete_fields]
    with prepared_cursor() as cursor:
        cursor.execute(insert_statement(), columns)
        return dict(cursor.fetchall())


@functools.cache
def insert_statement() -> str:
    """Arrays of every column's values become rows."""
    fields = OutboxMessage._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    return (
        f"INSERT INTO outbox_outboxmessage ({columns}) SELECT * FROM unnest({arrays}) "  # noqa: S608 - names only
        "ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING key, id"
    )


def withdraw(about: UUID, *, kinds: Iterable[str] | None = None) -> int:
    """Take back what is planned about one thing and has not left yet. Returns how many."""
    return withdraw_all([about], kinds=kinds)


def withdraw_all(abouts: Sequence[UUID], *, kinds: Iterable[str] | None = None) -> int:
    """Take back what is planned about several things with one statement. Returns how many."""
    rows = OutboxMessage.objects.planned().filter(about__in=abouts)
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return rows.update(
        state=State.WITHDRAWN, done_at=clock.now(), reason="withdrawn", claim=None, lease_until=None, secret=None
    )
