"""What evenings show on other pages: the next three on the front page, the way to an association's own on My page."""

from typing import Any

from django.http import HttpRequest

from groups.models import CoOrganiserMember
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


def for_partners(request: HttpRequest) -> dict[str, Any] | None:
    """The way to what an association makes with us; no panel for everybody else. One query."""
    user = request.user
    is_here = isinstance(user, User) and CoOrganiserMember.objects.all().here_for(user, clock.now())
    return {} if is_here else None


def register_panels() -> None:
    """Put the panels on their pages; called from apps.py."""
    panels.register("front", "evenings", "groups/public/_panel_front.html", next_evenings, order=20)
    panels.register("my_page", "partner", "groups/partner/_panel_my_page.html", for_partners, order=40)
