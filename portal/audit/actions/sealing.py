"""Sealing: each minute the new events go into the hash chain, in batches that each commit.

Numbers are given out before their transactions end, so a lower number can appear after a higher one was sealed. A seal
therefore names exactly its events, and everything above `settled` is looked at again: `settled` moves only past numbers
that were there when a seal was made before the oldest transaction still running had begun. Nothing is lost however
long a transaction stays open (tests/audit/test_sealing.py), and nobody who records ever waits for the sealer.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from portal import clock
from portal.audit.chain import BEGINNING, COLUMNS, digest_of, hash_of
from portal.audit.fields import runs_of
from portal.audit.models import AuditEvent, AuditSeal

BATCH = 5_000
SEALING = 7_270_002  # advisory lock: one sealer at a time
RESPITE = timedelta(hours=1)  # transactions of other roles are not seen; theirs may be this old
OLDEST_RUNNING = """
SELECT GREATEST(extract(epoch FROM clock_timestamp() - min(xact_start)), 0)
FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def seal() -> int:
    """Seal what is there; how many events. Killed half-way, the next run goes on after the last whole seal."""
    sealed = 0
    while True:
        made = seal_batch()
        sealed += made.count if made else 0
        if made is None or made.is_complete:
            return sealed


@transaction.atomic
def seal_batch() -> AuditSeal | None:
    """One seal over at most BATCH events; None when there is nothing to seal."""
    lock_chain()
    before = running_since()
    head = AuditSeal.objects.head()
    rows = list(unsealed().order_by("id").values_list(*COLUMNS)[: BATCH + 1])
    if not rows:
        return None
    is_complete = len(rows) <= BATCH
    chosen = rows[:BATCH]
    made = AuditSeal(
        sealed_at=clock.now(),
        count=len(chosen),
        events=runs_of(row[0] for row in chosen),
        digests=b"".join(digest_of(row) for row in chosen),
        newest=max(chosen[-1][0], head.newest if head else 0),
        settled=settled_by(head, before, is_complete=is_complete),
        is_complete=is_complete,
    )
    return append(made, head)


def unsealed() -> QuerySet[AuditEvent]:
    """Events no seal holds."""
    last = AuditSeal.objects.last_complete()
    return AuditEvent.objects.unsealed(last.settled if last else 0)


def settled_by(head: AuditSeal | None, before: datetime, *, is_complete: bool) -> int:
    """Up to which number all that can ever appear is sealed, this seal included."""
    settled = head.settled if head else 0
    if not is_complete:
        return settled
    earlier = AuditSeal.objects.last_complete(before)
    return max(settled, earlier.newest if earlier else 0)


def running_since() -> datetime:
    """When the oldest transaction that runs now began (at least RESPITE ago, by our own clock)."""
    with connection.cursor() as cursor:
        cursor.execute(OLDEST_RUNNING)
        (seconds,) = cursor.fetchone()
    return clock.now() - max(RESPITE, timedelta(seconds=float(seconds or 0)))


def lock_chain() -> None:
    """Whoever adds to the chain holds this lock until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALING])


def append(made: AuditSeal, head: AuditSeal | None, *, using: str = "default") -> AuditSeal:
    """Put a seal at the end of the chain; its hash holds the one before."""
    made.number = head.number + 1 if head else 1
    made.previous = head.hash if head else BEGINNING
    made.hash = hash_of(made)
    made.save(using=using, force_insert=True)
    return made
