"""Addresses of theme weeks: the programme, and where organisers make it."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from groups.views import theme_weeks

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "organise/weeks/"), theme_weeks.weeks, name="weeks"),
    path(pgettext_lazy("url", "organise/weeks/new/"), theme_weeks.week_new, name="week_new"),
    path(pgettext_lazy("url", "organise/weeks/<uuid:pk>/"), theme_weeks.organised_week, name="organised_week"),
    path(pgettext_lazy("url", "organise/weeks/<uuid:pk>/words/"), theme_weeks.week_words, name="week_words"),
    path(pgettext_lazy("url", "organise/weeks/<uuid:pk>/show/"), theme_weeks.week_show, name="week_show"),
    path(pgettext_lazy("url", "week/<slug:slug>/"), theme_weeks.week, name="week"),
    path(pgettext_lazy("url", "week/<slug:slug>/calendar/"), theme_weeks.week_file, name="week_file"),
    path(pgettext_lazy("url", "week/<slug:slug>/rss/"), theme_weeks.week_feed, name="week_feed"),
]
