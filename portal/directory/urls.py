"""Addresses of the directory: what anybody reads, and where staff keep it right."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from portal.directory.views import keeping, offers, organisations, units

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "units/<slug:slug>/"), units.unit, name="unit"),
    path(pgettext_lazy("url", "offers/"), offers.offers, name="offers"),
    path(pgettext_lazy("url", "offers/<slug:slug>/"), offers.offer, name="offer"),
    # Where staff keep it right
    path(pgettext_lazy("url", "directory/"), keeping.kept_offers, name="kept_offers"),
    path(pgettext_lazy("url", "directory/add/"), keeping.add_offer, name="add_offer"),
    path(pgettext_lazy("url", "directory/<uuid:offer_id>/"), keeping.kept_offer, name="kept_offer"),
    path(pgettext_lazy("url", "directory/<uuid:offer_id>/change/"), keeping.change_offer, name="change_offer"),
    path(pgettext_lazy("url", "directory/<uuid:offer_id>/still-right/"), keeping.check_offer, name="check_offer"),
    path(pgettext_lazy("url", "directory/<uuid:offer_id>/withdraw/"), keeping.withdraw_offer, name="withdraw_offer"),
    path(pgettext_lazy("url", "directory/<uuid:offer_id>/show-again/"), keeping.restore_offer, name="restore_offer"),
    path(pgettext_lazy("url", "directory/organisations/"), organisations.organisations, name="organisations"),
    path(pgettext_lazy("url", "directory/organisations/add/"), organisations.add_organisation, name="add_organisation"),
    path(
        pgettext_lazy("url", "directory/organisations/<uuid:organisation_id>/change/"),
        organisations.change_organisation,
        name="change_organisation",
    ),
    path(
        pgettext_lazy("url", "directory/organisations/<uuid:organisation_id>/withdraw/"),
        organisations.withdraw_organisation,
        name="withdraw_organisation",
    ),
    path(
        pgettext_lazy("url", "directory/organisations/<uuid:organisation_id>/use-again/"),
        organisations.restore_organisation,
        name="restore_organisation",
    ),
]
