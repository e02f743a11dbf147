"""The portal's addresses as they are when DEMO is on."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from portal.urls import urlpatterns as everyday

urlpatterns = [*everyday, *i18n_patterns(path("demo/", include("portal.embedded.urls")), prefix_default_language=False)]
