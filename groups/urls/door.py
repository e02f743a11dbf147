"""Addresses of the door. The shortest one stands in a QR code."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from groups.views import door, door_more

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/door/"), door.door, name="door"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/door/walk-in/"), door_more.door_walk_in, name="door_walk_in"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/door/count/"), door_more.door_count, name="door_count"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/door/away/"), door_more.door_away, name="door_away"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/took-part/"), door_more.door_online, name="door_online"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/door/paper/"), door_more.door_paper, name="door_paper"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/door/<uuid:party>/"), door.door_party, name="door_party"),
    path(pgettext_lazy("url", "d/<slug:code>/"), door.door_scan, name="door_scan"),
]
