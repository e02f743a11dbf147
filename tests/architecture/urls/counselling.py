"""Rows of counselling: the relative's side first, then the staff's."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from counselling import links
from counselling.actions import calls, profiles
from counselling.kinds import FAILED_TASK
from counselling.models import Appointment, CallRequest, CounsellorProfile, MeetingType, NamelessTalk
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.worklist import actions as worklist
from tests.architecture.url_table import Row, everyone, only, signed_in
from tests.factories.talks import make_talk

People = Mapping[str, User]


def a_talk(people: People) -> Appointment:
    """A phone talk the relative booked with the counsellor."""
    return make_talk(people["relative"], MeetingType.objects.get())


def talk(people: People) -> dict[str, Any]:
    return {"pk": a_talk(people).pk}


def link(people: People) -> dict[str, Any]:
    return {"token": links.sign(a_talk(people))}


def call(people: People) -> dict[str, Any]:
    now = clock.now()
    request = CallRequest.objects.create(
        person=people["relative"], phone="+4500001234", phone_index="x", form_key=uuid4(), due_at=now, created_at=now
    )
    return {"pk": request.pk}


def failed_message(people: People) -> dict[str, Any]:
    about = a_talk(people).pk
    return {"pk": worklist.add_task(FAILED_TASK, f"failed:{about}", about=about, due_at=clock.now()).pk}


def nameless(people: People) -> dict[str, Any]:
    ended = clock.now() - timedelta(hours=1)
    row = NamelessTalk.objects.create(
        code_hash=calls.code_hash("1234 5678"),
        meeting_type=MeetingType.objects.get(),
        counsellor=Resource.objects.get(user=people["counsellor"]),
        starts_at=ended - timedelta(hours=1),
        ends_at=ended,
        status="booked",
    )
    return {"pk": row.pk}


def duty(people: People) -> dict[str, Any]:
    now = clock.now()
    row = calls.give_phone_duty(
        by=people["team_lead"], user=people["counsellor"], starts_at=now, ends_at=now + timedelta(hours=2)
    )
    return {"pk": row.pk}


def feed(people: People) -> dict[str, Any]:
    resource = Resource.objects.get(user=people["counsellor"])
    return {"secret": profiles.renew_feed(by=people["counsellor"], resource=resource)}


def photographed(people: People) -> dict[str, Any]:
    profile = CounsellorProfile.objects.get(resource__user=people["counsellor"])
    CounsellorProfile.objects.filter(pk=profile.pk).update(photo=b"jpeg", photo_alt="Mette smiler")
    return {"pk": profile.resource_id}


def kind(people: People) -> dict[str, Any]:
    return {"pk": MeetingType.objects.get().pk}


def person(people: People) -> dict[str, Any]:
    return {"pk": people["relative"].pk}


def day(people: People) -> dict[str, Any]:
    return {"on": clock.today().isoformat()}


def week(people: People) -> dict[str, Any]:
    return {"on": clock.today().strftime("%G-W%V")}


OBJECTS = {
    **dict.fromkeys(
        (
            f"counselling:{name}"
            for name in (
                *("appointment", "receipt", "ring_number", "calendar_file", "questions", "cancel", "move"),
                "renew_link",
                *("talk", "talk_confirm", "talk_decline", "talk_check_in", "talk_outcome", "talk_cancel", "talk_move"),
                "talk_video_link",
            )
        ),
        talk,
    ),
    **dict.fromkeys((f"counselling:{name}" for name in ("link", "link_file", "link_cancel", "link_move")), link),
    "counselling:call": call,
    "counselling:ring_instead": failed_message,
    "counselling:nameless_outcome": nameless,
    "counselling:phone_duty_away": duty,
    "counselling:feed": feed,
    "counselling:photo": photographed,
    "counselling:meeting_type": kind,
    "counselling:meeting_type_switch": kind,
    "counselling:book_for_time": person,
    "counselling:day_on": day,
    "counselling:week_on": week,
}
ROWS: list[Row] = [
    Row("counselling:appointment", get=only("relative", others=404), post=signed_in(405)),
    Row("counselling:appointments", get=signed_in(200), post=signed_in(405)),
    Row("counselling:book", get=everyone(200), post=everyone(405)),
    Row("counselling:book_how", get=everyone(302), post=everyone(405)),
    Row("counselling:book_together", get=everyone(302), post=everyone(405)),
    Row("counselling:book_when", get=everyone(302), post=everyone(405)),
    Row("counselling:book_who", get=everyone(302), post=everyone(405)),
    Row("counselling:calendar_file", get=only("relative", others=404), post=signed_in(405)),
    Row("counselling:call", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("counselling:call_me", get=everyone(200), post=everyone(200)),
    Row("counselling:call_me_thanks", get=everyone(302), post=everyone(302)),
    Row("counselling:calls", get=only("counsellor", "team_lead"), post=signed_in(405)),
    Row("counselling:cancel", get=only("relative", others=404), post=only("relative", others=404)),
    Row("counselling:confirm", get=everyone(302), post=everyone(302)),
    Row("counselling:day", get=only("counsellor", "team_lead"), post=signed_in(405)),
    Row("counselling:day_on", get=only("counsellor", "team_lead"), post=signed_in(405)),
    Row("counselling:extend_hold", get=everyone(302), post=everyone(410)),
    Row("counselling:feed", get=everyone(200), post=everyone(405)),
    Row("counselling:feed_revoke", get=signed_in(405), post=only("counsellor", status=302)),
    Row("counselling:held", get=everyone(410), post=everyone(405)),
    Row("counselling:hold_time", get=everyone(302), post=everyone(302)),
    Row("counselling:let_go", get=everyone(302), post=everyone(302)),
    Row("counselling:link", get=everyone(200), post=everyone(200), unknown=410),
    Row("counselling:link_cancel", get=everyone(200), post=everyone(200), unknown=410),
    Row("counselling:link_done", get=everyone(200), post=everyone(200)),
    Row("counselling:link_file", get=everyone(200), post=everyone(200), unknown=410),
    Row("counselling:link_move", get=everyone(200), post=everyone(200), unknown=410),
    Row("counselling:meeting_type_switch", get=signed_in(405), post=only("team_lead", status=302)),
    Row("counselling:move", get=only("relative", others=404), post=only("relative", others=404)),
    Row("counselling:nameless", get=everyone(200), post=everyone(200)),
    Row("counselling:nameless_cancel", get=everyone(200), post=everyone(200)),
    Row("counselling:nameless_outcome", get=signed_in(405), post=only("counsellor", "team_lead", status=302)),
    Row("counselling:phone_duty_away", get=signed_in(405), post=only("team_lead", status=302)),
    Row("counselling:photo", get=everyone(200), post=everyone(405)),
    Row("counselling:questions", get=only("relative", others=404), post=only("relative", others=404)),
    Row("counselling:receipt", get=only("relative", others=404), post=signed_in(405)),
    Row("counselling:reply", get=everyone(200), post=everyone(200)),
    Row("counselling:renew_link", get=signed_in(405), post=only("relative", status=302, others=404)),
    Row("counselling:requests", get=only("counsellor", "team_lead"), post=signed_in(405)),
    Row("counselling:ring_instead", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("counselling:ring_number", get=only("relative", others=404), post=only("relative", others=404)),
    Row("counselling:talk_cancel", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("counselling:talk_decline", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("counselling:talk_move", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("counselling:unresolved", get=only("counsellor", "team_lead"), post=signed_in(405)),
    Row("counselling:book_for", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("counselling:book_for_new", get=signed_in(405), post=only("counsellor", "team_lead", status=422)),
    Row("counselling:book_for_time", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("counselling:feed_renew", get=signed_in(405), post=only("counsellor")),
    Row("counselling:meeting_type", get=only("team_lead"), post=only("team_lead")),
    Row("counselling:meeting_type_new", get=only("team_lead"), post=only("team_lead")),
    Row("counselling:meeting_types", get=only("team_lead"), post=signed_in(405)),
    Row("counselling:phone_duty", get=only("counsellor", "team_lead"), post=only("team_lead", status=422)),
    Row("counselling:profile", get=only("counsellor"), post=only("counsellor")),
    Row("counselling:talk", get=only("counsellor", "team_lead"), post=signed_in(405)),
    Row("counselling:talk_check_in", get=signed_in(405), post=only("counsellor", "team_lead", status=409)),
    Row("counselling:talk_confirm", get=signed_in(405), post=only("counsellor", "team_lead", status=409)),
    Row("counselling:talk_outcome", get=signed_in(405), post=only("counsellor", "team_lead", status=409)),
    Row("counselling:talk_video_link", get=signed_in(405), post=only("counsellor", "team_lead", status=422)),
    Row("counselling:week", get=only("counsellor", "team_lead"), post=signed_in(405)),
    Row("counselling:week_on", get=only("counsellor", "team_lead"), post=signed_in(405)),
]
