"""What the number beside "Tasks" counts."""

from typing import Any

from portal import clock
from portal.counting import Counted
from portal.worklist.models import Task


def late(user: Any) -> Counted:
    """The person's tasks that are late."""
    return [Task.objects.visible_to(user).overdue(clock.now())]
