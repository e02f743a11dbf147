"""Rows of theme weeks: the programme is everybody's once it is published, a draft is its organisers'."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.models import User
from tests.architecture.url_table import Row, everyone, only, signed_in
from tests.factories.weeks import make_week

People = Mapping[str, User]
STAFF = ("team_lead", "organiser", "planner")


def week(people: People) -> dict[str, Any]:
    return {"pk": make_week().pk}


def shown(people: People) -> dict[str, Any]:
    return {"slug": make_week(is_published=True).slug}


OBJECTS = {
    **{f"groups:{name}": week for name in ("organised_week", "week_words", "week_show")},
    **{f"groups:{name}": shown for name in ("week", "week_file", "week_feed")},
}
OUT = {"get": everyone(200), "post": everyone(405)}
ROWS = [
    Row("groups:weeks", get=only(*STAFF), post=signed_in(405)),
    Row("groups:week_new", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:organised_week", get=only(*STAFF), post=signed_in(405)),
    Row("groups:week_words", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:week_show", get=signed_in(405), post=only(*STAFF, status=409)),
    Row("groups:week", **OUT),
    Row("groups:week_file", **OUT),
    Row("groups:week_feed", **OUT),
]
