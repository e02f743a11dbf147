"""Rows of evenings as those who come meet them: one's own sign-ups and the link in a message."""

from collections.abc import Mapping
from typing import Any

from groups import links
from groups.actions.news import keep_wish
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


def waiting(people: People) -> Registration:
    """The relative waits for a place."""
    pool = make_pool(people["organiser"], 1)
    sign_up(pool, None)
    return sign_up(pool, people["relative"])


def own_waiting(people: People) -> dict[str, Any]:
    return {"pk": waiting(people).pk}


def waiting_token(people: People) -> dict[str, Any]:
    return {"token": links.sign(waiting(people))}


def event(people: People) -> dict[str, Any]:
    return {"slug": make_pool(people["organiser"], 3).occurrence.event.slug}


def date(people: People) -> dict[str, Any]:
    pool = make_pool(people["organiser"], 3)
    return {"slug": pool.occurrence.event.slug, "pk": pool.occurrence_id}


def seats(people: People) -> dict[str, Any]:
    pool = make_pool(people["organiser"], 3)
    return {"slug": pool.occurrence.event.slug, "pk": pool.pk}


def news(people: People) -> dict[str, Any]:
    """Somebody without an account wants to hear of new evenings."""
    wish = keep_wish(email="aase@gaest.example", wishes={"often": "week"}, language="da")
    return {"token": links.sign_news(wish.pk)}


OBJECTS = {
    "groups:news_link": news,
    "groups:date_file": date,
    "groups:event": event,
    "groups:my_sign_up": own,
    "groups:my_sign_up_change": own,
    "groups:my_sign_up_why": own_waiting,
    "groups:online_link": token,
    "groups:question": event,
    "groups:sign_up": seats,
    "groups:sign_up_link": token,
    "groups:sign_up_link_change": token,
    "groups:sign_up_link_why": waiting_token,
}
ROWS: list[Row] = [
    Row("groups:date_file", get=everyone(200), post=everyone(405)),
    Row("groups:evenings", get=everyone(200), post=everyone(405)),
    Row("groups:event", get=everyone(200), post=everyone(405)),
    Row("groups:calendar_feed", get=everyone(200), post=everyone(405)),
    Row("groups:feed", get=everyone(200), post=everyone(405)),
    Row("groups:month", get=everyone(200), post=everyone(405)),
    Row("groups:my_news", get=signed_in(200), post=signed_in(422)),  # how often is no empty answer
    Row("groups:news", get=(200, *signed_in(302)[1:]), post=(422, *signed_in(302)[1:])),
    Row("groups:news_link", get=everyone(200), post=everyone(422), unknown=410),
    Row("groups:news_sent", get=everyone(200), post=everyone(405)),
    Row("groups:online_link", get=everyone(200), post=everyone(405), unknown=410),
    Row("groups:question", get=everyone(200), post=everyone(422)),
    Row("groups:sign_up", get=everyone(200), post=everyone(200)),  # an empty body is nothing filled in
    Row("groups:sign_up_sent", get=everyone(200), post=everyone(405)),
    Row("groups:my_evenings", get=signed_in(200), post=signed_in(405)),
    Row("groups:my_sign_up", get=only("relative", others=404), post=only("relative", status=409, others=404)),
    Row("groups:sign_up_link", get=everyone(200), post=everyone(409), unknown=410),
    Row("groups:my_sign_up_change", get=only("relative", others=404), post=only("relative", others=404)),
    Row("groups:my_sign_up_why", get=only("relative", others=404), post=signed_in(405)),
    Row("groups:sign_up_link_change", get=everyone(200), post=everyone(200), unknown=410),
    Row("groups:sign_up_link_why", get=everyone(200), post=everyone(405), unknown=410),
]
