"""Rows of what comes around an evening: posters, handouts, evaluation, numbers."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from psycopg.types.range import TimestamptzRange

from groups import links
from groups.actions.evaluations import ask, digest_of
from groups.actions.handouts import add_handout
from groups.models import EvaluationForm, EvaluationTicket, Handout, Occurrence, Registration
from portal import clock
from portal.accounts.models import User
from tests.architecture.url_table import Row, everyone, only, signed_in
from tests.factories.evenings import make_pool, sign_up

People = Mapping[str, User]
PDF = b"%PDF-1.7\n%%EOF\n"
STAFF = ("team_lead", "organiser", "planner")


def event(people: People) -> dict[str, Any]:
    return {"pk": make_pool(people["organiser"], 5).occurrence.event_id}


def over(people: People) -> Registration:
    """The relative had a place at an evening that was yesterday."""
    row = sign_up(make_pool(people["organiser"], 5), people["relative"])
    date = row.pool.occurrence
    yesterday = TimestamptzRange(clock.now() - timedelta(hours=26), clock.now() - timedelta(hours=24))
    Occurrence.objects.filter(pk=date.pk).update(period=yesterday)
    return row


def date(people: People) -> dict[str, Any]:
    return {"pk": make_pool(people["organiser"], 5).occurrence_id}


def planned(people: People) -> dict[str, Any]:
    form = ask(by=people["organiser"], date=make_pool(people["organiser"], 5).occurrence)
    return {"pk": form.occurrence_id}


def handout(row: Registration) -> Handout:
    organiser = row.pool.occurrence.event.organiser
    return add_handout(by=organiser, date=row.pool.occurrence, name="Ark", data=PDF)


def file_off(people: People) -> dict[str, Any]:
    row = handout(over(people))
    return {"pk": row.occurrence_id, "handout": row.pk}


def own(people: People) -> dict[str, Any]:
    return {"pk": over(people).pk}


def own_file(people: People) -> dict[str, Any]:
    row = over(people)
    return {"pk": row.pk, "handout": handout(row).pk}


def link(people: People) -> dict[str, Any]:
    return {"token": links.sign_handouts(over(people))}


def link_file(people: People) -> dict[str, Any]:
    row = over(people)
    return {"token": links.sign_handouts(row), "handout": handout(row).pk}


def ticket(people: People) -> dict[str, Any]:
    now, row = clock.now(), over(people)
    asked = {"asked_at": now, "sent_at": now, "closes_at": now + timedelta(days=1)}
    form = EvaluationForm.objects.create(occurrence=row.pool.occurrence, **asked)
    EvaluationTicket.objects.create(form=form, digest=digest_of("secret"))
    return {"token": "secret"}


OBJECTS = {
    "groups:date_after": date,
    "groups:handout_new": date,
    "groups:handout_off": file_off,
    "groups:evaluation_ask": date,
    "groups:evaluation_off": planned,
    "groups:evaluation_read": planned,
    "groups:my_handouts": own,
    "groups:my_handout": own_file,
    "groups:handouts_link": link,
    "groups:handout_link": link_file,
    "groups:evaluation": ticket,
    "groups:sign_ups_file": date,
    "groups:event_poster": event,
    "groups:event_tell": event,
}
PRESS = {"get": signed_in(405), "post": only(*STAFF, status=302)}
LOOK = {"get": only(*STAFF), "post": signed_in(405)}
ROWS = [
    Row("groups:date_after", **LOOK),
    Row("groups:handout_new", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:handout_off", **PRESS),
    Row("groups:evaluation_ask", **PRESS),
    Row("groups:evaluation_off", **PRESS),
    Row("groups:evaluation_read", **LOOK),
    Row("groups:my_handouts", get=only("relative", others=404), post=signed_in(405)),
    Row("groups:my_handout", get=only("relative", others=404), post=signed_in(405)),
    Row("groups:handouts_link", get=everyone(200), post=everyone(405)),
    Row("groups:handout_link", get=everyone(200), post=everyone(405)),
    Row("groups:evaluation", get=everyone(200), post=everyone(422), unknown=410),
    Row("groups:evening_numbers", **LOOK),
    Row("groups:numbers_file", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:sign_ups_file", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:event_poster", **LOOK),
    Row("groups:event_tell", **LOOK),
]
