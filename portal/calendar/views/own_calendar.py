"""A person's own calendar elsewhere: its address, when it was read last, and what went wrong."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.calendar.actions import external
from portal.calendar.forms.refusals import REFUSAL_TEXT, show_refusal
from portal.calendar.forms.resources import OwnCalendarForm
from portal.calendar.models import CalendarSource, Resource
from portal.calendar.rules import Refusal
from portal.calendar.views.availability import calendar_of, planners
from portal.calendar.views.changing import person_of
from portal.design.forms import sent
from portal.refusals import Refused


def persons_calendar(request: HttpRequest, resource_id: UUID) -> Resource:
    """A person's calendar that this user may change; rooms have no calendar elsewhere (404)."""
    resource = calendar_of(request, resource_id)
    if resource.user_id is None:
        raise Http404
    return resource


@require_http_methods(["GET", "HEAD", "POST"])
@planners
def own_calendar(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Add or replace the address; see when it was read."""
    resource = persons_calendar(request, resource_id)
    form = OwnCalendarForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            external.add_source(by=person_of(request), resource=resource, address=form.cleaned_data["address"])
            messages.success(request, _("The calendar is added. It is read within a minute."))
            return redirect("calendar:own_calendar", resource.pk)
        except Refused as refused:
            show_refusal(form, Refusal(refused.reason))
    return render(request, "calendar/own_calendar.html", context_of(request, resource, form), status=status_of(form))


def context_of(request: HttpRequest, resource: Resource, form: OwnCalendarForm) -> dict[str, object]:
    """What the page shows."""
    return {
        "form": form,
        "resource": resource,
        "is_own": resource.user_id == request.user.pk,
        "source": CalendarSource.objects.of_resource(resource),
        "hosts": settings.EXTERNAL_CALENDAR_HOSTS,
    }


def status_of(form: OwnCalendarForm) -> int:
    """422 when what was filled in can't be taken."""
    return 422 if form.errors else 200


@require_POST
@planners
def own_calendar_again(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Read it now rather than at its turn."""
    resource = persons_calendar(request, resource_id)
    try:
        external.ask_again(by=person_of(request), resource=resource)
        messages.success(request, _("The calendar is read within a minute."))
    except Refused as refused:
        messages.error(request, str(REFUSAL_TEXT[Refusal(refused.reason)]))
    return redirect("calendar:own_calendar", resource.pk)


@require_POST
@planners
def own_calendar_remove(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Stop reading it."""
    resource = persons_calendar(request, resource_id)
    external.remove_source(by=person_of(request), resource=resource)
    messages.success(request, _("The calendar is no longer read. What was read there is deleted."))
    return redirect("calendar:own_calendar", resource.pk)
