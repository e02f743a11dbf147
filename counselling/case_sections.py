"""The sections of a case's page. Each noun registers its own: a fragment, and what it needs to show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from counselling.actions.case_reading import CaseFile
from portal.accounts.models import User


@dataclass(frozen=True)
class Section:
    """One section: where it stands, its fragment, and a function that gathers its context.

    What most cases have comes with the file, read at once; a section asks the database itself once at most.
    """

    order: int
    template: str
    build: Callable[[CaseFile, User], dict[str, Any]]


_sections: dict[str, Section] = {}


def register(name: str, *, order: int, template: str, build: Callable[[CaseFile, User], dict[str, Any]]) -> None:
    """Add a section to the case's page."""
    _sections[name] = Section(order, template, build)


def drawn(file: CaseFile, user: User, request: HttpRequest) -> list[str]:
    """Every section as it is drawn, in order; a fragment gets its own names, and the case.

    The reading is recorded before this is called.
    """
    rows = sorted(_sections.values(), key=lambda section: section.order)
    return [
        render_to_string(section.template, {**section.build(file, user), "case": file.case}, request)
        for section in rows
    ]
