"""What the task list keeps about people."""

from datetime import timedelta

from portal.privacy.registry import Fields, Owners, Period, each, ordinary, sensitive, technical
from portal.worklist.models import Task

KEPT = "six months after it was done"

FIELDS: Fields = {
    "Task": {
        **each(technical(KEPT), "id key about role assigned_to context finished_by"),
        **each(ordinary(KEPT, export=False), "kind due_at created_at finished_at"),
        "note": sensitive(KEPT, export=False),
    }
}
OWNERS: Owners = {}
PERIODS = (
    Period(
        "worklist.tasks",
        "Tasks are deleted six months after they were done",
        timedelta(days=182),
        lambda moment: Task.objects.filter(finished_at__lt=moment),
    ),
)
