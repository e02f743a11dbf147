"""Addresses of co-organisers: the agreements organisers keep, and the partner's own pages."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from groups.views import co_organisers, partner, partner_evening, together

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "organise/partners/"), co_organisers.co_organisers, name="co_organisers"),
    path(pgettext_lazy("url", "organise/partners/new/"), co_organisers.co_organiser_new, name="co_organiser_new"),
    path(pgettext_lazy("url", "organise/partners/<uuid:pk>/"), co_organisers.co_organiser, name="co_organiser"),
    path(
        pgettext_lazy("url", "organise/partners/<uuid:pk>/agreement/"),
        co_organisers.co_organiser_change,
        name="co_organiser_change",
    ),
    path(
        pgettext_lazy("url", "organise/partners/<uuid:pk>/invite/"),
        co_organisers.co_organiser_invite,
        name="co_organiser_invite",
    ),
    path(
        pgettext_lazy("url", "organise/partners/<uuid:pk>/<uuid:member>/end/"),
        co_organisers.co_organiser_end,
        name="co_organiser_end",
    ),
    path(pgettext_lazy("url", "organise/<uuid:pk>/partners/"), together.event_partners, name="event_partners"),
    path(
        pgettext_lazy("url", "organise/<uuid:pk>/partners/<uuid:row>/off/"),
        together.event_partner_off,
        name="event_partner_off",
    ),
    path(pgettext_lazy("url", "organise/<uuid:pk>/send-back/"), together.event_send_back, name="event_send_back"),
    path(pgettext_lazy("url", "partner/date/<uuid:pk>/"), partner_evening.partner_who_comes, name="partner_who_comes"),
    path(pgettext_lazy("url", "partner/"), partner.partner_home, name="partner_home"),
    path(pgettext_lazy("url", "partner/join/<uuid:pk>/"), partner.partner_join, name="partner_join"),
    path(pgettext_lazy("url", "partner/<uuid:pk>/new/"), partner.partner_draft_new, name="partner_draft_new"),
    path(pgettext_lazy("url", "partner/draft/<uuid:pk>/"), partner.partner_draft, name="partner_draft"),
    path(
        pgettext_lazy("url", "partner/draft/<uuid:pk>/change/"),
        partner.partner_draft_change,
        name="partner_draft_change",
    ),
    path(pgettext_lazy("url", "partner/draft/<uuid:pk>/send/"), partner.partner_draft_send, name="partner_draft_send"),
]
