"""Addresses of evenings, by noun."""

from django.urls import URLPattern, URLResolver

from groups.urls import sign_ups

app_name = "groups"

urlpatterns: list[URLPattern | URLResolver] = [
    *sign_ups.urlpatterns,
]
