"""How much everybody carries, for the team lead."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from counselling.load_page import read_load
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role


@require_GET
@roles_required(Role.TEAM_LEAD)
def load(request: HttpRequest) -> HttpResponse:
    """Bars against ceilings, and what is kept for first and urgent talks."""
    return render(request, "counselling/numbers/load.html", {"page": read_load(clock.now())})
