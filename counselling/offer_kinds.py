"""The messages about offered times: when each still holds, what it says, what happens when it fails."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from counselling import offer_links, telling_offers
from counselling.models import SlotOffer, WaitlistEntry
from counselling.waiting_choices import OfferState
from portal import clock
from portal.design.models import Municipality
from portal.outbox.kinds import Kind, register
from portal.outbox.models import OutboxMessage


def load_offers(messages: Sequence[OutboxMessage]) -> None:
    """One query for the offers of a whole batch."""
    found = SlotOffer.objects.by_ids([message.about for message in messages if message.about])
    for message in messages:
        message.loaded = found.get(message.about) if message.about else None


def offer_of(message: OutboxMessage) -> SlotOffer | None:
    """The offer a message is about."""
    if message.loaded is None:
        load_offers([message])
    found: SlotOffer | None = message.loaded
    return found


def is_open(message: OutboxMessage) -> bool:
    """An offer is sent only while it can be taken."""
    offer = offer_of(message)
    return offer is not None and offer.is_open and offer.expires_at > clock.now()


def is_over(message: OutboxMessage) -> bool:
    """That an offer is over is said only when it is, and to somebody who still waits."""
    offer = offer_of(message)
    ended = offer is not None and offer.state in {OfferState.EXPIRED, OfferState.SKIPPED}
    return ended and offer is not None and offer.entry.is_on_the_list


def is_off_the_list(message: OutboxMessage) -> bool:
    """That somebody is off the list is said while they are."""
    entry = WaitlistEntry.objects.filter(pk=message.about).first() if message.about else None
    return entry is not None and not entry.is_on_the_list


def context_of(message: OutboxMessage) -> dict[str, Any]:
    """Time and a signed link; place only where the relative alone reads the messages. Never a topic."""
    municipality = Municipality.objects.current()
    with translation.override(message.language):
        portal = reverse("front:front")
    said = {"portal": f"{settings.SITE_URL}{portal}", "main_phone": municipality.phone_main}
    offer = offer_of(message)
    if offer is None:
        return said
    with translation.override(message.language):
        path = reverse("counselling:offer_link", args=[offer_links.sign(offer)])
    has_talk = offer.entry.appointment is not None and offer.entry.appointment.is_live
    return said | {
        "starts_at": offer.starts_at,
        "expires_at": offer.expires_at,
        "link": f"{settings.SITE_URL}{path}",
        "reply_code": telling_offers.code_of(offer.pk),
        "has_talk": has_talk,
    }


def ring_instead(message: OutboxMessage) -> None:
    """An offer that did not arrive is made on the phone."""
    offer = offer_of(message)
    if offer is not None and offer.is_open and message.channel != "inbox":
        telling_offers.ring_about(offer, clock.now())


def register_kinds() -> None:
    """Make the messages known to the outbox."""
    register(
        Kind(
            name="counselling.offer",
            templates="counselling/messages/offer",
            still_holds=is_open,
            on_failed=ring_instead,
            context=context_of,
            prepare=load_offers,
            label=_("A time was offered"),
        )
    )
    register(
        Kind(
            name="counselling.offer_over",
            templates="counselling/messages/offer_over",
            still_holds=is_over,
            context=context_of,
            prepare=load_offers,
            label=_("An offered time is over"),
        )
    )
    register(
        Kind(
            name="counselling.list_over",
            templates="counselling/messages/list_over",
            still_holds=is_off_the_list,
            context=context_of,
            label=_("Off the waiting list"),
        )
    )
