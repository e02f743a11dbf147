"""Time of ours that a person's own calendar also takes: never an error, always somebody's task. Apps are told here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.calendar.models import Resource


@dataclass(frozen=True)
class Clash:
    """One occupancy that the person's own calendar overlaps."""

    held_for: str
    held_for_id: UUID
    start: datetime


Listener = Callable[[Resource, Sequence[Clash]], None]
_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Let an app hear, in the transaction that keeps what was read, every clash there is now (none: all are gone)."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(resource: Resource, found: Sequence[Clash]) -> None:
    """Tell every app."""
    for listener in _listeners:
        listener(resource, found)
