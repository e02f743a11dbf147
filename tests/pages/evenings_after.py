"""The pages of what comes around an evening."""

from datetime import timedelta
from typing import Any

from groups import links
from groups.actions.evaluations import digest_of
from groups.models import EvaluationForm, EvaluationTicket, Event, Occurrence, Registration
from portal import clock
from portal.embedded.demo.past_evenings import ANSWERED, SILENT
from tests.pages.look import RELATIVE, Look, user
from tests.pages.organiser_pages import FULL, ORGANISER


def event(title: str) -> Any:
    """An event of the demo."""
    return lambda: {"pk": Event.objects.get(title=title).pk}


def date(title: str) -> Any:
    """Its only date."""
    return lambda: {"pk": Occurrence.objects.get(event__title=title).pk}


def own() -> dict[str, Any]:
    """What the relative had a place at, and could not come to."""
    rows = Registration.objects.of_person(user(RELATIVE))
    return {"pk": rows.get(pool__occurrence__event__title=ANSWERED).pk}


def handouts_token() -> dict[str, Any]:
    """A guest's link to the same files."""
    return {"token": links.sign_handouts(Registration.objects.get(pk=own()["pk"]))}


def ticket() -> dict[str, Any]:
    """The link in a message that asks what somebody thought."""
    now, token = clock.now(), "demo-ticket"
    form = EvaluationForm.objects.filter(occurrence__event__title=FULL).first()
    if form is None:
        asked = {"asked_at": now, "sent_at": now, "closes_at": now + timedelta(days=1)}
        form = EvaluationForm.objects.create(occurrence=Occurrence.objects.get(event__title=FULL), **asked)
        EvaluationTicket.objects.create(form=form, digest=digest_of(token))
    return {"token": token}


AFTER_PAGES = [
    Look("groups:evening_numbers", ORGANISER),
    Look("groups:numbers_file", ORGANISER),
    Look("groups:sign_ups_file", ORGANISER, date(FULL)),
    Look("groups:date_after", ORGANISER, date(ANSWERED)),
    Look("groups:date_after", ORGANISER, date(FULL), query="?ahead"),
    Look("groups:handout_new", ORGANISER, date(ANSWERED)),
    Look("groups:evaluation_read", ORGANISER, date(ANSWERED)),
    Look("groups:evaluation_read", ORGANISER, date(SILENT), query="?three"),
    Look("groups:my_handouts", RELATIVE, own),
    Look("groups:handouts_link", args=handouts_token),
    Look("groups:evaluation", args=ticket),
    Look("groups:evaluation", args=lambda: {"token": "used"}, query="?used", status=410),
    Look("groups:event_tell", ORGANISER, event(FULL)),
    Look("groups:event_tell", ORGANISER, event("Gåtur og kaffe"), query="?draft", status=409),
]
