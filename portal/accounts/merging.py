"""Two rows that turn out to be one person. Each app says what happens to what it knows about either of them.

A part says it for every link to a person that is about a relative: `moves` (the rows belong to the one who stays),
`handled` (its `carry` sees to them) or `stays` (with the reason). Links that only say who did something stay by
themselves (ACTED): what was done stays done by whom. A test fails on a link nobody has an answer for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.accounts.models import User

# Links to whoever works with something or did it. The row that is emptied is never a colleague's.
ACTED = frozenset(
    (
        *("by", "made_by", "opened_by", "given_by", "created_by", "done_by", "released_by", "noted_by", "checked_by"),
        *(
            "finished_by",
            "invited_by",
            "accepted_by",
            "used_by",
            "proposed_by",
            "decided_by",
            "withdrawn_by",
            "completed_by",
            "judged_by",
        ),
        *("worker", "from_worker", "to_worker", "author", "owner", "assigned_to"),
    )
)


@dataclass(frozen=True)
class Merge:
    """What is to happen: keep takes over from gone; by whom; and what was chosen where both have one."""

    keep: User
    gone: User
    by: User
    choices: Mapping[str, str]


@dataclass(frozen=True)
class Counted:
    """One line of the preview: what it is, and how many each of the two has."""

    label: Any
    left: int
    right: int


def nothing(merge: Merge) -> None:
    """Most parts refuse nothing and have nothing special to carry."""


@dataclass(frozen=True)
class Part:
    """What one noun knows about people."""

    moves: tuple[str, ...] = ()  # "counselling.Appointment.booked_by"
    handled: tuple[str, ...] = ()
    stays: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, Any] = field(default_factory=dict)  # of these links: what the preview calls their rows
    judge: Callable[[Merge], None] = nothing  # raises Refused when a clash can't be solved
    carry: Callable[[Merge], None] = nothing  # before the rows are moved


_parts: dict[str, Part] = {}


def register(name: str, part: Part) -> None:
    """Make a noun's answer known; called from apps.py."""
    _parts[name] = part


def parts() -> list[Part]:
    """Every answer, in the order of registration."""
    return list(_parts.values())


def answered() -> set[str]:
    """Every link somebody has an answer for."""
    return {link for part in parts() for link in (*part.moves, *part.handled, *part.stays)}
