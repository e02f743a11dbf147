"""Rows of the to-do list."""

from collections.abc import Mapping
from typing import Any

from portal import clock
from portal.accounts.models import User
from portal.worklist.actions import add_task
from tests.architecture.url_table import Row, only, signed_in

STAFF = ("counsellor", "team_lead", "organiser", "planner", "dpo", "administrator")


def task(people: Mapping[str, User]) -> dict[str, Any]:
    row = add_task("worklist.messages_late", "table", due_at=clock.now(), assigned_to=people["counsellor"])
    return {"task_id": row.pk}


OBJECTS = {"worklist:finish": task}
ROWS: list[Row] = [
    Row(
        "worklist:finish",
        get=signed_in(405),
        post=(302, 403, 403, 302, 302, 404, 404, 404, 404),  # another's task is nobody's business, but the lead's
    ),
    Row("worklist:tasks", get=only(*STAFF), post=signed_in(405)),
]
