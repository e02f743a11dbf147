"""Who works with whom: apps register a question, the spot check asks it. (counselling: talks, calls and cases.)"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Pair = tuple[UUID, UUID]  # who reads, whose data


@dataclass(frozen=True)
class Relation:
    """Somebody worked with a person from a moment on, until another (None: still)."""

    reader: UUID
    person: UUID
    begins_at: datetime
    ends_at: datetime | None


Question = Callable[[Collection[Pair]], Iterable[Relation]]

_questions: list[Question] = []


def register(question: Question) -> None:
    """Make a question known; called from apps.py."""
    _questions.append(question)


def among(pairs: Collection[Pair]) -> dict[Pair, list[Relation]] | None:
    """Every relation between these pairs; None when no app knows of any, so that nothing can be said."""
    if not _questions:
        return None
    found: dict[Pair, list[Relation]] = {}
    for question in _questions:
        for relation in question(pairs):
            found.setdefault((relation.reader, relation.person), []).append(relation)
    return found
