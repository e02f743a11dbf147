"""Addresses of the numbers and of the load."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from counselling.views import load, numbers

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "load/"), load.load, name="load"),
    path(pgettext_lazy("url", "numbers/"), numbers.numbers, name="numbers"),
    path(pgettext_lazy("url", "numbers/file/"), numbers.numbers_export, name="numbers_export"),
]
