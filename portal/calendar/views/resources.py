"""The team lead's table of people, rooms and interpreters."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.calendar.actions import resources as actions
from portal.calendar.forms.refusals import REFUSAL_TEXT, show_refusal
from portal.calendar.forms.resources import InterpreterForm, PersonForm, RoomForm, language_names
from portal.calendar.models import Resource
from portal.calendar.rules import Refusal
from portal.calendar.views.changing import person_of
from portal.refusals import Refused

ResourceForm = RoomForm | InterpreterForm | PersonForm
FORMS: dict[str, type[ResourceForm]] = {
    Resource.Kind.ROOM: RoomForm,
    Resource.Kind.INTERPRETER: InterpreterForm,
    Resource.Kind.COUNSELLOR: PersonForm,
}
HEADINGS = {
    Resource.Kind.ROOM: gettext_lazy("Add a room"),
    Resource.Kind.INTERPRETER: gettext_lazy("Add an interpreter"),
    Resource.Kind.COUNSELLOR: gettext_lazy("Give a colleague a calendar"),
}
GROUPS = (
    (Resource.Kind.COUNSELLOR, gettext_lazy("Counsellors")),
    (Resource.Kind.FACILITATOR, gettext_lazy("Facilitators")),
    (Resource.Kind.INTERPRETER, gettext_lazy("Interpreters")),
    (Resource.Kind.ROOM, gettext_lazy("Rooms")),
)


@require_GET
@roles_required(Role.TEAM_LEAD)
def resources(request: HttpRequest) -> HttpResponse:
    """Everybody and everything whose time can be booked."""
    every = list(Resource.objects.for_list())
    groups = [
        {
            "kind": kind,
            "label": label,
            "rows": [(row, language_names(row.languages)) for row in every if row.kind == kind],
            "add_label": HEADINGS.get(kind),
        }
        for kind, label in GROUPS
    ]
    return render(request, "calendar/resource_list.html", {"groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(Role.TEAM_LEAD)
def add_resource(request: HttpRequest, kind: str) -> HttpResponse:
    """A new room, interpreter, or calendar for a colleague."""
    if kind not in FORMS:
        raise Http404
    options = {"people": Resource.objects.colleagues_without()} if FORMS[kind] is PersonForm else {}
    form = FORMS[kind](request.POST or None, **options)
    if form.is_valid():
        try:
            added = actions.add_resource(by=person_of(request), facts=form.facts())
        except Refused as refused:
            show_refusal(form, Refusal(refused.reason))
        else:
            messages.success(request, _("{name} is added.").format(name=added.name))
            return redirect("calendar:resources")
    return render(request, "calendar/resource_form.html", {"form": form, "heading": HEADINGS[Resource.Kind(kind)]})


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(Role.TEAM_LEAD)
def change_resource(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Another name, place, number of seats or language."""
    resource = get_object_or_404(Resource, id=resource_id)
    known = {
        field: getattr(resource, field) for field in ("name", "place", "seats", "languages", "mailbox", "postcode")
    }
    form = FORMS.get(resource.kind, PersonForm)(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_resource(by=person_of(request), resource_id=resource.id, facts=form.facts())
        except Refused as refused:
            show_refusal(form, Refusal(refused.reason))
        else:
            messages.success(request, _("Your change is saved."))
            return redirect("calendar:resources")
    context = {"form": form, "resource": resource, "heading": resource.name}
    return render(request, "calendar/resource_form.html", context)


@require_POST
@roles_required(Role.TEAM_LEAD)
def deactivate_resource(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Out of use, unless something ahead counts on it."""
    resource = get_object_or_404(Resource, id=resource_id)
    try:
        actions.deactivate_resource(by=person_of(request), resource_id=resource.id)
    except Refused as refused:
        text = REFUSAL_TEXT[Refusal(refused.reason)]
        messages.error(request, _("{name} is still in use. {why}").format(name=resource.name, why=text))
    else:
        messages.success(request, _("{name} is out of use. No new times are offered.").format(name=resource.name))
    return redirect("calendar:resources")


@require_POST
@roles_required(Role.TEAM_LEAD)
def activate_resource(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Back in use."""
    resource = get_object_or_404(Resource, id=resource_id)
    actions.activate_resource(by=person_of(request), resource_id=resource.id)
    messages.success(request, _("{name} is in use again.").format(name=resource.name))
    return redirect("calendar:resources")
