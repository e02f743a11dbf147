"""The description for machines, what there is, and the address where nothing is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from portal.open_data import problems
from portal.open_data.serving import document


def description(request: HttpRequest) -> HttpResponse:
    """OpenAPI."""
    return JsonResponse(document(), content_type="application/vnd.oai.openapi+json;version=3.1", safe=True)


def contents(request: HttpRequest) -> HttpResponse:
    """Where to begin."""
    lists = [f"{settings.SITE_URL}{path}" for path in document()["paths"] if "{" not in path]
    told = {
        "openapi": f"{settings.SITE_URL}{reverse('open_data:openapi')}",
        "documentation": f"{settings.SITE_URL}{reverse('front:open_data')}",
        "resources": lists,
    }
    return JsonResponse(told)


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Nothing there."""
    return problems.problem(problems.NOT_FOUND)
