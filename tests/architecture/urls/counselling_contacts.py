"""Rows of unplanned calls and of people staff wrote down."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from counselling.actions.contacts import ContactWish, log_contact
from portal import clock
from portal.accounts.models import User
from tests.architecture.url_table import Row, only, signed_in

People = Mapping[str, User]


def contact(people: People) -> dict[str, Any]:
    """A call the counsellor took from the relative."""
    wish = ContactWish(
        person=people["relative"],
        new_name="",
        phone="",
        minutes=10,
        topic="other",
        outcome="talked",
        note="",
        at=clock.now(),
    )
    return {"pk": log_contact(by=people["counsellor"], wish=wish, form_key=uuid4()).pk}


OBJECTS = {
    "counselling:contact": contact,
    "counselling:contact_case": contact,
}
ROWS: list[Row] = [
    Row("counselling:log_call", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead", status=422)),
    Row(
        "counselling:contact",
        get=(302, 403, 403, 200, 404, 403, 403, 403, 403),
        post=(302, 403, 403, 200, 404, 403, 403, 403, 403),
    ),
    Row(
        "counselling:contact_case",
        get=signed_in(405),
        post=(302, 403, 403, 302, 404, 403, 403, 403, 403),
    ),
]
