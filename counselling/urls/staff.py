"""Addresses of the staff's side of counselling, and of what counsellors publish."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from counselling.views import staff_book, staff_day, staff_lead, staff_lists, staff_profile, staff_talk

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "day/"), staff_day.day, name="day"),
    path(pgettext_lazy("url", "day/<str:on>/"), staff_day.day, name="day_on"),
    path(pgettext_lazy("url", "week/"), staff_day.week, name="week"),
    path(pgettext_lazy("url", "week/<str:on>/"), staff_day.week, name="week_on"),
    path(pgettext_lazy("url", "talk/<uuid:pk>/"), staff_talk.talk, name="talk"),
    path(pgettext_lazy("url", "talk/<uuid:pk>/confirm/"), staff_talk.talk_confirm, name="talk_confirm"),
    path(pgettext_lazy("url", "talk/<uuid:pk>/decline/"), staff_talk.talk_decline, name="talk_decline"),
    path(pgettext_lazy("url", "talk/<uuid:pk>/arrived/"), staff_talk.talk_check_in, name="talk_check_in"),
    path(pgettext_lazy("url", "talk/<uuid:pk>/outcome/"), staff_talk.talk_outcome, name="talk_outcome"),
    path(pgettext_lazy("url", "talk/<uuid:pk>/cancel/"), staff_talk.talk_cancel, name="talk_cancel"),
    path(pgettext_lazy("url", "talk/<uuid:pk>/move/"), staff_talk.talk_move, name="talk_move"),
    path(pgettext_lazy("url", "talk/<uuid:pk>/video/"), staff_talk.talk_video_link, name="talk_video_link"),
    path(
        pgettext_lazy("url", "without-a-name/<uuid:pk>/outcome/"), staff_talk.nameless_outcome, name="nameless_outcome"
    ),
    path(pgettext_lazy("url", "unresolved/"), staff_lists.unresolved, name="unresolved"),
    path(pgettext_lazy("url", "requests/"), staff_lists.requests, name="requests"),
    path(pgettext_lazy("url", "calls/"), staff_lists.calls, name="calls"),
    path(pgettext_lazy("url", "calls/<uuid:pk>/"), staff_lists.call, name="call"),
    path(pgettext_lazy("url", "ring-instead/<uuid:pk>/"), staff_lists.ring_instead, name="ring_instead"),
    path(pgettext_lazy("url", "book-for/"), staff_book.book_for, name="book_for"),
    path(pgettext_lazy("url", "book-for/new/"), staff_book.book_for_new, name="book_for_new"),
    path(pgettext_lazy("url", "book-for/<uuid:pk>/"), staff_book.book_for_time, name="book_for_time"),
    path(pgettext_lazy("url", "profile/"), staff_profile.profile, name="profile"),
    path(pgettext_lazy("url", "profile/calendar/new/"), staff_profile.feed_renew, name="feed_renew"),
    path(pgettext_lazy("url", "profile/calendar/close/"), staff_profile.feed_revoke, name="feed_revoke"),
    path(pgettext_lazy("url", "subscribe/<str:secret>.ics"), staff_profile.feed, name="feed"),
    path(pgettext_lazy("url", "counsellor/<uuid:pk>/photo.jpg"), staff_profile.photo, name="photo"),
    path(pgettext_lazy("url", "types/"), staff_lead.meeting_types, name="meeting_types"),
    path(pgettext_lazy("url", "types/new/"), staff_lead.meeting_type_new, name="meeting_type_new"),
    path(pgettext_lazy("url", "types/<uuid:pk>/"), staff_lead.meeting_type, name="meeting_type"),
    path(pgettext_lazy("url", "types/<uuid:pk>/switch/"), staff_lead.meeting_type_switch, name="meeting_type_switch"),
    path(pgettext_lazy("url", "phone-duty/"), staff_lead.phone_duty, name="phone_duty"),
    path(pgettext_lazy("url", "phone-duty/<uuid:pk>/away/"), staff_lead.phone_duty_away, name="phone_duty_away"),
]
