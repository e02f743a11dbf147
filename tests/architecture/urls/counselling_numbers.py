"""Rows of the numbers, their files, and the load."""

from collections.abc import Mapping
from typing import Any

from counselling.actions.exports import make_export
from portal.accounts.models import User
from tests.architecture.url_table import Row, only, signed_in

People = Mapping[str, User]


def export(people: People) -> dict[str, Any]:
    made = make_export(by=people["team_lead"], lines=[["x", 7]], file_format="csv", reason="Til udvalgets møde")
    return {"pk": made.pk}


OBJECTS = {"counselling:export": export}

ROWS = [
    Row("counselling:load", get=only("team_lead"), post=signed_in(405)),
    Row("counselling:numbers", get=only("team_lead", "planner"), post=signed_in(405)),
    Row("counselling:numbers_export", get=only("team_lead"), post=only("team_lead", status=422)),
    Row("counselling:export", get=only("team_lead"), post=only("team_lead")),
]
