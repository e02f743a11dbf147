"""Addresses of relatives."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from relatives import views

app_name = "relatives"
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "settings/"), views.settings, name="settings"),
    path(pgettext_lazy("url", "settings/contact/"), views.contact, name="contact"),
    path(pgettext_lazy("url", "settings/phone/"), views.phone, name="phone"),
    path(pgettext_lazy("url", "settings/address/"), views.postal_address, name="postal_address"),
    path(pgettext_lazy("url", "settings/name/"), views.name, name="name"),
    path(pgettext_lazy("url", "settings/language/"), views.language, name="language"),
]
