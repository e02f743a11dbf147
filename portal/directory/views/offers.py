"""What anybody reads: every offer by who gives it, and one plain page for each."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from portal.directory.models import Offer


@require_GET
@login_not_required
def offers(request: HttpRequest) -> HttpResponse:
    """Everything there is, by organisation."""
    return render(request, "directory/offers.html", {"offers": Offer.objects.published().for_list()})


@require_GET
@login_not_required
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, who gives it and how to get it."""
    shown = get_object_or_404(Offer.objects.published().for_list(), slug=slug)
    return render(request, "directory/offer.html", {"offer": shown})
