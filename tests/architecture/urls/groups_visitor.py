"""Rows of evenings as those who come meet them: one's own sign-ups and the link in a message."""

from collections.abc import Mapping
from typing import Any

from groups import links
from groups.models import Registration
from portal.accounts.models import User
from tests.architecture.url_table import Row, everyone, only, signed_in
from tests.factories.evenings import make_pool, sign_up

People = Mapping[str, User]


def a_sign_up(people: People) -> Registration:
    """The relative has a place."""
    return sign_up(make_pool(people["organiser"], 3), people["relative"])


def own(people: People) -> dict[str, Any]:
    return {"pk": a_sign_up(people).pk}


def token(people: People) -> dict[str, Any]:
    return {"token": links.sign(a_sign_up(people))}


OBJECTS = {
    "groups:my_sign_up": own,
    "groups:sign_up_link": token,
}
ROWS: list[Row] = [
    Row("groups:my_evenings", get=signed_in(200), post=signed_in(405)),
    Row("groups:my_sign_up", get=only("relative", others=404), post=only("relative", status=409, others=404)),
    Row("groups:sign_up_link", get=everyone(200), post=everyone(409), unknown=410),
]
