"""Addresses of desks for respite and lifts, and of what is asked there."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from groups.views import desks
from portal.design.addresses import register_words

register_words("help_kind", {"respite": pgettext_lazy("url", "respite"), "lift": pgettext_lazy("url", "lift")})

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "organise/desks/"), desks.desks, name="desks"),
    path(pgettext_lazy("url", "organise/desks/new/"), desks.desk_new, name="desk_new"),
    path(pgettext_lazy("url", "organise/desks/<uuid:pk>/"), desks.desk_change, name="desk_change"),
    path(pgettext_lazy("url", "organise/help/"), desks.help_list, name="help_list"),
    path(pgettext_lazy("url", "organise/help/<help_kind:kind>/<uuid:pk>/"), desks.help_request, name="help_request"),
]
