"""Addresses of your own data."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from portal.privacy import views

app_name = "privacy"
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "download/"), views.download, name="download"),
]
