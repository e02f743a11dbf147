"""Rows of cases and work lists. The relative a case is about meets 403 like every relative: these are staff's pages."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from counselling.actions import cases
from counselling.models import CallRequest, Case, CaseParticipant
from portal import clock
from portal.accounts.models import User
from tests.architecture.url_table import Row, only, signed_in
from tests.architecture.urls.counselling import talk

People = Mapping[str, User]


def a_case(people: People) -> Case:
    """The relative's case, carried by the counsellor."""
    return cases.open_case(by=people["counsellor"], person=people["relative"], worker=people["counsellor"])


def case(people: People) -> dict[str, Any]:
    return {"pk": a_case(people).pk}


def worker(people: People) -> dict[str, Any]:
    one = a_case(people)
    return {"pk": one.pk, "part": one.assignments.get().pk}


def participant(people: People) -> dict[str, Any]:
    one = a_case(people)
    sister = CaseParticipant.objects.create(case=one, relation="sibling", added_at=clock.now())
    return {"pk": one.pk, "participant": sister.pk}


def known_call(people: People) -> dict[str, Any]:
    now = clock.now()
    given = {"phone": "+4500001234", "phone_index": "x", "form_key": uuid4(), "due_at": now, "created_at": now}
    return {"pk": CallRequest.objects.create(person=people["relative"], **given).pk}


def person(people: People) -> dict[str, Any]:
    return {"pk": people["relative"].pk}


OBJECTS = {
    "counselling:case": case,
    "counselling:case_assign": case,
    "counselling:case_change": case,
    "counselling:case_close": case,
    "counselling:case_from_call": known_call,
    "counselling:case_from_talk": talk,
    "counselling:case_new_for": person,
    "counselling:case_pause": case,
    "counselling:case_reopen": case,
    "counselling:case_resume": case,
    "counselling:case_worker_end": worker,
    "counselling:participant": participant,
    "counselling:participant_new": case,
}
STAFF = ("counsellor", "team_lead")
ROWS = [
    Row("counselling:cases", get=only(*STAFF), post=signed_in(405)),
    Row("counselling:case_search", get=only("counsellor"), post=signed_in(405)),
    Row("counselling:case_new", get=only(*STAFF), post=only(*STAFF)),
    Row("counselling:case_new_for", get=only(*STAFF), post=only(*STAFF)),
    Row("counselling:case", get=only(*STAFF), post=signed_in(405)),
    Row("counselling:case_change", get=only("counsellor"), post=only("counsellor")),
    Row("counselling:case_pause", get=only("counsellor"), post=only("counsellor")),
    Row("counselling:case_resume", get=signed_in(405), post=only("counsellor", status=409)),
    Row("counselling:case_close", get=only("counsellor"), post=only("counsellor")),
    Row("counselling:case_reopen", get=only(*STAFF), post=only(*STAFF)),
    Row("counselling:case_assign", get=only(*STAFF), post=only(*STAFF)),
    Row("counselling:case_worker_end", get=signed_in(405), post=only(*STAFF, status=409)),
    Row("counselling:participant_new", get=only("counsellor"), post=only("counsellor")),
    Row("counselling:participant", get=only("counsellor"), post=only("counsellor", status=302)),
    Row("counselling:case_from_talk", get=signed_in(405), post=only(*STAFF, status=302)),
    Row("counselling:case_from_call", get=signed_in(405), post=only("counsellor", status=302)),
    Row("counselling:work_lists", get=only(*STAFF), post=signed_in(405)),
    Row("counselling:work_list", get=only(*STAFF), post=signed_in(405), args={"name": "due"}),
]
