"""Rows of what comes around an evening: posters, handouts, evaluation, numbers."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.models import User
from tests.architecture.url_table import Row, only, signed_in
from tests.factories.evenings import make_pool

People = Mapping[str, User]
STAFF = ("team_lead", "organiser", "planner")


def event(people: People) -> dict[str, Any]:
    return {"pk": make_pool(people["organiser"], 5).occurrence.event_id}


OBJECTS = {
    "groups:event_poster": event,
    "groups:event_tell": event,
}
LOOK = {"get": only(*STAFF), "post": signed_in(405)}
ROWS = [
    Row("groups:event_poster", **LOOK),
    Row("groups:event_tell", **LOOK),
]
