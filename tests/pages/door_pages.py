"""The pages of the door, tonight."""

from typing import Any

from groups.models import Registration, SeatPool
from portal.embedded.demo.door_evenings import TONIGHT
from portal.embedded.demo.online_evenings import ONLINE
from tests.pages.look import Look

ORGANISER = "lone.vad@egekoebing.example"


def tonight() -> dict[str, Any]:
    """The date whose door is open."""
    return {"pk": SeatPool.objects.get(occurrence__event__slug=TONIGHT).occurrence_id}


def pair() -> Registration:
    """A party of two of which one is here."""
    rows = Registration.objects.filter(pool__occurrence_id=tonight()["pk"], state="confirmed", wanted=2)
    return rows.filter(attendees__came_at__isnull=False).order_by("sequence")[0]


def online() -> dict[str, Any]:
    """The date that was held before a screen."""
    return {"pk": SeatPool.objects.get(occurrence__event__slug=ONLINE).occurrence_id}


DOOR_PAGES = [
    Look("groups:door", ORGANISER, tonight),
    Look("groups:door", ORGANISER, tonight, query="?show=here"),
    Look("groups:door", ORGANISER, tonight, query="?show=others"),
    Look("groups:door_party", ORGANISER, lambda: {**tonight(), "party": pair().pk}),
    Look("groups:door_scan", ORGANISER, lambda: {"code": pair().door_code}),
    Look("groups:door_walk_in", ORGANISER, tonight),
    Look("groups:door_online", ORGANISER, online),
]
