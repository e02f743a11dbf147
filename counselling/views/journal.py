"""Handing a case's notes to the records system, and the list of what is not there yet."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counselling.actions import journal as actions
from counselling.actions.case_reading import record_list
from counselling.case_lists import PAGE
from counselling.forms.cases import page_number
from counselling.forms.journal_refusals import words_for
from counselling.journal_lists import records_of, unfiled_cases, unfiled_workers
from counselling.models import Case, JournalPackage
from counselling.views.cases import pages
from counselling.views.staff_shared import STAFF, user_of
from portal.accounts.decorators import roles_required, step_up_required
from portal.accounts.models import Role
from portal.refusals import Refused

WORKERS = (Role.COUNSELLOR,)


def worked_case(request: HttpRequest, pk: UUID) -> Case:
    """A case this person works with; 404 for every other, and for who only looks in an emergency."""
    case: Case = get_object_or_404(Case.objects.worked_by(user_of(request)).select_related("person"), pk=pk)
    return case


def worked_package(request: HttpRequest, pk: UUID) -> JournalPackage:
    """A package of such a case."""
    cases = Case.objects.worked_by(user_of(request))
    package: JournalPackage = get_object_or_404(JournalPackage.objects.in_cases(cases), pk=pk)
    return package


@require_http_methods(["GET", "POST"])
@roles_required(*WORKERS)
def records(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """What waits for the records system, what is on its way, and a button for a new package."""
    case, refusal = worked_case(request, case_id), ""
    if request.method == "POST":
        try:
            package = actions.make_package(by=user_of(request), case=case)
        except Refused as refused:
            refusal = words_for(refused)
        else:
            return redirect("counselling:package", pk=package.pk)
    context = {"case": case, "refusal": refusal, "is_numbered": actions.is_numbered(case), **records_of(case)}
    return render(request, "counselling/esdh/records.html", context, status=409 if refusal else 200)


def package_page(request: HttpRequest, package: JournalPackage, refusal: str = "") -> HttpResponse:
    """The package's page; why something did not go (409)."""
    context = {"package": package, "case": package.case, "refusal": refusal}
    return render(request, "counselling/esdh/package.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
@roles_required(*WORKERS)
@step_up_required
def package(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One package: GET says what to do with it, POST hands the file out to who proved a moment ago who they are."""
    found = worked_package(request, pk)
    if request.method == "GET":
        return package_page(request, found)
    try:
        packed = actions.fetch_package(by=user_of(request), package=found)
    except Refused as refused:
        return package_page(request, found, words_for(refused))
    answer = HttpResponse(packed.content, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{packed.name}"'
    return answer


@require_POST
@roles_required(*WORKERS)
def package_filed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file is in the records system."""
    found = worked_package(request, pk)
    try:
        actions.mark_filed(by=user_of(request), package=found)
    except Refused as refused:
        return package_page(request, found, words_for(refused))
    messages.success(request, _("The notes are marked as journalised."))
    return redirect("counselling:records", case_id=found.case_id)


@require_GET
@roles_required(*STAFF)
def unfiled(request: HttpRequest) -> HttpResponse:
    """Not journalised: one's own cases, and for a team lead how much each counsellor has."""
    user, page = user_of(request), page_number(request.GET.get("page", "1"))
    record_list(by=user, name="unfiled")
    rows = unfiled_cases(user, (page - 1) * PAGE, PAGE + 1) if user.has_role(Role.COUNSELLOR) else None
    context = {
        "rows": rows if rows is None else rows[:PAGE],
        "workers": unfiled_workers(user) if user.has_role(Role.TEAM_LEAD) else None,
        **pages(request, page, has_more=rows is not None and len(rows) > PAGE),
    }
    return render(request, "counselling/esdh/unfiled.html", context)
