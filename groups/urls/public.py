"""Addresses of the public pages of evenings."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from groups.views import news, public, questions, signing_up

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.evenings, name="evenings"),
    path(pgettext_lazy("url", "month/"), public.month, name="month"),
    path(pgettext_lazy("url", "news/"), news.news, name="news"),
    path(pgettext_lazy("url", "news/sent/"), news.news_sent, name="news_sent"),
    path(pgettext_lazy("url", "news/<str:token>/"), news.news_link, name="news_link"),
    path(pgettext_lazy("url", "my-news/"), news.my_news, name="my_news"),
    path("rss/", public.feed, name="feed"),
    path(pgettext_lazy("url", "calendar/"), public.calendar_feed, name="calendar_feed"),
    path(pgettext_lazy("url", "event/<slug:slug>/"), public.event, name="event"),
    path(pgettext_lazy("url", "event/<slug:slug>/question/"), questions.question, name="question"),
    path(pgettext_lazy("url", "event/<slug:slug>/calendar/<uuid:pk>/"), public.date_file, name="date_file"),
    path(pgettext_lazy("url", "event/<slug:slug>/sign-up/<uuid:pk>/"), signing_up.sign_up, name="sign_up"),
    path(pgettext_lazy("url", "signed-up/"), signing_up.sent, name="sign_up_sent"),
]
