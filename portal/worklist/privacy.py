"""What the to-do list keeps about people, why and how long."""

from datetime import timedelta

from portal.privacy.registry import Period, each, ordinary, sensitive, technical
from portal.worklist.models import Task

DONE = "6 months after the task is done"

FIELDS = {
    "Task": {
        **each(technical(DONE), "id key about role assigned_to finished_by"),
        **each(ordinary(DONE, export=False), "kind context due_at created_at finished_at"),
        "note": sensitive(DONE, export=False),
    },
}
PERIODS = (
    Period(
        "worklist.tasks",
        "Tasks are deleted 6 months after they are done",
        timedelta(days=183),
        Task.objects.finished_before,
    ),
)
