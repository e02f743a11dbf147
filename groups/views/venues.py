"""Places: listed, added, changed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from groups.actions.venues import add_venue, change_venue
from groups.forms.venues import FACT_WORDS, VenueForm
from groups.models import Venue
from groups.views.organising import STAFF, form_page, tried, user_of
from portal.accounts.decorators import roles_required


@require_GET
@roles_required(*STAFF)
def venues(request: HttpRequest) -> HttpResponse:
    """All places with what is known of them."""
    rows = [
        (venue, [(words, getattr(venue, f"get_{fact}_display")()) for fact, words in FACT_WORDS.items()])
        for venue in Venue.objects.for_list()
    ]
    return render(request, "groups/organise/venues.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def venue_new(request: HttpRequest) -> HttpResponse:
    """A new place."""
    form = VenueForm(request.POST or None, initial={"version": 1})
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if tried(form, lambda: add_venue(by=user_of(request), values=values)):
            messages.success(request, _("Saved."))
            return redirect("groups:venues")
    return form_page(request, form, heading=_("New place"), button=_("Save"), back=reverse("groups:venues"))


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def venue_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is known of a place now."""
    venue: Venue = get_object_or_404(Venue, pk=pk)
    form = VenueForm(request.POST or None, initial=VenueForm.shown(venue))
    if request.method == "POST" and form.is_valid():
        version, by = form.cleaned_data["version"], user_of(request)
        if tried(form, lambda: change_venue(by=by, venue=venue, version=version, values=form.values())):
            messages.success(request, _("Saved."))
            return redirect("groups:venues")
    return form_page(request, form, heading=venue.name, button=_("Save"), back=reverse("groups:venues"))
