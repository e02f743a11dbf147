"""Organisations and offers of the tests."""

from typing import Any

from portal.directory.actions.offers import OfferFacts
from portal.directory.models import Offer, Organisation

REFERRABLE = {"takes_referrals": True, "response_days": 7, "contact_phone": "00 00 31 56"}


def an_organisation(name: str = "Nabohånden", **fields: Any) -> Organisation:
    """An association, or whatever the fields say; the one with this name when there is one."""
    kind = fields.pop("kind", "association")
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind, **fields})[0]


def an_offer(slug: str = "gaavennerne", **fields: Any) -> Offer:
    """An offer told in Danish; other fields as given."""
    told = {"title_da": "Gåvennerne", "summary_da": "En frivillig går en tur med den, du passer."}
    organisation = fields.pop("organisation", None) or an_organisation()
    return Offer.objects.create(slug=slug, organisation=organisation, **{**told, **fields})


def facts_of(organisation: Organisation | None = None, **fields: Any) -> OfferFacts:
    """The same offer as somebody writes it."""
    told = {"title_da": "Gåvennerne", "summary_da": "En frivillig går en tur med den, du passer."}
    return OfferFacts(organisation_id=(organisation or an_organisation()).pk, **{**told, **fields})
