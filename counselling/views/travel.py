"""The team lead's page: how long the ways are, and how many home visits a day holds."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from counselling.actions.travel import forget_way, keep_way, set_most_visits
from counselling.forms.visits import MostVisitsForm, WayForm
from counselling.models import CounsellorProfile, TravelTime
from counselling.views.staff_shared import user_of
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.calendar.models import Resource
from portal.design.forms import sent


def travel_page(request: HttpRequest, form: WayForm, wrong: MostVisitsForm | None = None) -> HttpResponse:
    """The ways by postcode, the counsellors by name; wrong: the number that could not be kept."""
    failed = wrong or form
    context = {
        "form": failed,
        "way_form": form,
        "ways": TravelTime.objects.for_list(),
        "people": CounsellorProfile.objects.available(),
        "usual": settings.TRAVEL_MINUTES,
    }
    return render(request, "counselling/visits/travel.html", context, status=422 if failed.errors else 200)


@require_http_methods(["GET", "POST"])
@roles_required(Role.TEAM_LEAD)
def travel(request: HttpRequest) -> HttpResponse:
    """The table; POST writes a way down."""
    form = WayForm(sent(request))
    if request.method != "POST" or not form.is_valid():
        return travel_page(request, form)
    way = keep_way(by=user_of(request), **form.cleaned_data)
    messages.success(request, _("{way} takes {minutes} minutes.").format(way=way.words, minutes=way.minutes))
    return redirect("counselling:travel")


@require_POST
@roles_required(Role.TEAM_LEAD)
def way_forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a way off the table."""
    way = get_object_or_404(TravelTime, pk=pk)
    forget_way(by=user_of(request), way=way)
    messages.success(request, _("{way} takes the usual time again.").format(way=way.words))
    return redirect("counselling:travel")


@require_POST
@roles_required(Role.TEAM_LEAD)
def most_visits(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How many home visits a counsellor's day holds."""
    resource: Resource = get_object_or_404(Resource.objects.of_kind(Resource.Kind.COUNSELLOR), pk=pk)
    form = MostVisitsForm(request.POST)
    if not form.is_valid():
        return travel_page(request, WayForm(), form)
    set_most_visits(by=user_of(request), resource=resource, most=form.cleaned_data["most"])
    messages.success(request, _("Saved for {name}.").format(name=resource.name))
    return redirect("counselling:travel")
