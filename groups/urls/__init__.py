"""Addresses of evenings, by noun."""

from django.urls import URLPattern, URLResolver

from groups.urls import public, sign_ups
from groups.urls import organise, sign_ups

app_name = "groups"

urlpatterns: list[URLPattern | URLResolver] = [
    *public.urlpatterns,
    *organise.urlpatterns,
    *sign_ups.urlpatterns,
]
