"""Addresses of the log."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from portal.audit import views

app_name = "audit"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.events, name="events"),
    path(pgettext_lazy("url", "export/"), views.export, name="export"),
    path(pgettext_lazy("url", "files/"), views.files, name="files"),
    path(pgettext_lazy("url", "files/<uuid:pk>/"), views.file, name="file"),
]
