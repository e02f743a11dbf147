"""Addresses of what comes after an evening."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from groups.views import after, afterwards, numbers

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "organise/numbers/"), numbers.evening_numbers, name="evening_numbers"),
    path(pgettext_lazy("url", "organise/numbers/file/"), numbers.numbers_file, name="numbers_file"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/sign-ups-file/"), numbers.sign_ups_file, name="sign_ups_file"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/after/"), after.date_after, name="date_after"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/after/file/"), after.handout_new, name="handout_new"),
    path(
        pgettext_lazy("url", "organise/date/<uuid:pk>/after/file/<uuid:handout>/off/"),
        after.handout_off,
        name="handout_off",
    ),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/after/ask/"), after.evaluation_ask, name="evaluation_ask"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/after/not/"), after.evaluation_off, name="evaluation_off"),
    path(pgettext_lazy("url", "organise/date/<uuid:pk>/after/said/"), after.evaluation_read, name="evaluation_read"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/handed-out/"), afterwards.my_handouts, name="my_handouts"),
    path(pgettext_lazy("url", "mine/<uuid:pk>/handed-out/<uuid:handout>/"), afterwards.my_handout, name="my_handout"),
    path(pgettext_lazy("url", "handed-out/<str:token>/"), afterwards.handouts_link, name="handouts_link"),
    path(pgettext_lazy("url", "handed-out/<str:token>/<uuid:handout>/"), afterwards.handout_link, name="handout_link"),
    path(pgettext_lazy("url", "three-questions/<str:token>/"), afterwards.evaluation, name="evaluation"),
]
