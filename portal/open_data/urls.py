"""Addresses for machines: the same in every language, with the version in front."""

from django.urls import URLPattern, URLResolver, include, path

from portal.open_data import views
from portal.open_data.answering import answering
from portal.open_data.serving import VERSION, addresses

app_name = "open_data"


def nothing_asked() -> frozenset[str]:
    """These take no parameters."""
    return frozenset()


version: list[URLPattern | URLResolver] = [
    path("", answering(views.contents, nothing_asked), name="contents"),
    path("openapi.json", answering(views.description, nothing_asked), name="openapi"),
    *addresses(),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"v{VERSION}/", include(version)),
    path("<path:rest>", answering(views.nothing), name="nothing"),
]
