"""Removing events whose time has ended: whole seals, anchored ones, by the owner's role, and a seal that says so.

The runtime role can't delete events at all. The trigger lets the owner delete one only when a seal of removal covers
it; that seal stays in the chain, as do the seals of what was removed, so that the chain goes on to be walked.
"""

from dataclasses import dataclass

from django.db import connections, transaction

from portal import clock
from portal.audit import anchors
from portal.audit.actions import anchoring, sealing
from portal.audit.models import AuditSeal

OWNER = "owner"
SEALS_AT_A_TIME = 1_000
REMOVE = (
    "DELETE FROM audit_auditevent event USING audit_auditseal seal, unnest(seal.events) run "
    "WHERE seal.number > %s AND seal.number <= %s AND event.id >= lower(run) AND event.id < upper(run)"
)


@dataclass(frozen=True)
class Removed:
    """How much went, or would go, and up to which seal."""

    events: int
    seals: int
    up_to: int


class NotAnchored(Exception):
    """What is to be removed has no anchor outside the database, or the chain is not whole."""


def due() -> list[AuditSeal]:
    """The seals whose events have been kept long enough, oldest first; anchored ones only."""
    newest = anchors.newest(anchors.read(anchoring.anchor_file()))
    old = AuditSeal.objects.older_than(clock.now() - anchoring.keeping())
    return list(old.having_events(AuditSeal.objects.removed_to(), newest.number if newest else 0))


def remove_old(*, dry_run: bool = False) -> Removed:
    """Remove what is due, SEALS_AT_A_TIME seals in each transaction; killed half-way, the next run goes on.

    Raises NotAnchored when the chain does not verify: what can't be proved whole is not made smaller.
    """
    seals = due()
    wanted = Removed(sum(seal.count for seal in seals), len(seals), seals[-1].number if seals else 0)
    if dry_run or not seals:
        return wanted
    if wrong := anchoring.verify().wrong:
        raise NotAnchored(f"The chain is not whole, so nothing is removed. {wrong[0]}")
    for at in range(0, len(seals), SEALS_AT_A_TIME):
        remove_through(seals[min(at + SEALS_AT_A_TIME, len(seals)) - 1])
    return wanted


def remove_through(last: AuditSeal) -> None:
    """The events of every seal up to this one, and a seal at the end of the chain that says so. One transaction."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [sealing.SEALING])
        head = AuditSeal.objects.using(OWNER).head()
        assert head is not None
        made = AuditSeal(
            sealed_at=clock.now(),
            count=0,
            events=(),
            digests=b"",
            newest=head.newest,
            settled=head.settled,
            is_complete=False,
            removed_to=last.number,
        )
        before = AuditSeal.objects.using(OWNER).removed_to()
        sealing.append(made, head, using=OWNER)
        cursor.execute(REMOVE, [before, last.number])
