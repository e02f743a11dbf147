"""What may be done with a task."""

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.worklist.models import Task


class Refusal(StrEnum):
    """Why the list said no."""

    ALREADY_FINISHED = "already_finished"


def may_finish(task: "Task") -> Refusal | None:
    """A task is finished once."""
    return None if task.is_open else Refusal.ALREADY_FINISHED
