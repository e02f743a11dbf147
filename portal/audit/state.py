"""How the chain stands: what the data protection officer's page and /readyz say of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal import clock
from portal.audit.actions import sealing
from portal.audit.models import AuditEvent, AuditSeal
from portal.audit.models.events import ANCHORED, CHAIN, VERIFIED

LOOSE_SAID_SINCE = 3  # earlier verifications noted three counts: seals, events, wrong


@dataclass(frozen=True)
class ChainState:
    """The last seal, anchor and verification."""

    sealed: AuditSeal | None
    anchored_at: datetime | None
    verified_at: datetime | None
    found_wrong: int
    found_loose: int  # events that stood nowhere outside the database when it was last walked


def chain_state() -> ChainState:
    """Three small queries."""
    anchored = AuditEvent.objects.of_object(CHAIN, ANCHORED).last()
    verified = AuditEvent.objects.of_object(CHAIN, VERIFIED).last()
    counts = [int(count) for count in verified.reason.split()] if verified else [0]
    return ChainState(
        AuditSeal.objects.head(),
        anchored.at if anchored else None,
        verified.at if verified else None,
        found_wrong=counts[-1],
        found_loose=counts[2] if len(counts) > LOOSE_SAID_SINCE else 0,
    )


def longest_wait() -> timedelta:
    """How long the oldest event has waited for its seal; nothing when all are sealed."""
    oldest = sealing.unsealed().order_by("id").first()
    return clock.now() - oldest.at if oldest else timedelta(0)
