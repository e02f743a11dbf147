"""Panels of the pages that mix apps: each app registers its own in its apps.py; these pages only ask."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest

Page = Literal["front", "my_page"]


@dataclass(frozen=True)
class Panel:
    """A piece of a page that belongs to an app. A context of None leaves it out."""

    page: Page
    name: str
    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]
    order: int


@dataclass(frozen=True)
class Shown:
    """A panel with what it shows now."""

    name: str
    template: str
    context: dict[str, Any]


_panels: dict[tuple[str, str], Panel] = {}


def register(
    page: Page,
    name: str,
    template: str,
    context: Callable[[HttpRequest], dict[str, Any] | None],
    order: int = 100,
) -> None:
    """Put a panel on a page."""
    _panels[page, name] = Panel(page, name, template, context, order)


def shown_on(page: Page, request: HttpRequest) -> list[Shown]:
    """The panels of a page for this request, in order."""
    chosen = sorted((panel for panel in _panels.values() if panel.page == page), key=lambda panel: panel.order)
    made = ((panel, panel.context(request)) for panel in chosen)
    return [Shown(panel.name, panel.template, context) for panel, context in made if context is not None]
