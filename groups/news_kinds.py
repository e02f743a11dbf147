"""The messages about new evenings: the link somebody asked for, and what is new. Neutral unless they chose titles."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from groups import links
from groups.actions.news import ENDED, KINDS, LINK, NEWS, end_dead_news
from groups.models import NewsWish, Occurrence
from groups.shown import address_of
from portal import clock
from portal.outbox.actions.delivery import say_given_up
from portal.outbox.kinds import Kind, register
from portal.outbox.models import OutboxMessage
from portal.outbox.rules import REFUSALS_THAT_END, is_dead


def wish_of(message: OutboxMessage) -> NewsWish | None:
    """Whose wish it is, if they still have it."""
    if message.loaded is None and message.about:
        message.loaded = NewsWish.objects.for_link().filter(pk=message.about).first()
    found: NewsWish | None = message.loaded
    return found


def link_holds(message: OutboxMessage) -> bool:
    """While there is something to confirm, change or stop."""
    return wish_of(message) is not None


def news_hold(message: OutboxMessage) -> bool:
    """While they want to hear of it, and at least one of the evenings is still to come."""
    wish = wish_of(message)
    return wish is not None and wish.confirmed_at is not None and bool(evenings_of(message))


def evenings_of(message: OutboxMessage) -> list[dict[str, Any]]:
    """Each new evening with its next date; those that were called off or taken down meanwhile are gone."""
    keys = [UUID(key) for key in message.context.get("events", [])]
    names = message.context.get("names", False)
    found: dict[UUID, dict[str, Any]] = {}
    for date in Occurrence.objects.of_events_ahead(keys, clock.now()):
        one = {"starts_at": date.starts_at, "title": "", "address": ""}
        if names:
            one = {**one, "title": date.event.title, "address": address_of(date.event)}
        found.setdefault(date.event_id, one)
    return list(found.values())


def address_for(message: OutboxMessage) -> str:
    """Where somebody confirms, changes and stops; their own page when they have an account."""
    wish = wish_of(message)
    with translation.override(message.language):
        if wish is not None and wish.user is not None:
            return settings.SITE_URL + reverse("groups:my_news")
        return settings.SITE_URL + reverse("groups:news_link", args=[links.sign_news(message.about or UUID(int=0))])


def link_context(message: OutboxMessage) -> dict[str, Any]:
    """The link, and whether there is still something to confirm."""
    wish = wish_of(message)
    return {"link": address_for(message), "is_confirmed": wish is not None and wish.confirmed_at is not None}


def news_context(message: OutboxMessage) -> dict[str, Any]:
    """What is new; the link to read it and to stop."""
    with translation.override(message.language):
        return {"link": address_for(message), "evenings": evenings_of(message)}


def stop_headers(message: OutboxMessage) -> dict[str, str]:
    """RFC 8058: a mail program's own button stops it with one press. It posts to the signed link, also a person's."""
    with translation.override(message.language):
        path = reverse("groups:news_link", args=[links.sign_news(message.about or UUID(int=0))])
    return {
        "List-Unsubscribe": f"<{settings.SITE_URL}{path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def stop_when_dead(message: OutboxMessage) -> None:
    """Stop writing to an address that refuses our mail for good, and say so in the ledger.

    What an address refused that somebody has changed meanwhile counts for nothing.
    """
    wish = wish_of(message)
    if wish is None or (message.address or "").lower() != wish.address.lower():
        return
    endings = OutboxMessage.objects.last_reasons(wish.pk, KINDS, REFUSALS_THAT_END)
    if is_dead(endings) and end_dead_news(key=wish.pk):
        say_given_up(message)


def ended_context(message: OutboxMessage) -> dict[str, Any]:
    """Where they switch it on again."""
    with translation.override(message.language):
        return {"link": settings.SITE_URL + reverse("groups:my_news")}


def register_kinds() -> None:
    """Make the messages known to the outbox; called from registering."""
    register(
        Kind(
            name=LINK,
            templates="groups/messages/news_link",
            still_holds=link_holds,
            context=link_context,
            on_failed=stop_when_dead,
            label=gettext_lazy("The link of somebody who wants to hear of new evenings"),
        )
    )
    register(
        Kind(
            name=ENDED,
            templates="groups/messages/news_ended",
            context=ended_context,
            label=gettext_lazy("News of evenings ended, because the address takes no mail"),
        )
    )
    register(
        Kind(
            name=NEWS,
            templates="groups/messages/news",
            still_holds=news_hold,
            context=news_context,
            headers=stop_headers,
            on_failed=stop_when_dead,
            label=gettext_lazy("New evenings"),
        )
    )
