"""Anchoring and verifying, each with its line in the log: a chain nobody looks at proves nothing."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from portal import clock
from portal.audit import anchors, verifying
from portal.audit.actions.recording import record_about
from portal.audit.anchors import Anchor
from portal.audit.models import AuditSeal
from portal.audit.models.events import ANCHORED, CHAIN, MARKED_ANEW, VERIFIED

KEPT_FOR = timedelta(days=731)  # 24 months


def keeping() -> timedelta:
    """How long events are kept, after the municipality's own setting if it has one."""
    days = settings.KEEPING_DAYS.get("audit.events")
    return KEPT_FOR if days is None else timedelta(days=days)


def anchor_file() -> Path:
    """Where the anchors stand."""
    return Path(settings.AUDIT_ANCHOR_FILE)


def anchor() -> Anchor | None:
    """Write the chain's head outside the database; None when there is no chain yet."""
    head = AuditSeal.objects.head()
    if head is None:
        return None
    made = Anchor(clock.now().isoformat(), head.number, head.hash)
    anchors.add(anchor_file(), made)
    record_about(ANCHORED, by=None, object_kind=CHAIN, object_id=ANCHORED, reason=f"{head.number} {head.hash[:16]}")
    return made


def mark() -> bool:
    """Write down how far the chain reaches, each minute; False when what stood there is no longer in the chain.

    Then nothing is written: a mark made anew would hide that a tail was cut off.
    """
    head = AuditSeal.objects.head()
    before = anchors.read_mark(anchor_file())
    if before and not AuditSeal.objects.stands(before.number, before.hash):
        return False
    if head and (before is None or head.number > before.number):
        anchors.write_mark(anchor_file(), Anchor(clock.now().isoformat(), head.number, head.hash))
    return True


def mark_anew() -> None:
    """After a restore: what the mark knew is gone for a reason somebody can give. The log says that it was set."""
    head, before = AuditSeal.objects.head(), anchors.read_mark(anchor_file())
    anchors.mark_file(anchor_file()).unlink(missing_ok=True)
    reason = f"{before.number if before else 0} {head.number if head else 0}"
    record_about(MARKED_ANEW, by=None, object_kind=CHAIN, object_id=MARKED_ANEW, reason=reason)


def verify() -> verifying.Walk:
    """Walk the chain and note what came of it."""
    walk = verifying.verify(anchors.known(anchor_file()), keeping())
    said = f"{walk.seals} {walk.events} {walk.loose.count} {len(walk.wrong)}"
    record_about(VERIFIED, by=None, object_kind=CHAIN, object_id=VERIFIED, reason=said)
    return walk
