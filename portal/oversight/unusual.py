"""Which reads look unusual. Pure: reads and facts in, reasons out. O(n log n) for n reads.

Every sort of snooping named in tests/oversight/test_snoops.py must be found; ordinary reads should stay few, or nobody
looks at the list. The figures stand in that test.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from portal.oversight.models import Why
from portal.oversight.relations import Pair, Relation

OPENS, CLOSES = 7, 19
MANY_PEOPLE, AN_HOUR = 15, timedelta(hours=1)
AHEAD = timedelta(days=7)  # a person is looked up to book for them
GRACE = timedelta(days=14)  # notes are written, a letter is answered
AGAIN = 2
SAMPLE = 20
EMERGENCIES = ("emergency", "glass")  # in an event's name: counselling.emergency_opened
DUTIES = ("audit.", "oversight.", "privacy.")  # reading the log is what the log's readers do
NEEDS_NO_RELATION = frozenset({"outbox.letter_opened"})  # whoever is at the printer


@dataclass(frozen=True)
class Read:
    """One read of the log."""

    id: int
    at: datetime
    reader: UUID
    person: UUID
    action: str


@dataclass(frozen=True)
class Facts:
    """What is known about readers and people besides."""

    zone: ZoneInfo
    staff: Collection[UUID] = frozenset()
    surnames: Mapping[UUID, str] = field(default_factory=dict)
    relations: Mapping[Pair, Sequence[Relation]] | None = None


def unusual(reads: Sequence[Read], facts: Facts) -> dict[int, list[Why]]:
    """The reads that look unusual, by id, each with its reasons in the order of Why."""
    found: dict[int, set[Why]] = defaultdict(set)
    for read in reads:
        found[read.id] |= set(at_a_glance(read, facts))
    for identity in many_in_an_hour(reads):
        found[identity].add(Why.MANY)
    if facts.relations is not None:
        for identity, why in without_relation(reads, facts.relations):
            found[identity].add(why)
    return {identity: [why for why in Why if why in reasons] for identity, reasons in found.items() if reasons}


def at_a_glance(read: Read, facts: Facts) -> Iterator[Why]:
    """What one read shows by itself."""
    if any(word in read.action for word in EMERGENCIES):
        yield Why.BREAK_GLASS
    if not OPENS <= read.at.astimezone(facts.zone).hour < CLOSES:
        yield Why.OUTSIDE_HOURS
    if read.action.startswith(DUTIES):
        return
    if read.reader == read.person:
        yield Why.OWN_RECORD
        return
    if read.person in facts.staff:
        yield Why.COLLEAGUE
    surname = facts.surnames.get(read.reader)
    if surname and surname == facts.surnames.get(read.person):
        yield Why.SAME_SURNAME


def many_in_an_hour(reads: Iterable[Read]) -> set[int]:
    """Reads inside any hour in which somebody read about more than MANY_PEOPLE people."""
    by_reader: dict[UUID, list[Read]] = defaultdict(list)
    for read in reads:
        by_reader[read.reader].append(read)
    found: set[int] = set()
    for own in by_reader.values():
        found |= crowded(sorted(own, key=lambda read: read.at))
    return found


def crowded(own: Sequence[Read]) -> set[int]:
    """One reader's reads by time: two ends of a window move over them."""
    found: set[int] = set()
    people: dict[UUID, int] = defaultdict(int)
    begin = 0
    for end, read in enumerate(own):
        people[read.person] += 1
        while read.at - own[begin].at >= AN_HOUR:
            first = own[begin].person
            people[first] -= 1
            if not people[first]:
                del people[first]
            begin += 1
        if len(people) > MANY_PEOPLE:
            found |= {inside.id for inside in own[begin : end + 1]}
    return found


def without_relation(reads: Iterable[Read], relations: Mapping[Pair, Sequence[Relation]]) -> Iterator[tuple[int, Why]]:
    """Reads about people the reader had nothing to do with then; or again and again after it had ended."""
    after: dict[Pair, list[int]] = defaultdict(list)
    reads = list(reads)
    first_at = min((read.at for read in reads), default=None)
    for read in reads:
        if read.reader == read.person or read.action in NEEDS_NO_RELATION or read.action.startswith(DUTIES):
            continue
        pair = (read.reader, read.person)
        begun = [one for one in relations.get(pair, ()) if one.begins_at - AHEAD <= read.at]
        if any(one.ends_at is None or read.at <= one.ends_at + GRACE for one in begun):
            continue
        if first_at and any(one.ends_at and one.ends_at + GRACE >= first_at for one in begun):
            after[pair].append(read.id)
        else:
            yield read.id, Why.NO_RELATION
    for again in after.values():
        if len(again) >= AGAIN:
            yield from ((identity, Why.AFTER_THE_END) for identity in again)


def sample(identities: Iterable[int], seed: str, most: int = SAMPLE) -> list[int]:
    """A random sample that anybody with the seed draws again: the smallest hashes, whatever order they come in."""

    def rank(identity: int) -> bytes:
        return hashlib.sha256(f"{seed}:{identity}".encode()).digest()

    return sorted(sorted(identities, key=rank)[:most])
