"""The sections of a case's page. Each noun registers its own: a fragment, and what it needs to show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from counselling.models import Case
from portal.accounts.models import User


@dataclass(frozen=True)
class Section:
    """One section: where it stands, its fragment, and a function that gathers its context (few queries, no writes)."""

    order: int
    template: str
    build: Callable[[Case, User], dict[str, Any]]


_sections: dict[str, Section] = {}


def register(name: str, *, order: int, template: str, build: Callable[[Case, User], dict[str, Any]]) -> None:
    """Add a section to the case's page."""
    _sections[name] = Section(order, template, build)


def built(case: Case, user: User) -> list[tuple[str, dict[str, Any]]]:
    """Every section's fragment with its context, in order. The reading is recorded before this is called."""
    rows = sorted(_sections.values(), key=lambda section: section.order)
    return [(section.template, section.build(case, user)) for section in rows]
