"""Rows of the organiser's pages, and of what organisers send out."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from groups import links
from groups.actions.questions import ask_question
from groups.models import EventImage, EventLetter, LetterCopy, Registration, SeatPool, Speaker, Venue
from portal import clock
from portal.accounts.models import User
from tests.architecture.url_table import Row, everyone, only, signed_in
from tests.factories.evenings import make_draft, make_pool, make_venue, sign_up

People = Mapping[str, User]
STAFF = ("team_lead", "organiser", "planner")
DIGEST = "d" * 64


def event(people: People) -> dict[str, Any]:
    return {"pk": make_draft(people["organiser"]).pk}


def step(people: People) -> dict[str, Any]:
    return {**event(people), "step": "read"}


def speaker(people: People) -> dict[str, Any]:
    draft = make_draft(people["organiser"])
    return {"pk": draft.pk, "speaker": Speaker.objects.create(event=draft, name="Lisbeth").pk}


def picture(people: People) -> dict[str, Any]:
    draft = make_draft(people["organiser"])
    EventImage.objects.create(event=draft, content=b"x", width=1, height=1, alt="x", digest=DIGEST)
    return {"digest": DIGEST}


def preview(people: People) -> dict[str, Any]:
    return {"token": links.sign_preview(make_draft(people["organiser"]))}


def pool(people: People) -> SeatPool:
    return make_pool(people["organiser"], 5)


def date(people: People) -> dict[str, Any]:
    return {"pk": pool(people).occurrence_id}


def party(people: People) -> dict[str, Any]:
    row = sign_up(pool(people), people["relative"])
    return {"pk": row.pool.occurrence_id, "party": row.pk}


def seats(people: People) -> dict[str, Any]:
    return {**date(people), "channel": "in_person"}


def change(people: People) -> dict[str, Any]:
    return {**date(people), "how": "call-off"}


def copy_to(row: Registration) -> LetterCopy:
    date = row.pool.occurrence
    letter = EventLetter.objects.create(
        event=date.event, occurrence=date, to="all", text="Hej", sent_at=clock.now(), form_key=uuid4()
    )
    return LetterCopy.objects.create(letter=letter, registration=row)


def letter(people: People) -> dict[str, Any]:
    return {"pk": copy_to(sign_up(pool(people), people["relative"])).pk}


def letter_link(people: People) -> dict[str, Any]:
    return {"token": links.sign_copy(copy_to(sign_up(pool(people), None)))}


def venue(people: People) -> dict[str, Any]:
    return {"pk": Venue.objects.get(pk=make_venue().pk).pk}


def asked(people: People) -> dict[str, Any]:
    """A question without a name, about to be marked."""
    row = ask_question(event=pool(people).occurrence.event, text="Hvordan?", form_key=uuid4())
    return {"pk": row.pk, "state": "answered"}


OBJECTS = {
    "groups:question_put": asked,
    **{
        f"groups:{name}": event
        for name in (
            *("organised", "event_words", "event_sign_up", "event_publish", "event_copy", "event_picture"),
            *("speaker_new", "organised_preview", "dates_new", "event_questions", "event_asks", "event_call_off"),
            "event_template",
        )
    },
    **{f"groups:{name}": date for name in ("organised_date", "date_phone", "date_letter", "applications")},
    "groups:event_step": step,
    "groups:organised_party": party,
    "groups:speaker_off": speaker,
    "groups:date_seats": seats,
    "groups:date_change": change,
    "groups:preview": preview,
    "groups:picture": picture,
    "groups:letter": letter,
    "groups:letter_link": letter_link,
    "groups:venue_change": venue,
}
LOOK = {"get": only(*STAFF), "post": signed_in(405)}
PRESS = {"get": signed_in(405), "post": only(*STAFF, status=302)}
OUT = {"get": everyone(200), "post": everyone(405)}
ROWS = [
    Row("groups:event_questions", **LOOK),
    Row("groups:question_put", **PRESS),
    Row("groups:board", **LOOK),
    Row("groups:event_new", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:venues", **LOOK),
    Row("groups:venue_new", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:venue_change", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:organised", **LOOK),
    Row("groups:event_words", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:event_sign_up", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:event_publish", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:event_asks", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:event_call_off", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:event_template", **PRESS),
    Row("groups:event_copy", **PRESS),
    Row("groups:event_step", get=signed_in(405), post=only(*STAFF, status=409)),
    Row("groups:event_picture", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:speaker_new", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:speaker_off", **PRESS),
    Row("groups:organised_preview", **LOOK),
    Row("groups:dates_new", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:organised_date", **LOOK),
    Row("groups:organised_party", get=only(*STAFF), post=only(*STAFF, status=409)),
    Row("groups:applications", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:date_phone", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:date_letter", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:date_seats", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:date_change", get=only(*STAFF), post=only(*STAFF)),
    Row("groups:preview", **OUT),
    Row("groups:picture", **OUT),
    Row("groups:letter", get=only("relative", others=404), post=signed_in(405)),
    Row("groups:letter_link", **OUT),
]
