"""Co-organisers: the invitation by e-mail, news for their people, and what waits for a colleague to read."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups import announcing_partners as announcing
from groups.actions.co_organisers import INVITED
from groups.choices import Publication
from groups.models import CoOrganiserMember, Event, Together
from portal.outbox.kinds import Kind
from portal.outbox.kinds import register as register_kind
from portal.outbox.models import OutboxMessage
from portal.worklist import kinds as tasks
from portal.worklist.models import Task


def still_holds(message: OutboxMessage) -> bool:
    """An invitation that was taken back or taken up need not leave."""
    row = CoOrganiserMember.objects.filter(pk=message.about).first() if message.about else None
    return row is not None and row.ended_at is None and row.user_id is None


def draft_still_waits(message: OutboxMessage) -> bool:
    """Nobody needs to hear of a draft that is read already."""
    row = Event.objects.filter(pk=message.about).first() if message.about else None
    return row is not None and row.publication == Publication.IN_REVIEW and row.version == message.version


def news_still_hold(message: OutboxMessage) -> bool:
    """While the person belongs to the partner, and the event is where it was then."""
    what, partner, event = message.context.get("what"), message.context.get("partner"), message.about
    if (
        event is None
        or not CoOrganiserMember.objects.filter(pk=UUID(message.context["member"]), ended_at=None).exists()
    ):
        return False
    if what in {announcing.TOGETHER, announcing.APART, announcing.CHANGED}:
        is_on = Together.objects.filter(event_id=event, co_organiser=UUID(str(partner))).exists()
        return bool(is_on == (what != announcing.APART))
    row = Event.objects.filter(pk=event).first()
    return row is not None and row.publication == str(what)


def address_in(message: OutboxMessage, name: str, *args: Any) -> dict[str, Any]:
    """A page behind sign-in, in the reader's language."""
    with translation.override(message.language):
        return {"link": f"{settings.SITE_URL}{reverse(name, args=args)}"}


def partner_context(message: OutboxMessage) -> dict[str, Any]:
    """Where one says yes or reads the news, after signing in with one's address."""
    return address_in(message, "groups:partner_home")


def draft_context(message: OutboxMessage) -> dict[str, Any]:
    """Where the draft is read."""
    return address_in(message, "groups:organised", message.about)


def read_sentence(task: Task) -> str:
    """What is to be done; the list may be read over a shoulder, so no title."""
    return _("A co-organiser sent a draft in. Read it, then publish it or send it back.")


def read_url(task: Task) -> str:
    """The draft."""
    return reverse("groups:organised", args=[task.about])


KINDS = (
    Kind(
        name=INVITED,
        templates="groups/messages/partner_invited",
        still_holds=still_holds,
        context=partner_context,
        label=gettext_lazy("Somebody of a co-organiser is invited to write drafts"),
    ),
    Kind(
        name=announcing.NEWS,
        templates="groups/messages/partner_news",
        still_holds=news_still_hold,
        context=partner_context,
        label=gettext_lazy("A co-organiser is told what became of an event"),
    ),
    Kind(
        name=announcing.DRAFT_IN,
        templates="groups/messages/partner_draft_in",
        still_holds=draft_still_waits,
        context=draft_context,
        label=gettext_lazy("A colleague is told that a draft came in"),
    ),
)


def register() -> None:
    """Called once from registering."""
    for kind in KINDS:
        register_kind(kind)
    tasks.register(announcing.READ_TASK, read_sentence, read_url)
