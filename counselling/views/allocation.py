"""Who should carry the cases nobody carries, and how much each can carry."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counselling.actions.allocation import allocate_case, set_capacity
from counselling.actions.case_reading import record_list
from counselling.allocating import choices_for, with_language
from counselling.forms.allocation import AllocateForm, CapacityForm
from counselling.forms.handover_refusals import words_for
from counselling.models import Case, CounsellorProfile
from counselling.views.staff_shared import user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role, User
from portal.design.forms import sent
from portal.refusals import Refused

SHOWN, CHOICES = 20, 4


def allocation_page(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The cases without a counsellor, oldest first, each with the best four."""
    user = user_of(request)
    open_cases = Case.objects.unassigned().free_of_conflict(user)
    cases = list(with_language(open_cases)[: SHOWN + 1])
    record_list(by=user, name="unassigned")
    choices = choices_for(cases[:SHOWN], clock.now())
    rows = [
        {
            "case": case,
            "choices": choices[case.pk][:CHOICES],
            "form": AllocateForm(auto_id=f"case-{number}-%s", initial={"version": case.version}),
        }
        for number, case in enumerate(cases[:SHOWN])
    ]
    context = {"rows": rows, "has_more": len(cases) > SHOWN, "refused": refused}
    return render(request, "counselling/handover/allocation.html", context, status=status)


@require_GET
@roles_required(Role.TEAM_LEAD)
def allocation(request: HttpRequest) -> HttpResponse:
    """Who could carry what."""
    return allocation_page(request)


@require_POST
@roles_required(Role.TEAM_LEAD)
def allocate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a case to a counsellor."""
    user = user_of(request)
    case: Case = get_object_or_404(Case.objects.listed_for(user).select_related("person"), pk=pk)
    form = AllocateForm(request.POST)
    if not form.is_valid():
        return allocation_page(request, refused=_("Choose who gets the case."), status=422)
    given = form.cleaned_data
    worker: User = get_object_or_404(User.objects.all(), pk=given["worker"])
    try:
        allocate_case(by=user, case=case, worker=worker, why=given["why"], version=given["version"])
    except Refused as refused:
        return allocation_page(request, refused=words_for(refused), status=409)
    messages.success(request, _("{name} has the case of {person} now.").format(name=worker, person=case.person))
    return redirect("counselling:allocation")


@require_GET
@roles_required(Role.TEAM_LEAD)
def capacities(request: HttpRequest) -> HttpResponse:
    """How much each counsellor carries and can carry."""
    people = CounsellorProfile.objects.working().with_load(clock.now())
    return render(request, "counselling/handover/capacities.html", {"people": people})


@require_http_methods(["GET", "POST"])
@roles_required(Role.TEAM_LEAD)
def capacity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One counsellor's ceiling and working share, and what they know well."""
    person: CounsellorProfile = get_object_or_404(CounsellorProfile.objects.working(), pk=pk)
    form = CapacityForm(sent(request), initial=CapacityForm.shown(person))
    if form.is_bound and form.is_valid():
        set_capacity(by=user_of(request), profile=person, **form.cleaned_data)
        messages.success(request, _("Saved for {name}.").format(name=person.name))
        return redirect("counselling:capacities")
    context = {"form": form, "person": person}
    return render(request, "counselling/handover/capacity.html", context, status=422 if form.errors else 200)
