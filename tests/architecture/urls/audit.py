"""Rows of the log, and of files people take along."""

from collections.abc import Mapping
from typing import Any

from counselling.actions.exports import take_numbers
from portal.accounts.models import User
from tests.architecture.url_table import NOT_ALLOWED, Row, only, signed_in

People = Mapping[str, User]


def file(people: People) -> dict[str, Any]:
    """The team lead's own."""
    by = people["team_lead"]
    made = take_numbers(by=by, lines=lambda: [["x", 7]], file_format="csv", reason="Til udvalgets møde")
    return {"pk": made.pk}


STAFF = ("counsellor", "team_lead", "organiser", "planner", "dpo", "administrator")
# Relatives are nobody who has files; for colleagues a file of somebody else is none.
FILE = (302, 403, 403, 404, 200, 404, 404, 404, 404)
OBJECTS = {"audit:file": file}
ROWS = [
    Row("audit:events", get=only("dpo"), post=signed_in(NOT_ALLOWED)),
    Row("audit:export", get=only("dpo"), post=only("dpo")),
    Row("audit:files", get=only(*STAFF), post=signed_in(NOT_ALLOWED)),
    Row("audit:file", get=FILE, post=FILE),
]
