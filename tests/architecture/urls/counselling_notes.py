"""Rows of notes, follow-ups and ready-made sentences."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from counselling.actions import cases, follow_ups, notes, snippets
from counselling.models import Appointment, Case, MeetingType
from portal import clock
from portal.accounts.models import User
from tests.architecture.url_table import Row, only, signed_in
from tests.factories.talks import make_talk

People = Mapping[str, User]


def a_case(people: People) -> Case:
    """The relative's case, carried by the counsellor."""
    return cases.open_case(by=people["counsellor"], person=people["relative"], worker=people["counsellor"])


def talk_that_was(people: People) -> dict[str, Any]:
    talk = make_talk(people["relative"], MeetingType.objects.get())
    ended = clock.now() - timedelta(hours=1)
    Appointment.objects.filter(pk=talk.pk).update(starts_at=ended - timedelta(hours=1), ends_at=ended)
    return {"pk": talk.pk}


def case(people: People) -> dict[str, Any]:
    return {"case_id": a_case(people).pk}


def note(people: People) -> dict[str, Any]:
    one = a_case(people)
    return {"case_id": one.pk, "pk": notes.write_note(by=people["counsellor"], case=one, text="Vi talte.").pk}


def follow_up(people: People) -> dict[str, Any]:
    plan = follow_ups.Plan(kind="call", due_on=clock.today())
    return {"pk": follow_ups.add_follow_up(by=people["counsellor"], case=a_case(people), plan=plan).pk}


def sentence(people: People) -> dict[str, Any]:
    return {"pk": snippets.keep_snippet(by=people["counsellor"], title="Aftale", text="Vi tales ved.").pk}


OBJECTS = {
    "counselling:conversation": talk_that_was,
    "counselling:draft": talk_that_was,
    "counselling:case_notes": case,
    "counselling:note_new": case,
    "counselling:note_draft": case,
    "counselling:follow_up_new": case,
    "counselling:note_change": note,
    "counselling:note_add": note,
    "counselling:note_release": note,
    "counselling:note_withdraw": note,
    "counselling:follow_up": follow_up,
    "counselling:snippet": sentence,
    "counselling:snippet_drop": sentence,
}
OF_COUNSELLOR = only("counsellor")
OWN_SENTENCE = (302, 403, 403, 200, 404, 403, 403, 403, 403)  # the team lead changes the team's, not a counsellor's own
ROWS: list[Row] = [
    Row("counselling:written_down", get=signed_in(200), post=signed_in(405)),
    Row("counselling:conversation", get=OF_COUNSELLOR, post=only("counsellor", status=422)),
    Row("counselling:draft", get=signed_in(405), post=OF_COUNSELLOR),
    Row("counselling:case_notes", get=OF_COUNSELLOR, post=signed_in(405)),
    Row("counselling:note_new", get=OF_COUNSELLOR, post=only("counsellor", status=422)),
    Row("counselling:note_draft", get=signed_in(405), post=OF_COUNSELLOR),
    Row("counselling:note_change", get=OF_COUNSELLOR, post=OF_COUNSELLOR),
    Row("counselling:note_add", get=OF_COUNSELLOR, post=OF_COUNSELLOR),
    Row("counselling:note_release", get=OF_COUNSELLOR, post=OF_COUNSELLOR),
    Row("counselling:note_withdraw", get=signed_in(405), post=only("counsellor", status=302)),
    Row("counselling:follow_ups", get=OF_COUNSELLOR, post=signed_in(405)),
    Row("counselling:follow_up", get=OF_COUNSELLOR, post=only("counsellor", status=422)),
    Row("counselling:follow_up_new", get=OF_COUNSELLOR, post=OF_COUNSELLOR),
    Row("counselling:snippets", get=only("counsellor", "team_lead"), post=only("counsellor", "team_lead")),
    Row("counselling:snippet", get=OWN_SENTENCE, post=OWN_SENTENCE),
    Row("counselling:snippet_drop", get=signed_in(405), post=only("counsellor", "team_lead", status=302)),
]
