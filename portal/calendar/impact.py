"""Who would be hit by a change of a calendar? The apps whose talks and sessions take time answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.calendar.models import Resource

Span = tuple[datetime, datetime]


@dataclass(frozen=True, order=True)
class Hit:
    """One thing that stands in time that is going away."""

    start: datetime
    end: datetime
    label: str
    url: str


Finder = Callable[[Resource, Sequence[Span]], Iterable[Hit]]
_finders: list[Finder] = []


def register(finder: Finder) -> Finder:
    """Let a finder tell which of its things overlap any of the removed ranges of a resource."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


Guide = Callable[[Resource], str]
_guides: list[Guide] = []


def register_guide(guide: Guide) -> Guide:
    """Let an app help with what an absence touches: the address of its page for a resource, or ""."""
    if guide not in _guides:
        _guides.append(guide)
    return guide


def guide_for(resource: Resource) -> str:
    """Where somebody is helped with what an absence of theirs touches, or "" when nobody offers it."""
    return next((url for guide in _guides if (url := guide(resource))), "")


def hits(resource: Resource, removed: Sequence[Span]) -> list[Hit]:
    """Everything that would be hit, in time order; nothing is asked when nothing is removed."""
    if not removed:
        return []
    return sorted({hit for finder in _finders for hit in finder(resource, removed)})
