"""Addresses of relatives."""

from django.urls import URLPattern, URLResolver

app_name = "relatives"
urlpatterns: list[URLPattern | URLResolver] = []
