"""Who should carry a case? Language and interpreter, continuity, what they know well, load, whose turn it is. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

HOUSE_LANGUAGES = frozenset({"da", "nb"})  # what everybody here speaks


class Why(StrEnum):
    """Why a colleague is proposed; each is said in words on the page."""

    SPEAKS = "speaks"
    KNOWS = "knows"
    TOPIC = "topic"
    ROOM = "room"
    TURN = "turn"
    FULL = "full"
    SILENT = "silent"  # does not speak the language: an interpreter is needed


@dataclass(frozen=True, kw_only=True)
class Need:
    """What a case asks of whoever carries it."""

    person_id: UUID
    language: str  # the one the talks are held in
    weight: Decimal = Decimal(1)
    topics: frozenset[str] = frozenset()  # what it is about


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A colleague as the rules see one."""

    worker_id: UUID
    name: str
    languages: frozenset[str]
    load: Decimal
    capacity: Decimal
    last_given_at: datetime | None = None
    met: frozenset[UUID] = frozenset()  # people they have talked with before
    barred: frozenset[UUID] = frozenset()  # people they must not meet in the work
    topics: frozenset[str] = frozenset()  # what they know well

    def speaks(self, language: str) -> bool:
        """Whether no interpreter is needed."""
        return language in self.languages or language in HOUSE_LANGUAGES

    def share_with(self, weight: Decimal) -> Decimal:
        """How full they would be with this case too; nobody without capacity is ever less than full."""
        return (self.load + weight) / self.capacity if self.capacity > 0 else Decimal("Infinity")


@dataclass(frozen=True)
class Proposal:
    """A colleague for a case, with why, and how full they would be (1 is the ceiling)."""

    candidate: Candidate
    share: Decimal
    reasons: tuple[Why, ...]
    topics: frozenset[str] = frozenset()  # what it is about and they know well

    @property
    def is_full(self) -> bool:
        """Whether the case would lift them over the ceiling."""
        return self.share > 1

    @property
    def percent(self) -> int | None:
        """How full they would be, in per cent; None for somebody who is away all the time."""
        return round(self.share * 100) if self.share.is_finite() else None


def propose(need: Need, candidates: Iterable[Candidate]) -> list[Proposal]:
    """Everybody who may carry the case, the best first. Who has a conflict is not among them."""
    able = [one for one in candidates if need.person_id not in one.barred]
    shares = {one.worker_id: one.share_with(need.weight) for one in able}
    lightest = min(shares.values(), default=Decimal(0))
    waits = [one.last_given_at for one in able]
    longest = None if None in waits else min((moment for moment in waits if moment), default=None)
    ranked = sorted(able, key=lambda one: rank(one, need, shares[one.worker_id]))
    return [
        Proposal(
            one,
            shares[one.worker_id],
            reasons(one, need, shares[one.worker_id], lightest, longest),
            one.topics & need.topics,
        )
        for one in ranked
    ]


def rank(one: Candidate, need: Need, share: Decimal) -> tuple[object, ...]:
    """The order: within the ceiling, language, continuity, topics, share of capacity, longest since a case was given,
    name. How many topics fit counts before the load: the ceiling keeps who knows much from carrying everything.
    """
    is_new, last = one.last_given_at is None, one.last_given_at
    turn = (0, 0.0) if is_new or last is None else (1, last.timestamp())
    fit = len(one.topics & need.topics)
    return (share > 1, not one.speaks(need.language), need.person_id not in one.met, -fit, share, *turn, one.name)


def reasons(one: Candidate, need: Need, share: Decimal, lightest: Decimal, longest: datetime | None) -> tuple[Why, ...]:
    """What speaks for a colleague, and what against."""
    found: list[Why] = []
    if need.language not in HOUSE_LANGUAGES:
        found.append(Why.SPEAKS if one.speaks(need.language) else Why.SILENT)
    if need.person_id in one.met:
        found.append(Why.KNOWS)
    if one.topics & need.topics:
        found.append(Why.TOPIC)
    if share > 1:
        found.append(Why.FULL)
    elif share == lightest:
        found.append(Why.ROOM)
    if one.last_given_at == longest:
        found.append(Why.TURN)
    return tuple(found)
