"""Walking the chain: which event or seal was changed, removed or put in, in one plain sentence each.

One pass in order of the seals, constant memory per GROUP of events; O(n log m) for n events and m seals.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection

from portal import clock
from portal.audit.anchors import Anchor
from portal.audit.chain import BEGINNING, DIGEST_BYTES, digest_of, hash_of
from portal.audit.models import AuditEvent, AuditSeal

GROUP = 200
LATE = timedelta(hours=2)  # longer than any transaction of ours and than a clock that jumps by an hour
NAMED_AT_MOST = 20
EVENTS_OF = (
    "SELECT seal.number, event.id, event.at, event.kind, event.actor, event.role, event.action, event.object_kind, "
    "event.object_id, event.subject, event.reason, event.request_id "
    "FROM audit_auditseal seal CROSS JOIN LATERAL unnest(seal.events) run "
    "JOIN audit_auditevent event ON event.id >= lower(run) AND event.id < upper(run) "
    "WHERE seal.number BETWEEN %s AND %s ORDER BY seal.number, event.id"
)  # in the order of chain.COLUMNS


@dataclass
class Loose:
    """What nothing outside the database knows of yet: its end could be cut off, and only the counter would tell."""

    after: int = 0  # the farthest seal that is written down outside
    count: int = 0
    since: datetime | None = None
    without_row: int = 0  # numbers given out after the newest event that have none: rolled back, or cut off

    def meet(self, count: int, at: datetime) -> None:
        """Some more of it, from this moment on."""
        self.count += count
        self.since = min(at, self.since or at)

    @property
    def sentences(self) -> list[str]:
        """How large the gap is."""
        said = []
        if self.since is not None:
            minutes = max(int((clock.now() - self.since).total_seconds() // 60), 0)
            said.append(f"{self.count} events of the last {minutes + 1} minutes are not yet written down outside.")
        if self.without_row:
            said.append(
                f"After the newest event {self.without_row} numbers were given out that have no event: "
                "what took them was rolled back, or the newest events were cut off."
            )
        return said


@dataclass
class Walk:
    """What a walk met so far."""

    keeping: timedelta
    seals: int = 0
    events: int = 0
    removed_to: int = 0
    head: AuditSeal | None = None
    complete_at: datetime | None = None
    hashes: dict[int, str] = field(default_factory=dict)
    loose: Loose = field(default_factory=Loose)
    newest: int = 0
    wrong: list[str] = field(default_factory=list)

    def say(self, sentence: str) -> None:
        """One more thing that is wrong."""
        self.wrong.append(sentence)


def verify(anchors: Sequence[Anchor], keeping: timedelta) -> Walk:
    """Walk the whole chain; `wrong` is empty when every event and every seal is as it was made."""
    walk = Walk(keeping, removed_to=AuditSeal.objects.removed_to())
    walk.hashes = {anchor.number: "" for anchor in anchors}
    walk.loose.after = max(walk.hashes, default=0)
    seals = AuditSeal.objects.order_by("number").iterator(chunk_size=GROUP)
    for group in groups_of(seals):
        found = events_of(group)
        for seal in group:
            check_seal(walk, seal)
            check_events(walk, seal, found.get(seal.number, {}))
            walk.head = seal
            if seal.is_complete:
                walk.complete_at = seal.sealed_at
    check_anchors(walk, anchors)
    check_unsealed(walk)
    check_counter(walk)
    return walk


def groups_of(seals: Iterator[AuditSeal]) -> Iterator[list[AuditSeal]]:
    """GROUP seals at a time."""
    while group := list(islice(seals, GROUP)):
        yield group


def events_of(group: Sequence[AuditSeal]) -> dict[int, dict[int, tuple[Any, ...]]]:
    """The events of some seals that follow each other, by seal and id. One query."""
    found: dict[int, dict[int, tuple[Any, ...]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(EVENTS_OF, [group[0].number, group[-1].number])
        for number, *row in cursor:
            found.setdefault(number, {})[row[0]] = tuple(row)
    return found


def check_seal(walk: Walk, seal: AuditSeal) -> None:
    """The seal says what it said when it was made, and follows the one before."""
    walk.seals += 1
    expected, previous = (walk.head.number + 1, walk.head.hash) if walk.head else (1, BEGINNING)
    if seal.number != expected:
        gone = f"seal {expected} is" if seal.number == expected + 1 else f"seals {expected} to {seal.number - 1} are"
        walk.say(f"The chain is broken before seal {seal.number}: {gone} missing.")
    elif seal.previous != previous:
        walk.say(f"Seal {seal.number} does not follow seal {expected - 1}: one of them was changed or put in.")
    if hash_of(seal) != seal.hash:
        walk.say(f"Seal {seal.number} of {seal.sealed_at:%Y-%m-%d %H:%M} was changed.")
    if seal.number in walk.hashes:
        walk.hashes[seal.number] = seal.hash
    walk.newest = max(walk.newest, seal.newest)
    if seal.number > walk.loose.after and seal.count:
        walk.loose.meet(seal.count, seal.sealed_at)


def check_events(walk: Walk, seal: AuditSeal, found: dict[int, tuple[Any, ...]]) -> None:
    """The events of a seal are those it was made over: none changed, none removed, none from another time."""
    if seal.number <= walk.removed_to:
        check_removed(walk, seal, found)
        return
    walk.events += len(found)
    digests, at = bytes(seal.digests), 0
    for first, last in seal.events:
        for identity in range(first, last + 1):
            row = found.get(identity)
            if row is None:
                walk.say(f"Event {identity} was removed (seal {seal.number}, {seal.sealed_at:%Y-%m-%d %H:%M}).")
            elif digest_of(row) != digests[at : at + DIGEST_BYTES]:
                walk.say(f"Event {identity} was changed (seal {seal.number}, {seal.sealed_at:%Y-%m-%d %H:%M}).")
            elif is_late(walk, row[1]):
                walk.say(f"Event {identity} was put in afterwards: it says {row[1]:%Y-%m-%d %H:%M}.")
            at += DIGEST_BYTES


def check_removed(walk: Walk, seal: AuditSeal, found: dict[int, tuple[Any, ...]]) -> None:
    """Events whose time had ended are gone, and their time had ended."""
    if found:
        walk.say(f"Seal {seal.number} says its events were removed, but {len(found)} are there.")
    if seal.count and seal.sealed_at > clock.now() - walk.keeping:
        walk.say(f"The events of seal {seal.number} were removed before their time had ended.")


def is_late(walk: Walk, at: datetime) -> bool:
    """An event that says it is older than the last seal that left nothing over should have been in that one."""
    return walk.complete_at is not None and at < walk.complete_at - LATE


def check_anchors(walk: Walk, anchors: Sequence[Anchor]) -> None:
    """What was written outside the database is still the chain's past."""
    for anchor in anchors:
        if not walk.hashes[anchor.number]:
            walk.say(f"The end of the chain was cut off: seal {anchor.number}, anchored {anchor.at[:10]}, is missing.")
        elif walk.hashes[anchor.number] != anchor.hash:
            walk.say(f"Seal {anchor.number} is not the one anchored {anchor.at[:10]}: the chain was made anew.")


def check_unsealed(walk: Walk) -> None:
    """What no seal holds is new, or was put in."""
    for identity, at in unsealed():
        walk.events += 1
        walk.newest = max(walk.newest, identity)
        walk.loose.meet(1, at)
        if is_late(walk, at):
            walk.say(f"Event {identity} was put in afterwards: it says {at:%Y-%m-%d %H:%M} and stands in no seal.")


def check_counter(walk: Walk) -> None:
    """The counter of events has not gone back; what it gave out since the newest event is said."""
    given = AuditEvent.objects.last_number_given()
    if given < walk.newest:
        walk.say(f"The counter of events stands at {given}, but event {walk.newest} was written: it was set back.")
    walk.loose.without_row = max(given - walk.newest, 0)


def unsealed() -> Iterator[tuple[int, datetime]]:
    """Every event in no seal at all."""
    return AuditEvent.objects.unsealed().order_by("id").values_list("id", "at").iterator()


def some_of(sentences: Iterable[str]) -> list[str]:
    """The first few, and how many more there are."""
    every = list(sentences)
    rest = len(every) - NAMED_AT_MOST
    return [*every[:NAMED_AT_MOST], *([f"… and {rest} more."] if rest > 0 else [])]
