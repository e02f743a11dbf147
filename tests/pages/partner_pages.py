"""The pages of co-organisers: the agreement, and what their people see."""

from typing import Any

from groups.models import CoOrganiser, Event, Occurrence
from portal.embedded.demo.door_evenings import TONIGHT
from portal.embedded.demo.partners import WRITER
from portal.embedded.demo.visitor_evenings import OPEN
from tests.pages.look import RELATIVE, Look
from tests.pages.organiser_pages import ORGANISER


def pk() -> dict[str, Any]:
    """The association of the demo."""
    return {"pk": CoOrganiser.objects.get().pk}


def draft(publication: str) -> Any:
    """A draft that is written, or that was sent in."""
    return lambda: {"pk": Event.objects.get(co_organiser__isnull=False, publication=publication).pk}


def held() -> dict[str, Any]:
    """The date of an evening of ours they hold with us."""
    return {"pk": Occurrence.objects.get(event__slug=TONIGHT).pk}


def held_event() -> dict[str, Any]:
    """The evening itself."""
    return {"pk": Event.objects.get(slug=OPEN).pk}


PARTNER_PAGES = [
    Look("groups:event_partners", ORGANISER, held_event),
    Look("groups:event_partners", ORGANISER, draft("in_review"), query="?theirs"),
    Look("groups:event_send_back", ORGANISER, draft("in_review")),
    Look("groups:partner_who_comes", WRITER.email, held),
    Look("groups:co_organisers", ORGANISER),
    Look("groups:co_organiser_new", ORGANISER),
    Look("groups:co_organiser", ORGANISER, pk),
    Look("groups:co_organiser_change", ORGANISER, pk),
    Look("groups:co_organiser_invite", ORGANISER, pk),
    Look("groups:partner_home", WRITER.email),
    Look("groups:partner_home", RELATIVE, query="?nobody"),
    Look("groups:partner_draft_new", WRITER.email, pk),
    Look("groups:partner_draft", WRITER.email, draft("draft")),
    Look("groups:partner_draft", WRITER.email, draft("in_review"), query="?sent"),
    Look("groups:partner_draft_change", WRITER.email, draft("draft")),
    Look("groups:organised", ORGANISER, draft("in_review"), query="?partner"),
]
