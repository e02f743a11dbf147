"""Co-organisers: the invitation by e-mail."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from groups.actions.co_organisers import INVITED
from groups.models import CoOrganiserMember
from portal.outbox.kinds import Kind
from portal.outbox.kinds import register as register_kind
from portal.outbox.models import OutboxMessage


def still_holds(message: OutboxMessage) -> bool:
    """An invitation that was taken back or taken up need not leave."""
    row = CoOrganiserMember.objects.filter(pk=message.about).first() if message.about else None
    return row is not None and row.ended_at is None and row.user_id is None


def context_of(message: OutboxMessage) -> dict[str, Any]:
    """Where one says yes, after signing in with the address."""
    return {"link": f"{settings.SITE_URL}{reverse('groups:partner_home')}"}


def register() -> None:
    """Called once from registering."""
    register_kind(
        Kind(
            name=INVITED,
            templates="groups/messages/partner_invited",
            still_holds=still_holds,
            context=context_of,
            label=gettext_lazy("Somebody of a co-organiser is invited to write drafts"),
        )
    )
