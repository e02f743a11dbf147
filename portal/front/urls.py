"""Addresses of front."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from portal.front import views

app_name = "front"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front, name="front"),
    path(pgettext_lazy("url", "my-page/"), views.my_page, name="my_page"),
    path(pgettext_lazy("url", "how-we-use-what-you-write/"), views.privacy, name="privacy"),
    path(pgettext_lazy("url", "accessibility/"), views.accessibility, name="accessibility"),
    path(pgettext_lazy("url", "open-data/"), views.open_data, name="open_data"),
    path(pgettext_lazy("url", "staff/start/"), views.start, name="staff_start"),
    path(pgettext_lazy("url", "staff/keyboard-shortcuts/"), views.shortcuts, name="shortcuts"),
    path("was/", views.was, name="was"),
    path(pgettext_lazy("url", "colour/<slug:code>.css"), views.colour, name="colour"),
    path("logo/<slug:code>/", views.logo, name="logo"),
]
urlpatterns += [
    path(pgettext_lazy("url", "need/talk/"), views.answer, {"name": "talk"}, name="talk"),
    path(pgettext_lazy("url", "need/a-break/"), views.answer, {"name": "break"}, name="break"),
    path(pgettext_lazy("url", "need/to-know-more/"), views.answer, {"name": "learn"}, name="learn"),
    path(pgettext_lazy("url", "need/to-meet-others/"), views.answer, {"name": "meet"}, name="meet"),
    path(pgettext_lazy("url", "need/money-and-rights/"), views.answer, {"name": "money"}, name="money"),
    path(pgettext_lazy("url", "need/not-sure/"), views.answer, {"name": "unsure"}, name="unsure"),
    path(pgettext_lazy("url", "under-18/"), views.answer, {"name": "young"}, name="young"),
    path(pgettext_lazy("url", "when-you-have-lost/"), views.answer, {"name": "bereaved"}, name="bereaved"),
    path(pgettext_lazy("url", "for-professionals/"), views.answer, {"name": "professional"}, name="professional"),
]
