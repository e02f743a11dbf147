"""The organiser's pages, and what organisers send out."""

from typing import Any

from groups import links
from groups.models import Campaign, Event, Occurrence, Registration, Venue
from portal.embedded.demo.organiser_tools import COURSE
from portal.embedded.demo.visitor_evenings import OPEN
from tests.pages.look import NOBODY, Look

ORGANISER = "lone.vad@egekoebing.example"
FULL = "Samtykke, fuldmagt eller fremtidsfuldmagt?"


def event(title: str = FULL) -> Event:
    """An event of the demo."""
    return Event.objects.get(title=title)


def pk() -> dict[str, Any]:
    """The full evening."""
    return {"pk": event().pk}


def asked_event() -> dict[str, Any]:
    """The evening where questions were asked without a name."""
    return {"pk": Event.objects.get(slug=OPEN).pk}


def draft() -> dict[str, Any]:
    """One with gaps."""
    return {"pk": event("Gåtur og kaffe").pk}


def date() -> dict[str, Any]:
    """The full evening's date."""
    return {"pk": Occurrence.objects.get(event=event()).pk}


def waiting_party() -> dict[str, Any]:
    """Somebody who waits for it."""
    rows = Registration.objects.of_date(date()["pk"])
    return {**date(), "party": rows.filter(state="waiting").first().pk}


def change(how: str) -> Any:
    """A way to change it."""
    return lambda: {**date(), "how": how}


def asked() -> dict[str, Any]:
    """The course three have asked for a place at."""
    return {"pk": Occurrence.objects.get(event=event(COURSE)).pk}


def week() -> dict[str, Any]:
    """The theme week, as its organisers know it."""
    return {"pk": Campaign.objects.get().pk}


def week_slug() -> dict[str, Any]:
    """The same, as everybody does."""
    return {"slug": Campaign.objects.get().slug}


ORGANISER_PAGES = [
    Look("groups:board", ORGANISER, picture="organiser-board"),
    Look("groups:event_new", ORGANISER),
    Look("groups:organised", ORGANISER, pk, picture="organiser-event"),
    Look("groups:organised", ORGANISER, draft, query="?draft"),
    Look("groups:event_words", ORGANISER, pk),
    Look("groups:event_questions", ORGANISER, asked_event),
    Look("groups:event_questions", ORGANISER, asked_event, query="?print"),
    Look("groups:event_sign_up", ORGANISER, pk),
    Look("groups:weeks", ORGANISER),
    Look("groups:week_new", ORGANISER),
    Look("groups:organised_week", ORGANISER, week),
    Look("groups:week_words", ORGANISER, week),
    Look("groups:week", args=week_slug),
    Look("groups:event_asks", ORGANISER, lambda: {"pk": event(COURSE).pk}),
    Look("groups:event_call_off", ORGANISER, pk),
    Look("groups:event_publish", ORGANISER, draft),
    Look("groups:event_picture", ORGANISER, pk),
    Look("groups:speaker_new", ORGANISER, pk),
    Look("groups:organised_preview", ORGANISER, pk),
    Look("groups:preview", NOBODY, lambda: {"token": links.sign_preview(event())}),
    Look("groups:dates_new", ORGANISER, pk),
    Look("groups:organised_date", ORGANISER, date, picture="organiser-sign-ups"),
    Look("groups:organised_party", ORGANISER, waiting_party),
    Look("groups:organised_party", ORGANISER, waiting_party, query="?cancel"),
    Look("groups:applications", ORGANISER, asked),
    Look("groups:date_phone", ORGANISER, date),
    Look("groups:date_letter", ORGANISER, date),
    Look("groups:date_seats", ORGANISER, lambda: {**date(), "channel": "in_person"}),
    Look("groups:date_change", ORGANISER, change("move")),
    Look("groups:date_change", ORGANISER, change("online"), query="?online"),
    Look("groups:date_change", ORGANISER, change("call-off"), query="?call-off"),
    Look("groups:venues", ORGANISER),
    Look("groups:venue_new", ORGANISER),
    Look("groups:venue_change", ORGANISER, lambda: {"pk": Venue.objects.order_by("name")[0].pk}),
]
