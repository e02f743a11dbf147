"""The messages after an evening: when they still hold and where their links lead. Neutral: no title, place or topic."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from groups import announcing_after as announcing
from groups import kinds, links
from groups.actions.evaluations import digest_of
from groups.models import EvaluationTicket, Handout
from portal import clock
from portal.outbox.kinds import Kind, register
from portal.outbox.models import OutboxMessage


def handouts_hold(message: OutboxMessage) -> bool:
    """While there is something."""
    row = kinds.registration_of(message)
    return row is not None and Handout.objects.of_date(row.pool.occurrence_id).exists()


def handouts_context(message: OutboxMessage) -> dict[str, Any]:
    """Behind sign-in, or behind the guest's own link."""
    row = kinds.registration_of(message)
    if row is None:
        return {}
    with translation.override(message.language):
        if row.person_id:
            path = reverse("groups:my_handouts", args=[row.pk])
        else:
            path = reverse("groups:handouts_link", args=[links.sign_handouts(row)])
    return {"link": f"{settings.SITE_URL}{path}"}


def token_of(message: OutboxMessage) -> str:
    """The secret a message carries, sealed until it leaves."""
    return str((message.secret or {}).get("token", ""))


def evaluation_holds(message: OutboxMessage) -> bool:
    """While its ticket is there: not used, not over."""
    return EvaluationTicket.objects.good(digest_of(token_of(message)), clock.now()).exists()


def evaluation_context(message: OutboxMessage) -> dict[str, Any]:
    """The one way in."""
    with translation.override(message.language):
        path = reverse("groups:evaluation", args=[token_of(message)])
    return {"link": f"{settings.SITE_URL}{path}"}


def register_kinds() -> None:
    """Make the messages known to the outbox; called from registering."""
    register(
        Kind(
            name=announcing.HANDOUTS,
            templates="groups/messages/handouts",
            still_holds=handouts_hold,
            context=handouts_context,
            prepare=kinds.load,
            label=gettext_lazy("There is something to read after an evening"),
        )
    )
    register(
        Kind(
            name=announcing.EVALUATION,
            templates="groups/messages/evaluation",
            still_holds=evaluation_holds,
            context=evaluation_context,
            label=gettext_lazy("Those who came are asked what they thought"),
        )
    )
