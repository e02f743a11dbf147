"""A unit's page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from portal.directory.models import Unit


@require_GET
@login_not_required
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """Who the unit is, and how to reach it."""
    shown = get_object_or_404(Unit.objects.shown().for_list(), slug=slug)
    return render(request, "directory/unit_detail.html", {"unit": shown})
