"""The number beside "Tasks"."""

from typing import Any

from portal import clock
from portal.worklist.models import Task


def late(user: Any) -> int | None:
    """How many of the person's tasks are late."""
    return Task.objects.visible_to(user).overdue(clock.now()).count() or None
