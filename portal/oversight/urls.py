"""Addresses of the spot check."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from portal.oversight import views

app_name = "oversight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.spot_checks, name="spot_checks"),
    path("<uuid:pk>/", views.spot_check, name="spot_check"),
    path(pgettext_lazy("url", "read/<uuid:pk>/"), views.item, name="item"),
]
