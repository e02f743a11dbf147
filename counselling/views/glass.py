"""Emergency access and conflict of interest."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counselling.actions import glass as actions
from counselling.actions.conflicts import note_conflict
from counselling.actions.people import look_up
from counselling.actions.reading_cases import find_outside, open_reasons
from counselling.case_address import case_address
from counselling.forms.handover_refusals import words_for
from counselling.forms.handovers import ConflictForm, GlassForm
from counselling.forms.staff_book import LookUpForm
from counselling.models import Case, CaseAssignment, EmergencyAccess
from counselling.views.staff_shared import STAFF, user_of
from portal import clock
from portal.accounts.decorators import roles_required, step_up_required
from portal.accounts.models import Role, User
from portal.design.forms import sent
from portal.refusals import Refused

LATELY = timedelta(days=90)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def glass(request: HttpRequest) -> HttpResponse:
    """Who is it? By exact e-mail or number; it says only that there is a case, and who carries it."""
    form = LookUpForm(sent(request))
    found = None
    if request.method == "POST" and form.is_valid():
        user = user_of(request)
        people = find_outside(by=user, people=look_up(by=user, email=form.email(), phone=form.phone()))
        carried = CaseAssignment.objects.carriers([case.pk for _person, case in people if case], clock.now())
        readable = {case.pk for case in Case.objects.visible_to(user)} if people else set()
        found = [
            {
                "person": person,
                "case": case,
                "carrier": carried.get(case.pk) if case else None,
                "url": case_address(case.pk) if case and case.pk in readable else "",
            }
            for person, case in people
        ]
    status = 422 if form.errors else 200
    return render(request, "counselling/handover/glass.html", {"form": form, "found": found}, status=status)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
@step_up_required
def glass_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a case for an hour, with the reason; who one is was proved a moment ago."""
    user = user_of(request)
    case: Case = get_object_or_404(Case.objects.free_of_conflict(user).select_related("person"), pk=pk)
    form = GlassForm(sent(request))
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and status == 200:
        try:
            actions.break_glass(by=user, case=case, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.refuse(words_for(refused))
            status = 409
        else:
            messages.warning(request, _("The case is open for you for 60 minutes. Everything you open is recorded."))
            return redirect(case_address(case.pk))
    return render(request, "counselling/handover/glass_open.html", {"form": form, "case": case}, status=status)


@require_POST
@roles_required(*STAFF)
def glass_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the case before the hour is over."""
    access = get_object_or_404(EmergencyAccess.objects.all(), pk=pk, by=user_of(request))
    try:
        actions.end_glass(by=user_of(request), access=access)
    except Refused as refused:
        messages.info(request, words_for(refused))
    else:
        messages.success(request, _("The case is closed for you again."))
    return redirect("counselling:glass")


@require_GET
@roles_required(Role.TEAM_LEAD, Role.DPO)
def glass_list(request: HttpRequest) -> HttpResponse:
    """Who used emergency access lately, and why."""
    rows = list(EmergencyAccess.objects.since(clock.now() - LATELY)[:50])
    seen = open_reasons(by=user_of(request), rows=rows)
    return render(request, "counselling/handover/glass_list.html", {"rows": seen, "now": clock.now()})


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def conflict(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that one must not meet a person in the work; a team lead may say it of a colleague."""
    user = user_of(request)
    case: Case = get_object_or_404(Case.objects.listed_for(user).select_related("person"), pk=pk)
    is_lead = user.has_role(Role.TEAM_LEAD)
    people = User.objects.with_role(Role.COUNSELLOR).order_by("name") if is_lead else []
    form = ConflictForm(sent(request), people=people)
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and status == 200:
        try:
            note_conflict(by=user, worker=form.chosen(user), person=case.person)
        except Refused as refused:
            form.refuse(words_for(refused))
            status = 409
        else:
            messages.success(request, _("Noted. The case is closed for {name} at once.").format(name=form.chosen(user)))
            return redirect("counselling:allocation" if is_lead else "counselling:handovers")
    return render(request, "counselling/handover/conflict.html", {"form": form, "case": case}, status=status)
