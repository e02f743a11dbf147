"""Addresses of the log."""

from django.urls import URLPattern, URLResolver, path

from portal.audit import views

app_name = "audit"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.events, name="events")]
