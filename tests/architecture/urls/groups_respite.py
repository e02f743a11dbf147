"""Rows of respite and lifts: the desks, what is asked there, and what somebody does without."""

from collections.abc import Mapping
from typing import Any

from groups import links
from groups.actions import answering_help
from groups.models import Registration, RespiteDesk
from portal.accounts.models import User
from tests.architecture.url_table import Row, everyone, only, signed_in
from tests.factories.evenings import sign_up
from tests.factories.respite import asked_respite, caring_pool, make_desk

People = Mapping[str, User]
STAFF = ("counsellor", "team_lead", "organiser", "planner", "dpo", "administrator")
PLAN = ("team_lead", "planner")


def desk(people: People) -> RespiteDesk:
    found = RespiteDesk.objects.first()
    return found or make_desk(people["organiser"])


def a_desk(people: People) -> dict[str, Any]:
    return {"pk": desk(people).pk}


def asked(people: People) -> dict[str, Any]:
    desk(people)
    return {"kind": "respite", "pk": asked_respite(caring_pool(people["organiser"]), people["relative"]).pk}


def refused(people: People) -> Registration:
    desk(people)
    row = asked_respite(caring_pool(people["organiser"]), people["relative"])
    done = answering_help.say_not_possible(by=people["organiser"], row=row, version=row.version)
    return done.registration


def own(people: People) -> dict[str, Any]:
    return {"pk": refused(people).pk}


def token(people: People) -> dict[str, Any]:
    return {"token": links.sign(refused(people))}


def askable(people: People) -> Registration:
    desk(people)
    return sign_up(caring_pool(people["organiser"]), people["relative"])


def own_to_ask(people: People) -> dict[str, Any]:
    return {"pk": askable(people).pk, "kind": "respite"}


def token_to_ask(people: People) -> dict[str, Any]:
    return {"token": links.sign(askable(people)), "kind": "lift"}


OBJECTS = {
    "groups:desk_change": a_desk,
    "groups:help_request": asked,
    "groups:my_sign_up_instead": own,
    "groups:link_instead_as_mailed": token,
    "groups:sign_up_link_instead": token,
    "groups:my_sign_up_help": own_to_ask,
    "groups:sign_up_link_help": token_to_ask,
}
# not staff: never; staff who don't work at the desk: not found. The roles in the table's order.
AT_THE_DESK = (302, 403, 403, 404, 404, 200, 404, 404, 404)
ROWS: list[Row] = [
    Row("groups:desks", get=only(*PLAN), post=signed_in(405)),
    Row("groups:desk_new", get=only(*PLAN), post=only(*PLAN)),
    Row("groups:desk_change", get=only(*PLAN), post=only(*PLAN)),
    Row("groups:help_list", get=only(*STAFF), post=signed_in(405)),
    Row("groups:help_request", get=AT_THE_DESK, post=AT_THE_DESK),
    Row("groups:my_sign_up_instead", get=only("relative", others=404), post=only("relative", status=409, others=404)),
    Row("groups:link_instead_as_mailed", get=everyone(200), post=everyone(409), unknown=410),
    Row("groups:sign_up_link_instead", get=everyone(200), post=everyone(409), unknown=410),
    Row("groups:my_sign_up_help", get=only("relative", others=404), post=only("relative", others=404)),
    Row("groups:sign_up_link_help", get=everyone(200), post=everyone(200), unknown=410),
]
