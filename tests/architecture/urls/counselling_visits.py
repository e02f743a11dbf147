"""Rows of home visits: the relative's address, the counsellor's phone, colleagues in an alarm, the lead's ways."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from counselling.actions import travel
from counselling.models import Appointment, MeetingType, VisitWatch
from counselling.watching import MISSING_TASK
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.worklist.actions import add_task
from tests.architecture.url_table import Row, everyone, only, signed_in
from tests.factories.talks import make_talk

People = Mapping[str, User]


def a_visit(people: People) -> Appointment:
    """A phone talk that became a home visit of the same moment."""
    talk = make_talk(people["relative"], MeetingType.objects.get())
    Appointment.objects.filter(pk=talk.pk).update(mode="home_visit")
    return talk


def visit(people: People) -> dict[str, Any]:
    return {"pk": a_visit(people).pk}


def a_watch(people: People) -> VisitWatch:
    """The counsellor is inside, and late by three hours."""
    went = clock.now() - timedelta(hours=4)
    ends = went + timedelta(hours=1)
    visited = a_visit(people)
    return VisitWatch.objects.create(
        appointment=visited, worker=people["counsellor"], checked_in_at=went, expected_end=ends
    )


def inside(people: People) -> dict[str, Any]:
    return {"pk": a_watch(people).appointment_id}


def watch(people: People) -> dict[str, Any]:
    return {"pk": a_watch(people).pk}


def unanswered(people: People) -> dict[str, Any]:
    """A visit to which nobody came, and nobody has said how it is."""
    talk = a_visit(people)
    key = f"{MISSING_TASK}:{talk.pk}"
    add_task(MISSING_TASK, key, about=talk.pk, due_at=clock.now(), role="team_lead")
    return {"pk": talk.pk}


def way(people: People) -> dict[str, Any]:
    return {"pk": travel.keep_way(by=people["team_lead"], one="4600", other="4621", minutes=20).pk}


def calendar(people: People) -> dict[str, Any]:
    return {"pk": Resource.objects.get(user=people["counsellor"]).pk}


OBJECTS = {
    "counselling:visit_address": visit,
    "counselling:visit": visit,
    "counselling:visit_in": visit,
    "counselling:visit_longer": inside,
    "counselling:visit_out": inside,
    "counselling:alarm": watch,
    "counselling:alarm_reached": watch,
    "counselling:not_begun": unanswered,
    "counselling:way_forget": way,
    "counselling:most_visits": calendar,
}
STAFF = only("counsellor", "team_lead")
ROWS: list[Row] = [
    Row("counselling:book_where", get=everyone(302), post=everyone(302)),
    Row("counselling:visit_address", get=only("relative", others=404), post=only("relative", others=404, status=422)),
    Row("counselling:my_visits", get=only("counsellor"), post=signed_in(405)),
    Row("counselling:visit", get=only("counsellor"), post=signed_in(405)),
    Row("counselling:visit_in", get=signed_in(405), post=only("counsellor", status=422)),
    Row("counselling:visit_longer", get=signed_in(405), post=only("counsellor", status=422)),
    Row("counselling:visit_out", get=signed_in(405), post=only("counsellor", status=302)),
    Row("counselling:my_number", get=STAFF, post=only("counsellor", "team_lead", status=302)),
    Row("counselling:alarms", get=STAFF, post=signed_in(405)),
    Row("counselling:alarm", get=STAFF, post=signed_in(405)),
    Row("counselling:not_begun", get=STAFF, post=only("counsellor", "team_lead", status=302)),
    Row("counselling:alarm_reached", get=signed_in(405), post=only("counsellor", "team_lead", status=302)),
    Row("counselling:travel", get=only("team_lead"), post=only("team_lead", status=422)),
    Row("counselling:way_forget", get=signed_in(405), post=only("team_lead", status=302)),
    Row("counselling:most_visits", get=signed_in(405), post=only("team_lead", status=422)),
]
