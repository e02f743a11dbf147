"""The kinds of files people take along: each app registers its own, with who may and how much."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class FileKind:
    """What the file is called in a list, the event its making is in the log, and who holds it.

    Roles are asked again whenever it is fetched: whoever lost theirs fetches nothing. is_read: it holds what people
    told us, so making it is a read, written before anything is gathered.
    """

    name: str
    label: Any
    action: str
    roles: tuple[str, ...]
    most_rows: int
    is_read: bool = False


_kinds: dict[str, FileKind] = {}


def register(kind: FileKind) -> None:
    """Make a kind known; called from apps.py."""
    _kinds[kind.name] = kind


def get(name: str) -> FileKind:
    """The kind by its name."""
    return _kinds[name]


def held_by(user: Any) -> list[str]:
    """The names of the kinds somebody may fetch now."""
    return [kind.name for kind in _kinds.values() if user.is_active and user.has_role(*kind.roles)]
