"""Rows of cases that change hands: who carries a case sees its handover; nobody else does."""

from collections.abc import Mapping
from typing import Any

from counselling import links
from counselling.actions import cases, glass
from counselling.actions.new_times import offer_new_times
from counselling.models import Appointment, Case, CounsellorProfile, Handover, MeetingType
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.refusals import locking
from tests.architecture.url_table import ROLES, Row, everyone, only
from tests.factories.people import make_person
from tests.factories.talks import make_talk

People = Mapping[str, User]


def case(people: People) -> Case:
    """A case the counsellor carries."""
    return cases.open_case(by=people["counsellor"], person=people["relative"], worker=people["counsellor"])


def a_case(people: People) -> dict[str, Any]:
    return {"pk": case(people).pk}


def nobodys(people: People) -> dict[str, Any]:
    return {"pk": cases.open_case(by=people["team_lead"], person=people["relative"]).pk}


def handover(people: People) -> dict[str, Any]:
    """Offered by the counsellor to somebody who is none of the visitors."""
    row = Handover.objects.create(
        case=case(people),
        from_worker=people["counsellor"],
        to_worker=make_person("Signe Holm", "counsellor"),
        summary="Det skal du vide.",
        reason="load",
        consent="told",
        proposed_at=clock.now(),
    )
    return {"pk": row.pk}


def received(people: People) -> dict[str, Any]:
    """Offered to the counsellor."""
    giver = make_person("Signe Holm", "counsellor")
    row = Handover.objects.create(
        case=cases.open_case(by=giver, person=people["relative"], worker=giver),
        from_worker=giver,
        to_worker=people["counsellor"],
        summary="Det skal du vide.",
        reason="load",
        consent="told",
        proposed_at=clock.now(),
    )
    return {"pk": row.pk}


def broken(people: People) -> dict[str, Any]:
    one = cases.open_case(by=people["team_lead"], person=people["relative"])
    access = glass.break_glass(by=people["counsellor"], case=one, reason="Hun ringer i krise, og ingen er her.")
    return {"pk": access.pk}


def profile(people: People) -> dict[str, Any]:
    return {"pk": CounsellorProfile.objects.get(resource__user=people["counsellor"]).pk}


def yes_or_no(status: int) -> tuple[int, ...]:
    """Only the person it is put to; a team lead sees it and answers for nobody."""
    answers = list(only("counsellor", status=status))
    answers[ROLES.index("team_lead")] = 404
    return tuple(answers)


def calendar(people: People) -> dict[str, Any]:
    return {"pk": Resource.objects.get(user=people["counsellor"]).pk}


def offered(people: People) -> Appointment:
    """A talk with three other times kept for it."""
    talk = make_talk(people["relative"], MeetingType.objects.get())
    locking(offer_new_times)(by=people["counsellor"], talk=talk, now=clock.now())
    return Appointment.objects.get(pk=talk.pk)


def own_offer(people: People) -> dict[str, Any]:
    return {"pk": offered(people).pk}


def offer_link(people: People) -> dict[str, Any]:
    return {"token": links.sign(offered(people))}


STAFF = ("counsellor", "team_lead")
OBJECTS = {
    "counselling:handover": handover,
    "counselling:handover_withdraw": handover,
    "counselling:handover_accept": received,
    "counselling:handover_decline": received,
    "counselling:hand_over": a_case,
    "counselling:conflict": a_case,
    "counselling:glass_open": nobodys,
    "counselling:glass_end": broken,
    "counselling:allocate": nobodys,
    "counselling:absence": calendar,
    "counselling:new_times": own_offer,
    "counselling:link_new_times": offer_link,
    "counselling:capacity": profile,
}
ROWS: list[Row] = [
    Row("counselling:absence", get=only(*STAFF, others=403), post=only(*STAFF, status=422)),
    Row("counselling:new_times", get=only("relative", others=404), post=only("relative", status=422, others=404)),
    Row("counselling:link_new_times", get=everyone(200), post=everyone(422), unknown=410),
    Row("counselling:handovers", get=only(*STAFF), post=only(*STAFF, status=405, others=405)),
    Row("counselling:leave", get=only(*STAFF), post=only(*STAFF, status=422)),
    Row("counselling:substitute", get=only(*STAFF), post=only(*STAFF, status=422)),
    Row("counselling:handover", get=only(*STAFF), post=only(*STAFF, status=405, others=405)),
    Row("counselling:handover_accept", get=only(*STAFF, status=405, others=405), post=yes_or_no(302)),
    Row("counselling:handover_decline", get=only(*STAFF, status=405, others=405), post=yes_or_no(409)),
    Row("counselling:handover_withdraw", get=only(*STAFF, status=405, others=405), post=only(*STAFF, status=302)),
    Row("counselling:hand_over", get=only(*STAFF), post=only(*STAFF, status=422)),
    Row("counselling:conflict", get=only(*STAFF), post=only(*STAFF, status=422)),
    Row("counselling:glass", get=only(*STAFF), post=only(*STAFF, status=422)),
    Row("counselling:glass_open", get=only(*STAFF), post=only(*STAFF, status=422)),
    Row("counselling:glass_end", get=only(*STAFF, status=405, others=405), post=yes_or_no(302)),
    Row("counselling:glass_list", get=only("team_lead", "dpo"), post=only("team_lead", status=405, others=405)),
    Row("counselling:allocation", get=only("team_lead"), post=only("team_lead", status=405, others=405)),
    Row("counselling:allocate", get=only("team_lead", status=405, others=405), post=only("team_lead", status=422)),
    Row("counselling:capacities", get=only("team_lead"), post=only("team_lead", status=405, others=405)),
    Row("counselling:capacity", get=only("team_lead"), post=only("team_lead", status=422)),
]
