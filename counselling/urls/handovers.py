"""Addresses of cases that change hands."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from counselling.views import absences, allocation, glass, handovers, new_times

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "handovers/"), handovers.handovers, name="handovers"),
    path(pgettext_lazy("url", "handovers/leave/"), handovers.leave, name="leave"),
    path(pgettext_lazy("url", "handovers/stand-in/"), handovers.substitute, name="substitute"),
    path(pgettext_lazy("url", "handovers/<uuid:pk>/"), handovers.handover, name="handover"),
    path(pgettext_lazy("url", "handovers/<uuid:pk>/accept/"), handovers.handover_accept, name="handover_accept"),
    path(pgettext_lazy("url", "handovers/<uuid:pk>/decline/"), handovers.handover_decline, name="handover_decline"),
    path(pgettext_lazy("url", "handovers/<uuid:pk>/withdraw/"), handovers.handover_withdraw, name="handover_withdraw"),
    path(pgettext_lazy("url", "hand-over/<uuid:pk>/"), handovers.hand_over, name="hand_over"),
    path(pgettext_lazy("url", "conflict/<uuid:pk>/"), glass.conflict, name="conflict"),
    path(pgettext_lazy("url", "emergency/"), glass.glass, name="glass"),
    path(pgettext_lazy("url", "emergency/lately/"), glass.glass_list, name="glass_list"),
    path(pgettext_lazy("url", "emergency/<uuid:pk>/open/"), glass.glass_open, name="glass_open"),
    path(pgettext_lazy("url", "emergency/<uuid:pk>/end/"), glass.glass_end, name="glass_end"),
    path(pgettext_lazy("url", "allocation/"), allocation.allocation, name="allocation"),
    path(pgettext_lazy("url", "allocation/<uuid:pk>/"), allocation.allocate, name="allocate"),
    path(pgettext_lazy("url", "absence/<uuid:pk>/"), absences.absence, name="absence"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/new-times/"), new_times.new_times, name="new_times"),
    path(pgettext_lazy("url", "link/<str:token>/new-times/"), new_times.link_new_times, name="link_new_times"),
    path(pgettext_lazy("url", "capacity/"), allocation.capacities, name="capacities"),
    path(pgettext_lazy("url", "capacity/<uuid:pk>/"), allocation.capacity, name="capacity"),
]
