"""Rows of the door: for organisers; everybody else who is signed in meets no such page."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from groups.models import Registration
from portal.accounts.models import User
from tests.architecture.url_table import Row, only, signed_in
from tests.factories.evenings import make_pool, sign_up

People = Mapping[str, User]
STAFF = ("team_lead", "organiser", "planner")


def party_tonight(people: People) -> Registration:
    return sign_up(make_pool(people["organiser"], 5, starts_in=timedelta(minutes=1)), people["relative"])


def date(people: People) -> dict[str, Any]:
    return {"pk": party_tonight(people).pool.occurrence_id}


def party(people: People) -> dict[str, Any]:
    row = party_tonight(people)
    return {"pk": row.pool.occurrence_id, "party": row.pk}


def code(people: People) -> dict[str, Any]:
    return {"code": party_tonight(people).door_code}


def online(people: People) -> dict[str, Any]:
    pool = make_pool(people["organiser"], 5, starts_in=timedelta(minutes=1), attendance="online", channel="online")
    return {"pk": sign_up(pool, people["relative"]).pool.occurrence_id}


OBJECTS = {
    **{f"groups:{name}": date for name in ("door", "door_walk_in", "door_count", "door_away", "door_paper")},
    "groups:door_online": online,
    "groups:door_party": party,
    "groups:door_scan": code,
}


def hidden(status: int = 200) -> tuple[int, ...]:
    """For organisers; for others there is no such page."""
    return only(*STAFF, status=status, others=404)


ROWS = [
    Row("groups:door", get=hidden(), post=hidden()),
    Row("groups:door_walk_in", get=hidden(), post=hidden()),
    Row("groups:door_count", get=signed_in(405), post=hidden(422)),
    Row("groups:door_away", get=signed_in(405), post=hidden(302)),
    Row("groups:door_online", get=hidden(), post=hidden(302)),
    Row("groups:door_paper", get=hidden(), post=signed_in(405)),
    Row("groups:door_party", get=hidden(), post=hidden(409)),
    Row("groups:door_scan", get=hidden(), post=hidden(409)),
]
