"""The pages of what comes around an evening."""

from typing import Any

from groups.models import Event
from tests.pages.look import Look
from tests.pages.organiser_pages import FULL, ORGANISER


def event(title: str) -> Any:
    """An event of the demo."""
    return lambda: {"pk": Event.objects.get(title=title).pk}


AFTER_PAGES = [
    Look("groups:event_tell", ORGANISER, event(FULL), picture="organiser-tell"),
    Look("groups:event_tell", ORGANISER, event("Gåtur og kaffe"), query="?draft", status=409),
]
