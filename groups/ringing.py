"""Who can't be written to is rung: a task for those who organise evenings, in the transaction of what happened."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from groups.models import Occurrence, Registration
from portal import clock
from portal.accounts.models import Role
from portal.outbox.actions import Draft
from portal.worklist import actions as worklist
from relatives.rules import Channel

RING = "groups.ring"
WITHIN, BEFORE = timedelta(hours=4), timedelta(hours=2)
POST_TAKES = timedelta(days=5)
OUTSIDE = {Channel.EMAIL, Channel.SMS}


def is_reached(drafts: Sequence[Draft], row: Registration, date: Occurrence, now: datetime) -> bool:
    """Whether a change reaches a party in time: who has no address and can't sign in either must be rung, and a letter
    takes days.
    """
    ways = {one.channel for one in drafts}
    if ways & OUTSIDE:
        return True
    if Channel.LETTER in ways:
        return date.starts_at - now > POST_TAKES
    may_sign_in = row.person is not None and bool(row.person.email)
    return Channel.INBOX in ways and may_sign_in


def ring_unless_reached(kind: str, row: Registration, drafts: Sequence[Draft], date: Occurrence, once: object) -> None:
    """Put a call on the list for a party that no message of this kind reaches."""
    if not is_reached(drafts, row, date, clock.now()):
        ring(row, date, kind=kind, once=f"{kind}:{once}")


def ring(row: Registration, date: Occurrence, *, kind: str, once: str) -> None:
    """Somebody who organises rings this party, well before it begins; once for what happened."""
    now = clock.now()
    worklist.add_task(
        RING,
        f"{RING}:{row.pk}:{once}",
        about=row.pk,
        due_at=min(now + WITHIN, max(now, date.starts_at - BEFORE)),
        role=Role.ORGANISER,
        context={"kind": kind, "date": str(date.pk)},
    )
