"""Rows of the relative's own settings."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.models import User
from relatives.actions import renew_feed
from tests.architecture.url_table import Row, everyone, signed_in


def address(people: Mapping[str, User]) -> dict[str, Any]:
    """The calendar address of the relative."""
    return {"secret": renew_feed(by=people["relative"], says_titles=False)}


OBJECTS = {"relatives:calendar_feed": address}

ROWS: list[Row] = [
    Row("relatives:calendar", get=signed_in(200), post=signed_in(200)),
    Row("relatives:calendar_close", get=signed_in(405), post=signed_in(302)),
    Row("relatives:calendar_feed", get=everyone(200), post=everyone(405)),
    Row("relatives:contact", get=signed_in(405), post=signed_in(200)),
    Row("relatives:language", get=signed_in(405), post=signed_in(200)),
    Row("relatives:looks", get=signed_in(200), post=signed_in(405)),
    Row("relatives:name", get=signed_in(405), post=everyone(302)),
    Row("relatives:phone", get=signed_in(405), post=everyone(302)),
    Row("relatives:postal_address", get=signed_in(405), post=everyone(302)),
    Row("relatives:settings", get=signed_in(200), post=signed_in(405)),
]
