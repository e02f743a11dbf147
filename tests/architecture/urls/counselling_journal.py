"""Rows of the way to the records system."""

from collections.abc import Mapping
from typing import Any

from counselling.actions import journal
from counselling.models import Case
from portal.accounts.models import User
from tests.architecture.url_table import Row, only, signed_in
from tests.factories.journal import case_with_locked_note

People = Mapping[str, User]


def case(people: People) -> dict[str, Any]:
    return {"case_id": filed_case(people).pk}


def filed_case(people: People) -> Case:
    return case_with_locked_note(people["counsellor"], people["relative"])


def package(people: People) -> dict[str, Any]:
    return {"pk": journal.make_package(by=people["counsellor"], case=filed_case(people)).pk}


OBJECTS = {
    "counselling:records": case,
    "counselling:package": package,
    "counselling:package_filed": package,
}

ROWS = [
    Row("counselling:unfiled", get=only("counsellor", "team_lead"), post=signed_in(405)),
    Row("counselling:records", get=only("counsellor"), post=only("counsellor", status=302)),
    Row("counselling:package", get=only("counsellor"), post=only("counsellor")),
    Row("counselling:package_filed", get=signed_in(405), post=only("counsellor", status=409)),
]
