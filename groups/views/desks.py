"""Desks for respite and lifts, and what is asked there. Only who works at a desk opens what was asked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from groups.actions import answering_help as actions
from groups.actions.desks import add_desk, change_desk
from groups.forms.desks import AnswerForm, DeskForm
from groups.forms.help_refusals import REFUSAL_TEXT
from groups.help_list import context_of, list_of
from groups.models import RespiteDesk
from groups.models.respite import KINDS
from groups.rules.respite import RespiteRefusal
from groups.views.organising import form_page, user_of
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.design.forms import PortalForm
from portal.refusals import Refused
from portal.worklist.access import LIST_ROLES

PLAN = (Role.TEAM_LEAD, Role.PLANNER)
DONE = {
    "take": gettext_lazy("You are on it. Your colleagues can see that."),
    "arranged": gettext_lazy("It is arranged, and the person is told."),
    "not_possible": gettext_lazy("The person is told, and can choose online or another date."),
}


@require_GET
@roles_required(*LIST_ROLES)
def help_list(request: HttpRequest) -> HttpResponse:
    """What is asked at one's own desks: when it must be answered, never for whom."""
    return render(request, "groups/respite/list.html", list_of(user_of(request)))


@require_http_methods(["GET", "POST"])
@roles_required(*LIST_ROLES)
def help_request(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """One wish with all it says; opening it is recorded. POST answers it."""
    if kind not in KINDS:
        raise Http404
    by = user_of(request)
    row = get_object_or_404(actions.at_desk(kind, by), pk=pk)
    form = AnswerForm(request.POST or None, initial={"version": row.version})
    answer = request.POST.get("answer", "")
    if request.method == "POST" and answer in DONE and form.is_valid():
        version, said = form.cleaned_data["version"], form.cleaned_data["said"]
        try:
            if answer == "take":
                actions.take_on(by=by, row=row, version=version)
            else:
                act = actions.arrange if answer == "arranged" else actions.say_not_possible
                act(by=by, row=row, version=version, said=said)
        except Refused as refused:
            form.refuse(REFUSAL_TEXT[RespiteRefusal(refused.reason)])
            row.refresh_from_db()
        else:
            messages.success(request, str(DONE[answer]))
            return redirect("groups:help_list")
    status = 409 if form.is_bound else 200
    return render(request, "groups/respite/request.html", context_of(by, row, form), status=status)


@require_GET
@roles_required(*PLAN)
def desks(request: HttpRequest) -> HttpResponse:
    """All desks, with who works there."""
    return render(request, "groups/respite/desks.html", {"rows": RespiteDesk.objects.for_list()})


@require_http_methods(["GET", "POST"])
@roles_required(*PLAN)
def desk_new(request: HttpRequest) -> HttpResponse:
    """A new desk."""
    form = DeskForm(request.POST or None, initial={"version": 1})
    if request.method == "POST" and form.is_valid():
        members = list(form.cleaned_data["members"])
        try:
            add_desk(by=user_of(request), values=form.values(), members=members)
        except Refused as refused:
            refuse(form, refused)
        else:
            return saved(request)
    return form_page(request, form, heading=_("New desk"), button=_("Save"), back=reverse("groups:desks"))


@require_http_methods(["GET", "POST"])
@roles_required(*PLAN)
def desk_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a desk does, and who works there."""
    desk: RespiteDesk = get_object_or_404(RespiteDesk, pk=pk)
    form = DeskForm(request.POST or None, initial=DeskForm.shown(desk))
    if request.method == "POST" and form.is_valid():
        version, members = form.cleaned_data["version"], list(form.cleaned_data["members"])
        try:
            change_desk(by=user_of(request), desk=desk, version=version, values=form.values(), members=members)
        except Refused as refused:
            refuse(form, refused)
        else:
            return saved(request)
    return form_page(request, form, heading=desk.name, button=_("Save"), back=reverse("groups:desks"))


def refuse(form: PortalForm, refused: Refused) -> None:
    """Say why, in words."""
    form.refuse(REFUSAL_TEXT[RespiteRefusal(refused.reason)])


def saved(request: HttpRequest) -> HttpResponse:
    """Back to the list."""
    messages.success(request, _("Saved."))
    return redirect("groups:desks")
