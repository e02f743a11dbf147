"""Giving time away and taking it back. The callers' actions own the transaction, the audit and the messages."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.range import TimestamptzRange

from portal import clock
from portal.calendar.models import Occupancy, Resource
from portal.calendar.models.occupancy import ONE_PLACE
from portal.calendar.rules import Refusal, period_refusal
from portal.database.questions import prepared_cursor
from portal.keys import new_key
from portal.refusals import Refused

Part = Literal["core", "buffer", "travel"]


@dataclass(frozen=True)
class Claim:
    """A stretch [start, end) of one resource's time, both aware moments."""

    resource_id: UUID
    start: datetime
    end: datetime
    kind: Part = "core"


RELEASE_STALE = """
WITH stale AS (
    SELECT o.id
    FROM unnest(%(resources)s::uuid[], %(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS c(resource_id, lo, hi)
    JOIN calendar_occupancy o ON o.resource_id = c.resource_id AND o.period && tstzrange(c.lo, c.hi)
    WHERE o.state IN ('held', 'firm') AND o.state = 'held' AND o.expires_at <= %(now)s
    ORDER BY o.resource_id, o.id
    FOR UPDATE OF o
)
UPDATE calendar_occupancy o SET state = 'released', expires_at = NULL FROM stale WHERE o.id = stale.id
"""

# ON CONFLICT inserts speculatively: two racers never wait for each other, as they would in a plain INSERT against an
# exclusion constraint (a deadlock after a second). KEY SHARE reads is_active again if it was just changed.
INSERT = f"""
INSERT INTO calendar_occupancy (id, resource_id, held_for, held_for_id, period, kind, state, expires_at)
SELECT c.id, r.id, %(held_for)s, %(held_for_id)s, tstzrange(c.lo, c.hi), c.kind, %(state)s, %(expires_at)s
FROM unnest(%(ids)s::uuid[], %(resources)s::uuid[], %(starts)s::timestamptz[], %(ends)s::timestamptz[],
            %(kinds)s::text[]) AS c(id, resource_id, lo, hi, kind)
JOIN calendar_resource r ON r.id = c.resource_id AND r.is_active
ORDER BY r.id, c.lo
FOR KEY SHARE OF r
ON CONFLICT ON CONSTRAINT {ONE_PLACE} DO NOTHING
RETURNING id
"""  # noqa: S608 - the only word put in is a constant of ours

# The same order of locks as everybody's, and the change, in one statement. All of a hold or none: when somebody took
# the room of an expired one, the counsellor's hour alone is no talk.
FIRM_UP = """
WITH mine AS (
    SELECT id, state FROM calendar_occupancy WHERE held_for_id = %s ORDER BY resource_id, id FOR UPDATE
)
UPDATE calendar_occupancy o SET state = 'firm', expires_at = NULL, held_for = %s, held_for_id = %s
FROM mine
WHERE o.id = mine.id AND mine.state = 'held' AND NOT EXISTS (SELECT FROM mine AS lost WHERE lost.state = 'released')
"""

LOCKED = (
    "SELECT id FROM calendar_occupancy WHERE held_for_id = %s AND state = ANY (%s) ORDER BY resource_id, id FOR UPDATE"
)


