"""Addresses: words in the page's language, Danish without prefix, /nb/ and /en/ before the others."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import pgettext_lazy

from portal.first_words import FirstWordResolver
from portal.front.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("api/", include("portal.open_data.urls")),
]

pages: list[URLPattern | URLResolver] = [
    path("", include("portal.front.urls")),
    path(pgettext_lazy("url", "accounts/"), include("portal.accounts.urls")),
    path(pgettext_lazy("url", "accounts/"), include("portal.accounts.sign_in_urls")),
    path(pgettext_lazy("url", "your-data/"), include("portal.privacy.urls")),
    path(pgettext_lazy("url", "log/"), include("portal.audit.urls")),
    path(pgettext_lazy("url", "spot-check/"), include("portal.oversight.urls")),
    path(pgettext_lazy("url", "messages/"), include("portal.outbox.urls")),
    path(pgettext_lazy("url", "tasks/"), include("portal.worklist.urls")),
    path(pgettext_lazy("url", "calendar/"), include("portal.calendar.urls")),
    path("", include("portal.directory.urls")),
    path(pgettext_lazy("url", "me/"), include("relatives.urls")),
    path(pgettext_lazy("url", "appointments/"), include("counselling.urls")),
    path(pgettext_lazy("url", "evenings/"), include("groups.urls")),
]

if settings.DEMO:  # settings refuse DEMO on anything but a loopback address
    pages += [
        path("demo/", include("portal.accounts.demo_urls")),
        path("demo/", include("portal.embedded.urls")),
    ]

urlpatterns += i18n_patterns(FirstWordResolver(pages), prefix_default_language=False)

handler400 = "portal.front.errors.bad_request"
handler500 = "portal.front.errors.server_error"
