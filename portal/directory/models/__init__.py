"""What the directory holds: units of the municipality, organisations beside it, and what each of them offers."""

from portal.directory.models.offers import Offer, OfferQuerySet
from portal.directory.models.organisations import Organisation, OrganisationQuerySet
from portal.directory.models.units import Unit, UnitQuerySet

__all__ = ["Offer", "OfferQuerySet", "Organisation", "OrganisationQuerySet", "Unit", "UnitQuerySet"]
