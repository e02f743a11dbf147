"""What the drain writes: claims, "sending begins now", and what became of each message.

A claim is a short lease, prolonged when sending begins: while it runs the row is one worker's; when it ends the row is
anybody's again, and whoever still held it finds out when it wants to begin. A send that was begun and never ended stays
counted as a copy that may have gone (copies), so that an SMS never goes twice and an e-mail at most twice, with the
same Message-ID.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F

from portal.outbox import kinds, rules
from portal.outbox.models import Heartbeat, OutboxMessage, OutboxMessageQuerySet, Queue, State
from portal.outbox.outcomes import Outcome, Result

log = logging.getLogger("portal.outbox")

CLAIM_LEASE = timedelta(seconds=20)  # for what is not begun: after a crash it is anybody's again soon
SEND_LEASE = {Queue.CODES: timedelta(seconds=40), Queue.MESSAGES: timedelta(seconds=75)}  # outlives one chunk's sends
FREE: dict[str, Any] = {"claim": None, "lease_until": None, "started_at": None}

CLAIM = """
UPDATE outbox_outboxmessage AS message SET claim = %(claim)s, lease_until = %(until)s, started_at = NULL
FROM (SELECT id FROM outbox_outboxmessage
      WHERE queue = %(queue)s AND state = 'planned' AND send_at <= %(due)s AND (send_at, id) > (%(from)s, %(from_id)s)
        AND (not_before IS NULL OR not_before <= %(due)s) AND (lease_until IS NULL OR lease_until <= %(due)s)
      ORDER BY send_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED) AS due
WHERE message.id = due.id
RETURNING message.id, key, kind, channel, queue, to_id, address, about, version, language, context, secret, send_at,
          latest_at, state, claim, lease_until, started_at, copies, attempts, stumbles
