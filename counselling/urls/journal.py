"""Addresses of the way to the records system."""

from django.urls import URLPattern, URLResolver, path
from django.utils.translation import pgettext_lazy

from counselling.views import journal

urlpatterns: list[URLPattern | URLResolver] = [
    path(pgettext_lazy("url", "not-journalised/"), journal.unfiled, name="unfiled"),
    path(pgettext_lazy("url", "records/<uuid:case_id>/"), journal.records, name="records"),
    path(pgettext_lazy("url", "records/file/<uuid:pk>/"), journal.package, name="package"),
    path(pgettext_lazy("url", "records/file/<uuid:pk>/filed/"), journal.package_filed, name="package_filed"),
]
