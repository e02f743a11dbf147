"""Addresses of the waiting list: the relative's, the link in a message, the staff's."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from counselling.views import offer_links, staff_waiting, waiting

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "book/wait/"), waiting.join, name="join_waiting"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/earlier/"), waiting.earlier, name="earlier"),
    path(pgettext_lazy("url", "mine/list/<uuid:pk>/"), waiting.place, name="waiting_place"),
    path(pgettext_lazy("url", "mine/list/<uuid:pk>/leave/"), waiting.leave, name="waiting_leave"),
    path(pgettext_lazy("url", "mine/offer/<uuid:pk>/"), waiting.offered, name="offered"),
    path(pgettext_lazy("url", "link/time/<str:token>/"), offer_links.offer_link, name="offer_link"),
    path(pgettext_lazy("url", "waiting/"), staff_waiting.queue, name="queue"),
    path(pgettext_lazy("url", "waiting/<uuid:pk>/"), staff_waiting.queue_entry, name="queue_entry"),
    path(pgettext_lazy("url", "waiting/<uuid:pk>/out/"), staff_waiting.queue_out, name="queue_out"),
    path(pgettext_lazy("url", "waiting/<uuid:pk>/offer/"), staff_waiting.queue_offer, name="queue_offer"),
    path(pgettext_lazy("url", "waiting/for/<uuid:pk>/"), staff_waiting.queue_join, name="queue_join"),
    path(pgettext_lazy("url", "offer/<uuid:pk>/"), staff_waiting.offer, name="offer"),
    path(pgettext_lazy("url", "offer/<uuid:pk>/skip/"), staff_waiting.offer_skip, name="offer_skip"),
]
