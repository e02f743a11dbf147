"""What evenings show on the front page: the next three."""

from typing import Any

from django.http import HttpRequest

from groups.shown import dates_ahead
from portal import clock
from portal.accounts.models import User
from portal.front import panels

NEXT = 3


def next_evenings(request: HttpRequest) -> dict[str, Any] | None:
    """The next three that take place; no panel where there are none."""
    reader = request.user if isinstance(request.user, User) else None
    found = [one for one in dates_ahead(reader, clock.now(), {}) if not one.is_off][:NEXT]
    return {"dates": found} if found else None


def register_panels() -> None:
    """Put the panel on its page; called from apps.py."""
    panels.register("front", "evenings", "groups/public/_panel_front.html", next_evenings, order=20)
