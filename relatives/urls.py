"""Addresses of relatives."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from relatives.views import looks, own_calendar, settings

app_name = "relatives"
urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "settings/"), settings.settings, name="settings"),
    path(pgettext_lazy("url", "who-has-looked/"), looks.looks, name="looks"),
    path(pgettext_lazy("url", "calendar/"), own_calendar.calendar, name="calendar"),
    path(pgettext_lazy("url", "calendar/close/"), own_calendar.calendar_close, name="calendar_close"),
    path(pgettext_lazy("url", "calendar/feed/<str:secret>/"), own_calendar.calendar_feed, name="calendar_feed"),
    path(pgettext_lazy("url", "settings/contact/"), settings.contact, name="contact"),
    path(pgettext_lazy("url", "settings/phone/"), settings.phone, name="phone"),
    path(pgettext_lazy("url", "settings/address/"), settings.postal_address, name="postal_address"),
    path(pgettext_lazy("url", "settings/name/"), settings.name, name="name"),
    path(pgettext_lazy("url", "settings/language/"), settings.language, name="language"),
]
