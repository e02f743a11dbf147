"""Rows of the interface for machines: everybody reads, nobody writes."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.models import User
from tests.architecture.url_table import NOT_ALLOWED, NOT_FOUND, Row, everyone
from tests.factories.evenings import make_pool
from tests.factories.talks import make_type

People = Mapping[str, User]


def event(people: People) -> dict[str, Any]:
    return {"slug": make_pool(people["organiser"], 3).occurrence.event.slug}


def meeting_type(people: People) -> dict[str, Any]:
    return {"slug": make_type("aaben-snak").slug}


OBJECTS = {"open_data:event": event, "open_data:free_days": meeting_type}
READ = {"get": everyone(200), "post": everyone(NOT_ALLOWED)}
ROWS = [
    *(Row(f"open_data:{name}", **READ) for name in ("contents", "openapi", "events", "event")),
    *(Row(f"open_data:{name}", **READ) for name in ("meeting_types", "free_days")),
    Row("open_data:nothing", get=everyone(NOT_FOUND), post=everyone(NOT_ALLOWED), args={"rest": "v0/events"}),
]
