"""Events are published and put away at their moment; organisers have a menu entry with what waits to be read."""

from datetime import timedelta

from groups.actions.events import publish_due
from portal.outbox import chores


def register() -> None:
    """Called once from registering."""
    chores.register("groups.publication", timedelta(minutes=1), publish_due)
