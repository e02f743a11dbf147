"""The pages of respite and lifts: the desks, their list, and what somebody does without."""

from typing import Any

from django.db.models import QuerySet

from groups import links
from groups.models import Registration, RespiteDesk, RespiteRequest, SeatPool
from portal.embedded.demo.respite_evenings import TITLE
from tests.pages.look import LEAD, RELATIVE, Look
from tests.pages.organiser_pages import ORGANISER


def not_possible() -> dict[str, Any]:
    """The relative asked, and nobody was found."""
    return {"pk": RespiteRequest.objects.get(state="not_possible").registration_id}


def link_to_it() -> dict[str, Any]:
    """The link in the message about it."""
    return {"token": links.sign(Registration.objects.get(pk=not_possible()["pk"]))}


def to_answer() -> dict[str, Any]:
    """The wish that is late."""
    rows: QuerySet[Any] = RespiteRequest.objects.filter(state="asked").order_by("answer_by")
    return {"kind": "respite", "pk": rows[0].pk}


def seats_with_help() -> dict[str, Any]:
    """Where one can ask."""
    pool = SeatPool.objects.filter(occurrence__event__title=TITLE, channel="in_person")[0]
    return {"slug": pool.occurrence.event.slug, "pk": pool.pk}


def to_ask() -> dict[str, Any]:
    """The relative may ask for a lift besides."""
    return {**not_possible(), "kind": "lift"}


def asked_by_phone() -> dict[str, Any]:
    """A link to a sign-up whose wish is looked for."""
    return {"token": links.sign(Registration.objects.get(pk=to_change().registration_id)), "kind": "respite"}


def to_change() -> RespiteRequest:
    """A wish nobody has begun to arrange, asked for early enough to be changed."""
    rows: QuerySet[Any] = RespiteRequest.objects.filter(state="asked").order_by("-answer_by")
    found: RespiteRequest = rows[0]
    return found


RESPITE_PAGES = [
    Look("groups:help_list", ORGANISER),
    Look("groups:help_request", ORGANISER, to_answer),
    Look("groups:desks", LEAD),
    Look("groups:desk_new", LEAD),
    Look("groups:desk_change", LEAD, lambda: {"pk": RespiteDesk.objects.order_by("name")[0].pk}),
    Look("groups:sign_up", args=seats_with_help, query="?help"),
    Look("groups:my_sign_up", RELATIVE, not_possible, query="?help"),
    Look("groups:my_sign_up_instead", RELATIVE, not_possible),
    Look("groups:sign_up_link_instead", args=link_to_it),
    Look("groups:my_sign_up_help", RELATIVE, to_ask),
    Look("groups:sign_up_link_help", args=asked_by_phone),
    Look("groups:sign_up_link_help", args=asked_by_phone, query="?withdraw"),
]
