"""Addresses of the directory."""

from django.urls import URLPattern, URLResolver, path

from portal.directory import views

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [path("<slug:slug>/", views.unit, name="unit")]
