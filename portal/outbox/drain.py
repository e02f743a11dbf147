"""The drain: claim a batch, ask whether each message still holds, send outside any transaction, mark.

Works in chunks. Before a chunk is sent, "sending begins now" is written and committed; with the same commit goes what
became of the chunk before. A worker killed at any point therefore leaves at most one chunk in doubt; a message that is
in doubt is sent alone, and no more often than rules.copies_allowed says.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import prefetch_related_objects

from portal import clock
from portal.outbox import kinds, rules
from portal.outbox.actions import delivery
from portal.outbox.channels.mail import Mailer, email_of
from portal.outbox.channels.sms import Gateway
from portal.outbox.models import NIGHT, Channel, OutboxMessage, Queue, State
from portal.outbox.outcomes import Outcome, Result
from portal.outbox.rendering import text_of

log = logging.getLogger("portal.outbox")

BATCH = {Queue.CODES: 20, Queue.MESSAGES: 200}
CHUNK = {Queue.CODES: 1, Queue.MESSAGES: 50}
SMALL = 5  # the size of a pass's first chunk
QUICK = 0.15  # seconds
CHUNK_SECONDS = 12.0  # what is left of a chunk after this goes back: its lease must outlive the send under way
BLOCKED_PAUSE = {Queue.CODES: timedelta(seconds=5), Queue.MESSAGES: timedelta(seconds=60)}

Sends = Callable[[], Outcome]
Done = TypeVar("Done")


@dataclass
class Pass:
    """One pass over a queue: the connections it keeps, and what it has done so far."""

    queue: Queue
    mailer: Mailer = field(default_factory=Mailer)
    gateway: Gateway = field(default_factory=Gateway)
    done: Counter[str] = field(default_factory=Counter)
    ended: list[tuple[OutboxMessage, Outcome]] = field(default_factory=list)
    size: int = 1

    def learn(self, seconds: float) -> None:
        """Chunks that take about a quarter of a second: a slow server means fewer messages in doubt after a crash."""
        if seconds < QUICK:
            self.size = min(self.size * 2, CHUNK[self.queue])
        elif seconds > 2 * QUICK:
            self.size = max(self.size // 2, 1)

    def write_down(self) -> None:
        """Write what became of the messages sent last."""
        ended, self.ended = self.ended, []
        if ended:
            delivery.settle(ended, now=clock.now())

    def close(self) -> None:
        """Write what is known and let the connections go."""
        try:
            self.write_down()
        finally:
            self.mailer.close()
            self.gateway.close()


def drain_once(
    queue: str, limit: int = 100_000, *, waited: timedelta = timedelta(0), seconds: float = 600.0
) -> Counter[str]:
    """Send what is due on a queue, at most `limit` messages and about `seconds`; how many ended in which way.

    waited: only what has been due this long (the plain loop leaves Celery the first try).
    """
    this = Pass(Queue(queue), size=min(SMALL, CHUNK[Queue(queue)]))
    ends_at = time.monotonic() + seconds
    last: OutboxMessage | None = None
    try:
        while limit > 0 and time.monotonic() < ends_at:
            size = min(limit, BATCH[this.queue])
            rows = delivery.claim(queue, size, now=clock.now(), waited=waited, after=last)
            if not rows:
                break
            last = rows[-1]
            limit -= len(rows)
            this.done["claimed"] += len(rows)
            _drain_batch(this, rows)
    finally:
        this.close()
    return this.done


def _drain_batch(this: Pass, rows: list[OutboxMessage]) -> None:
    """One claimed batch, chunk by chunk; when the way is blocked, what goes that way is given back."""
    blocked: set[str] = set()
    for chunk in _chunks(_without_doubtful(this, rows), lambda: this.size):
        channel = chunk[0].channel
        if channel in blocked:
            delivery.release(chunk, clock.now() + BLOCKED_PAUSE[this.queue])
            this.done["blocked"] += len(chunk)
        elif _drain_chunk(this, chunk):
            blocked.add(channel)
    this.write_down()


def _without_doubtful(this: Pass, rows: list[OutboxMessage]) -> list[OutboxMessage]:
    """Rows another worker began and never ended: past their allowed copies they end as unknown, a person looks."""
    now = clock.now()
    kept = []
    for row in rows:
        if row.copies >= rules.copies_allowed(row.channel):
            delivery.fail(row, State.UNKNOWN, "worker_lost", now=now)
            this.done["unknown"] += 1
        else:
            kept.append(row)
    return kept


def _chunks(rows: list[OutboxMessage], size: Callable[[], int]) -> Iterator[list[OutboxMessage]]:
    """Rows of one channel together, as many as the size is now; an SMS, and whatever may have gone before, alone."""
    for channel in Channel.values:
        of_channel = [row for row in rows if row.channel == channel]
        alone = [row for row in of_channel if row.copies or channel == Channel.SMS]
        together = [row for row in of_channel if not row.copies and channel != Channel.SMS]
        start = 0
        while start < len(together):
            chunk = together[start : start + size()]
            start += len(chunk)
            yield chunk
        for row in alone:
            yield [row]


def _drain_chunk(this: Pass, rows: list[OutboxMessage]) -> bool:
    """Judge, prepare and send one chunk of one channel; whether the way turned out to be blocked."""
    if rows[0].channel == Channel.HOUSE:
        for row in rows:
            _guarded(this, row, lambda one: delivery.deliver_in_house(one, now=clock.now()))
        return False
    held = _still_holding(this, rows)
    if held and held[0].channel == Channel.INBOX:
        for row in held:
            _guarded(this, row, _lay_in_inbox)
        return False
    sends = {row.id: send for row in held if (send := _guarded(this, row, lambda one: _made(this, one)))}
    return _send(this, [row for row in held if row.id in sends], sends)


def _still_holding(this: Pass, rows: list[OutboxMessage]) -> list[OutboxMessage]:
    """The rows that are still true and in time; the others end here."""
    now = clock.now()
    kept: list[OutboxMessage] = []
    untrue: list[OutboxMessage] = []
    late, asleep = [], []
    _prepare(rows)
    for row in rows:
        if rules.is_too_late(row, now):
            late.append(row)
        elif rules.wakes_somebody(row, now, clock.zone()):
            asleep.append(row)
        else:
            holds = _guarded(this, row, _holds)
            if holds:
                (kept if holds == "yes" else untrue).append(row)
    delivery.skip(late, State.SKIPPED, "late", now=now)
    delivery.skip(untrue, State.WITHDRAWN, "no_longer_holds", now=now)
    delivery.release(asleep, rules.morning_after(now, clock.zone()), reason=NIGHT)
    this.done.update(late=len(late), withdrawn=len(untrue), asleep=len(asleep))
    return kept


def _holds(row: OutboxMessage) -> str:
    """What its kind says; a word, since None means that the kind's own code broke."""
    return "yes" if kinds.get(row.kind).still_holds(row) else "no"


