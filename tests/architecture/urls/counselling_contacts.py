"""Rows of unplanned calls and of people staff wrote down."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from counselling.actions.cases import open_case
from counselling.actions.contacts import ContactWish, log_contact
from counselling.actions.door import DoorWish, knock, prove
from counselling.actions.referrals import ReferralWish, pass_on
from counselling.models import Case
from portal import clock
from portal.accounts.models import User
from tests.architecture.url_table import Row, everyone, only, signed_in

People = Mapping[str, User]


def contact(people: People) -> dict[str, Any]:
    """A call the counsellor took from the relative."""
    wish = ContactWish(
        person=people["relative"],
        new_name="",
        phone="",
        minutes=10,
        topic="other",
        outcome="talked",
        note="",
        at=clock.now(),
    )
    return {"pk": log_contact(by=people["counsellor"], wish=wish, form_key=uuid4()).pk}


def person(people: People) -> dict[str, Any]:
    """The relative, whom the counsellor may look up."""
    return {"pk": people["relative"].pk}


def two(people: People) -> dict[str, Any]:
    """The relative and another one."""
    return {"pk": people["relative"].pk, "other": people["another_relative"].pk}


def case(people: People) -> dict[str, Any]:
    """A case the counsellor carries."""
    worker = people["counsellor"]
    return {"pk": open_case(by=worker, person=people["relative"], worker=worker).pk}


def referral(people: People) -> dict[str, Any]:
    """The relative is on the way somewhere."""
    wish = ReferralWish(offer=None, outside="Kirken", has_consent=True, told="phone", summary="")
    found = Case.objects.get(pk=case(people)["pk"])
    return {"pk": pass_on(by=people["counsellor"], case=found, wish=wish, form_key=uuid4()).pk}


def word(people: People) -> dict[str, Any]:
    """What a professional wrote about somebody unknown, and proved."""
    wish = DoorWish(
        from_name="Anna Læge",
        from_place="Lægehuset",
        from_email="anna@laege.example",
        name="Karen Riis",
        phone="+4520304050",
        email="",
        reach="",
        words="",
        may_write=False,
        may_tell=False,
    )
    made = knock(wish=wish, language="da", form_key=uuid4())
    return {"pk": prove(key=made.pk, email=made.from_email).pk}


OBJECTS = {
    "counselling:incoming_word": word,
    "counselling:referral_new": case,
    "counselling:referral_state": referral,
    "counselling:referral_in": person,
    "counselling:person": person,
    "counselling:person_code": person,
    "counselling:person_other": person,
    "counselling:person_join": two,
    "counselling:contact": contact,
    "counselling:contact_case": contact,
}
ROWS: list[Row] = [
    Row(
        "counselling:incoming_word",
        get=only("counsellor", "team_lead"),
        post=only("counsellor", "team_lead", status=422),
    ),
    Row("counselling:door", get=everyone(200), post=everyone(200)),
    Row("counselling:door_not_asked", get=everyone(200), post=everyone(405)),
    Row("counselling:door_code", get=everyone(302), post=everyone(200)),
    Row("counselling:door_code_again", get=everyone(405), post=everyone(302)),
    Row("counselling:door_thanks", get=everyone(302), post=everyone(405)),
    Row("counselling:call_draft", get=signed_in(405), post=only("counsellor", "team_lead")),
    Row("counselling:log_call", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead", status=422)),
    Row(
        "counselling:contact",
        get=(302, 403, 403, 200, 404, 403, 403, 403, 403),
        post=(302, 403, 403, 200, 404, 403, 403, 403, 403),
    ),
    Row(
        "counselling:contact_case",
        get=signed_in(405),
        post=(302, 403, 403, 302, 404, 403, 403, 403, 403),
    ),
    Row("counselling:person", get=only("counsellor", "team_lead"), post=signed_in(405)),
    Row("counselling:person_code", get=signed_in(405), post=only("counsellor", "team_lead", status=302)),
    Row("counselling:person_other", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("counselling:person_join", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("counselling:referral_in", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row(
        "counselling:referral_new",
        get=(302, 403, 403, 200, 404, 403, 403, 403, 403),
        post=(302, 403, 403, 200, 404, 403, 403, 403, 403),
    ),
    Row("counselling:referral_state", get=signed_in(405), post=(302, 403, 403, 302, 404, 403, 403, 403, 403)),
    Row("counselling:claim", get=signed_in(200), post=signed_in(200)),
]