def occupy(
    *, held_for: str, held_for_id: UUID, claims: Sequence[Claim], expires_at: datetime | None
) -> list[Occupancy]:
    """Take all the time claimed, held until expires_at or firm at once (None). All or nothing.

    Refuses when any of it is taken, a period is empty or lies in the change hour, or a resource is out of use.
    Must run inside a transaction. Locks in order of resource, so that callers can't deadlock each other.
    """
    require_transaction()
    ordered = sorted(claims, key=lambda claim: (claim.resource_id, claim.start))
    for claim in ordered:
        if refusal := period_refusal(claim.start, claim.end, clock.zone()):
            raise Refused(refusal)
    rows = [
        Occupancy(
            id=new_key(),
            resource_id=claim.resource_id,
            held_for=held_for,
            held_for_id=held_for_id,
            period=TimestamptzRange(claim.start, claim.end),
            kind=claim.kind,
            state="held" if expires_at else "firm",
            expires_at=expires_at,
        )
        for claim in ordered
    ]
    values: dict[str, Any] = {
        "ids": [row.id for row in rows],
        "resources": [claim.resource_id for claim in ordered],
        "starts": [claim.start for claim in ordered],
        "ends": [claim.end for claim in ordered],
        "kinds": [claim.kind for claim in ordered],
        "held_for": held_for,
        "held_for_id": held_for_id,
        "state": "held" if expires_at else "firm",
        "expires_at": expires_at,
        "now": clock.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(RELEASE_STALE, values)
        cursor.execute(INSERT, values)
        taken = [key for (key,) in cursor.fetchall()]
    if len(taken) < len(rows):
        refuse_and_give_back(taken, {claim.resource_id for claim in ordered})
    return rows


def refuse_and_give_back(taken: list[UUID], resource_ids: set[UUID]) -> None:
    """Undo a partial claim (the caller's transaction may go on) and say which of the two reasons it was."""
    Occupancy.objects.filter(id__in=taken).delete()
    is_usable = Resource.objects.active().filter(id__in=resource_ids).count() == len(resource_ids)
    raise Refused(Refusal.TIME_TAKEN if is_usable else Refusal.RESOURCE_INACTIVE)


def firm_up(held_for_id: UUID, *, held_for: str, new_held_for: str | None = None, new_id: UUID | None = None) -> int:
    """Make a hold's time firm, and hand it to a new owner if one is named. Returns how many rows.

    Refuses when any of it is held no more. A hold that expired a moment ago and that nobody took is still good:
    whoever takes the time releases it first, under the same row locks.
    """
    require_transaction()
    with prepared_cursor() as cursor:
        cursor.execute(FIRM_UP, [held_for_id, new_held_for or held_for, new_id or held_for_id])
        firm: int = cursor.rowcount
    if not firm:
        raise Refused(Refusal.HOLD_GONE)
    return firm


def extend(held_for_id: UUID, expires_at: datetime) -> int:
    """Hold for longer. Refuses when the hold is gone (expired and taken, released, or firm already)."""
    require_transaction()
    locked = lock_rows(held_for_id, ["held"])
    if not locked:
        raise Refused(Refusal.HOLD_GONE)
    return Occupancy.objects.filter(id__in=locked).update(expires_at=expires_at)


def release(held_for_id: UUID) -> int:
    """Give back whatever this owner holds. Never refuses; returns how many rows were given back."""
    require_transaction()
    locked = lock_rows(held_for_id, ["held", "firm"])
    return Occupancy.objects.filter(id__in=locked).update(state="released", expires_at=None)


def release_all_but(held_for_id: UUID, *, keep: Collection[UUID], parts: Collection[Part]) -> int:
    """Give back what this owner holds of other resources, and other parts (the way) of these. How many rows."""
    require_transaction()
    locked = lock_rows(held_for_id, ["held", "firm"])
    rows = Occupancy.objects.filter(id__in=locked).exclude(resource_id__in=keep, kind__in=parts)
    return rows.update(state="released", expires_at=None)


def release_expired(*, limit: int = 1000) -> int:
    """Release holds whose time ran out: hygiene for the table, correctness never waits for it."""
    with transaction.atomic():
        stale = list(
            Occupancy.objects.expired(clock.now())
            .select_for_update(skip_locked=True)
            .order_by("expires_at")
            .values_list("id", flat=True)[:limit]
        )
        return Occupancy.objects.filter(id__in=stale).update(state="released", expires_at=None)


def lock_rows(held_for_id: UUID, states: list[str]) -> list[UUID]:
    """Lock an owner's rows in order of resource, the order in which everybody locks."""
    with connection.cursor() as cursor:
        cursor.execute(LOCKED, [held_for_id, states])
        return [key for (key,) in cursor.fetchall()]


def require_transaction() -> None:
    """Time is given away together with what it is for, or not at all."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("occupancy actions run inside the caller's transaction")


def hand_over(
    held_for_id: UUID, *, from_resource_id: UUID, to_resource_id: UUID, claims: Sequence[Claim] | None = None
) -> None:
    """Let another resource give its time instead. Refuses when that one's time is taken or out of use.

    claims: what it takes of the other one's time, where that differs (another way to go); else the same to the minute.
    The first one's time is free at once; nobody else's share of the same thing (a room, an interpreter) changes.
    """
    require_transaction()
    lock_rows(held_for_id, ["held", "firm"])
    rows = list(Occupancy.objects.of(held_for_id).filter(resource_id=from_resource_id, state__in=["held", "firm"]))
    Occupancy.objects.filter(id__in=[row.id for row in rows]).update(state="released", expires_at=None)
    same = [Claim(to_resource_id, row.period.lower, row.period.upper, cast(Part, row.kind)) for row in rows]
    if rows:
        taken = same if claims is None else claims
        occupy(held_for=rows[0].held_for, held_for_id=held_for_id, claims=taken, expires_at=rows[0].expires_at)