def _prepare(rows: Sequence[OutboxMessage]) -> None:
    """Load for a whole chunk what each kind needs; when that breaks, each row meets it alone (and stumbles alone)."""
    prefetch_related_objects(rows, "to")
    for name in {row.kind for row in rows}:
        prepare = kinds.registered()[name].prepare if name in kinds.registered() else None
        if prepare is not None:
            try:
                prepare([row for row in rows if row.kind == name])
            except Exception:
                log.exception("outbox.prepare_failed kind=%s", name)


def _made(this: Pass, row: OutboxMessage) -> Sends:
    """The message, ready to send: rendering happens before "sending begins" is written."""
    if row.channel == Channel.SMS:
        text = text_of(row).body
        return lambda: this.gateway.send(row, text)
    mail = email_of(row)
    return lambda: this.mailer.send(mail)


def _lay_in_inbox(row: OutboxMessage) -> bool:
    """Subject, then text: what "My messages" shows."""
    text = text_of(row)
    return delivery.deliver_to_inbox(row, f"{text.subject}\n{text.body}", now=clock.now())


def _send(this: Pass, rows: list[OutboxMessage], sends: dict[UUID, Sends]) -> bool:
    """Say that sending begins, send one after the other; whether the way is blocked."""
    ended, this.ended = this.ended, []
    started = delivery.settle_and_start(ended, rows, now=clock.now())
    began = time.monotonic()
    waiting = [row for row in rows if row.id in started]
    blocked = False
    while waiting and not blocked and time.monotonic() - began < CHUNK_SECONDS:
        row = waiting.pop(0)
        outcome = sends[row.id]()
        this.ended.append((row, outcome))
        this.done[outcome.result] += 1
        blocked = outcome.result in {Result.UNREACHABLE, Result.UNCERTAIN}
    if waiting:
        pause = BLOCKED_PAUSE[this.queue] if blocked else timedelta(0)
        delivery.release(waiting, clock.now() + pause)
    this.learn(time.monotonic() - began)
    if blocked or len(rows) == 1:
        this.write_down()
    return blocked


def _guarded(this: Pass, row: OutboxMessage, step: Callable[[OutboxMessage], Done]) -> Done | None:
    """A step of our own code for one row; when it breaks, the row stumbles and the others go on."""
    try:
        return step(row)
    except Exception as error:
        log.exception("outbox.stumbled kind=%s message=%s", row.kind, row.id)
        delivery.stumble(row, type(error).__name__, now=clock.now())
        this.done["stumbled"] += 1
        return None