"""
THE_START = datetime(1970, 1, 1, tzinfo=UTC)
NO_ID = UUID(int=0)


def claim(
    queue: str,
    limit: int,
    *,
    now: datetime,
    waited: timedelta = timedelta(0),
    after: OutboxMessage | None = None,
) -> list[OutboxMessage]:
    """Take up to limit rows that have been due for at least `waited`, oldest first. One statement.

    O(limit) when each claim of a pass says the last row of the one before (`after`): what this pass has leased and
    not yet marked is then not looked at again. What was put off meanwhile waits for the next pass.
    """
    values = {
        "claim": uuid4(),
        "until": now + CLAIM_LEASE,
        "queue": queue,
        "due": now - waited,
        "limit": limit,
        "from": after.send_at if after else THE_START,
        "from_id": after.id if after else NO_ID,
    }
    rows = list(OutboxMessage.objects.raw(CLAIM, values))
    rows.sort(key=lambda row: (row.send_at, row.id))
    return rows


@transaction.atomic
def settle_and_start(
    outcomes: Sequence[tuple[OutboxMessage, Outcome]], rows: Sequence[OutboxMessage], *, now: datetime
) -> set[UUID]:
    """Write what became of the last rows and that sending the next ones begins; the ids that are still ours.

    A row that was withdrawn meanwhile, or whose lease ended and that another worker took, is not among them.
    """
    settle(outcomes, now=now)
    if not rows:
        return set()
    ours = [row.id for row in rows]
    until = now + SEND_LEASE[Queue(rows[0].queue)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_outboxmessage SET started_at = %s, copies = copies + 1, lease_until = %s "
            "WHERE id = ANY(%s) AND claim = %s AND state = 'planned' RETURNING id",
            [now, until, ours, rows[0].claim],
        )
        started = {found[0] for found in cursor.fetchall()}
    for row in rows:
        if row.id in started:
            row.copies += 1
            row.started_at = now
    return started


def settle(outcomes: Iterable[tuple[OutboxMessage, Outcome]], *, now: datetime) -> None:
    """Write what became of messages: the sent ones with one statement, each of the others by itself."""
    sent = []
    for row, outcome in outcomes:
        if outcome.result == Result.SENT:
            sent.append(row.id)
        elif outcome.result == Result.REJECTED:
            fail(row, State.FAILED, outcome.reason, now=now)
        elif outcome.result == Result.UNCERTAIN:
            _settle_uncertain(row, outcome.reason, now=now)
        else:
            put_off(row, outcome.reason, now=now)
    if sent:
        OutboxMessage.objects.filter(id__in=sent).update(
            state=State.SENT, done_at=now, reason="", secret=None, not_before=None, **FREE
        )


def _settle_uncertain(row: OutboxMessage, reason: str, *, now: datetime) -> None:
    """One more e-mail after a pause; after that, and for a text message at once, a person must look."""
    if row.copies >= rules.copies_allowed(row.channel):
        fail(row, State.UNKNOWN, reason, now=now)
    else:
        _ours(row).update(not_before=now + rules.UNCERTAIN_PAUSE, reason=reason, **FREE)


def put_off(row: OutboxMessage, reason: str, *, now: datetime) -> None:
    """The attempt certainly did not deliver: again after the back-off, or never when that would be too late."""
    next_at = now + rules.pause_after(row.attempts, row.queue)
    if rules.is_given_up(row, next_at):
        fail(row, State.FAILED, reason, now=now)
        return
    copies = row.copies - 1 if row.started_at else row.copies
    _ours(row).update(
        not_before=next_at, attempts=row.attempts + 1, reason=reason, copies=copies, state=State.PLANNED, **FREE
    )


def release(rows: Sequence[OutboxMessage], not_before: datetime | None, *, reason: str | None = None) -> None:
    """Give rows back untried (the way is blocked, somebody sleeps); nothing is counted against them."""
    if not rows:
        return
    mine = OutboxMessage.objects.planned().filter(id__in=[row.id for row in rows], claim=rows[0].claim)
    mine.filter(started_at__isnull=False).update(copies=F("copies") - 1)
    told = {} if reason is None else {"reason": reason}
    mine.update(not_before=not_before, **told, **FREE)


def fail(row: OutboxMessage, state: str, reason: str, *, now: datetime) -> None:
    """The end without delivery; on_failed tells staff in the same transaction. A failing on_failed never undoes it."""
    try:
        with transaction.atomic():
            _end(row, state, reason, now=now)
            if row.kind in kinds.registered():
                kinds.get(row.kind).on_failed(row)
    except Exception:
        log.exception("outbox.on_failed_failed kind=%s message=%s", row.kind, row.id)
        _end(row, state, reason, now=now)


def say_given_up(row: OutboxMessage) -> None:
    """Say in the ledger that this refusal was the last: what came again and again comes no more."""
    OutboxMessage.objects.filter(id=row.id).update(reason=rules.GIVEN_UP)


def skip(rows: Sequence[OutboxMessage], state: str, reason: str, *, now: datetime) -> None:
    """The end of messages that no longer have any use (skipped: too late; withdrawn: no longer true)."""
    mine = OutboxMessage.objects.planned().filter(id__in=[row.id for row in rows])
    mine.update(state=state, reason=reason, done_at=now, secret=None, **FREE)


def stumble(row: OutboxMessage, reason: str, *, now: datetime) -> None:
    """Our own code broke on this row: again later, and put aside after the fifth time so that it never blocks."""
    row.stumbles += 1
    if row.stumbles >= rules.STUMBLES:
        OutboxMessage.objects.filter(id=row.id).update(stumbles=row.stumbles)
        fail(row, State.PARKED, reason, now=now)
        return
    pause = rules.pause_after(row.stumbles - 1, row.queue)
    _ours(row).update(stumbles=row.stumbles, reason=reason, not_before=now + pause, **FREE)


def deliver_in_house(row: OutboxMessage, *, now: datetime) -> bool:
    """Run the handler and mark the row done in one transaction; False when the row is no longer ours."""
    with transaction.atomic():
        ours = _ours(row).update(state=State.SENT, done_at=now, reason="", secret=None, **FREE)
        if ours:
            kinds.handler_of(row.kind)(row)
    return bool(ours)


@transaction.atomic
def deliver_to_inbox(row: OutboxMessage, text: str, *, now: datetime) -> bool:
    """Lay a message into "My messages", as it reads now; False when the row is no longer ours."""
    mine = _ours(row).select_for_update().first()
    if mine is None:
        return False
    mine.text, mine.state, mine.done_at, mine.reason, mine.secret = text, State.SENT, now, "", None
    mine.claim = mine.lease_until = mine.started_at = None
    mine.save(update_fields=["text", "state", "done_at", "reason", "secret", *FREE])
    return True


def beat(name: str, *, now: datetime) -> None:
    """Leave a sign of life."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def take_turn(name: str, *, now: datetime, every: timedelta) -> bool:
    """Leave a sign of life unless there is one younger than `every`; one statement, so one taker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_heartbeat AS last (name, at) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE "
            "SET at = excluded.at WHERE last.at <= %s OR last.at > excluded.at RETURNING name",
            [name, now, now - every],
        )
        return cursor.fetchone() is not None


def _ours(row: OutboxMessage) -> OutboxMessageQuerySet:
    """The row as long as it is planned and this claim holds it."""
    return OutboxMessage.objects.planned().filter(id=row.id, claim=row.claim)


def _end(row: OutboxMessage, state: str, reason: str, *, now: datetime) -> None:
    """Final, whoever holds it: what happened, happened. A code is wiped; other content waits for a retry by hand."""
    row.state, row.reason, row.done_at = state, reason[:60], now
    wiped = {"secret": None} if row.queue == Queue.CODES else {}
    OutboxMessage.objects.filter(id=row.id).update(state=state, reason=reason[:60], done_at=now, **wiped, **FREE)
