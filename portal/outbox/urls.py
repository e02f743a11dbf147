"""Addresses of messages."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from portal.outbox import views

app_name = "outbox"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.inbox, name="inbox"),
    path(pgettext_lazy("url", "read/"), views.read_all, name="read_all"),
    path(pgettext_lazy("url", "<uuid:message_id>/read/"), views.read, name="read"),
    path(pgettext_lazy("url", "deliveries/"), views.ledger, name="ledger"),
    path(pgettext_lazy("url", "deliveries/<uuid:message_id>/again/"), views.retry, name="retry"),
    path(pgettext_lazy("url", "letters/"), views.letters, name="letters"),
    path(pgettext_lazy("url", "letters/<uuid:message_id>/"), views.letter, name="letter"),
    path(
        pgettext_lazy("url", "letters/<uuid:message_id>/printed/"),
        views.letter_done,
        {"step": "printed"},
        name="letter_printed",
    ),
    path(
        pgettext_lazy("url", "letters/<uuid:message_id>/posted/"),
        views.letter_done,
        {"step": "posted"},
        name="letter_posted",
    ),
]
