"""Addresses of home visits: the counsellor's phone, colleagues in an alarm, the team lead's ways."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from counselling.views import travel, visit_addresses, visit_alarms, visit_places, visits

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "book/where/"), visit_places.book_where, name="book_where"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/address/"), visit_addresses.visit_address, name="visit_address"),
    path(pgettext_lazy("url", "visits/"), visits.my_visits, name="my_visits"),
    path(pgettext_lazy("url", "visits/<uuid:pk>/"), visits.visit, name="visit"),
    path(pgettext_lazy("url", "visits/<uuid:pk>/in/"), visits.visit_in, name="visit_in"),
    path(pgettext_lazy("url", "visits/<uuid:pk>/longer/"), visits.visit_longer, name="visit_longer"),
    path(pgettext_lazy("url", "visits/<uuid:pk>/out/"), visits.visit_out, name="visit_out"),
    path(pgettext_lazy("url", "work-phone/"), visits.my_number, name="my_number"),
    path(pgettext_lazy("url", "check-on/"), visit_alarms.alarms, name="alarms"),
    path(pgettext_lazy("url", "check-on/visit/<uuid:pk>/"), visit_alarms.not_begun, name="not_begun"),
    path(pgettext_lazy("url", "check-on/<uuid:pk>/"), visit_alarms.alarm, name="alarm"),
    path(pgettext_lazy("url", "check-on/<uuid:pk>/reached/"), visit_alarms.alarm_reached, name="alarm_reached"),
    path(pgettext_lazy("url", "travel/"), travel.travel, name="travel"),
    path(pgettext_lazy("url", "travel/<uuid:pk>/forget/"), travel.way_forget, name="way_forget"),
    path(pgettext_lazy("url", "travel/<uuid:pk>/visits/"), travel.most_visits, name="most_visits"),
]
