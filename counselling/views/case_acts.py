"""What is done with a whole case: begun, described, put to rest, closed, opened again, given to a colleague."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from counselling.actions import cases as actions
from counselling.actions.people import look_up
from counselling.case_choices import CaseOrigin
from counselling.case_lists import workers_with_load
from counselling.forms.case_refusals import words_for
from counselling.forms.cases import AssignForm, CaseForm, CloseForm, NewCaseForm, PauseForm, ReasonForm, ReopenForm
from counselling.forms.staff_book import LookUpForm
from counselling.models import Appointment, CallRequest, Case, CaseAssignment, FollowUp
from counselling.views.cases import case_page, case_to_show, own_case
from counselling.views.staff_shared import STAFF, managed_talk, user_of, version_in
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role, User
from portal.refusals import Refused

WORD_FIELDS = ("phase", "complexity", "needs_interpreter", "has_home_visits", "topics", "journal_number", "kle")
NORWEGIAN = ("is_child_relative", "guidance_asked_on", "guidance_decided_on")


def done(request: HttpRequest, case: Case, said: str) -> HttpResponse:
    """Say what happened and show the case."""
    messages.success(request, said)
    return redirect("counselling:case", pk=case.pk)


def carry_out(request: HttpRequest, case: Case, action: Callable[[], object], said: str) -> HttpResponse:
    """Do one thing to a case; when refused, show the case as it is now and say why (409)."""
    try:
        action()
    except Refused as refused:
        return case_page(request, case_to_show(request, case.pk), refused=words_for(refused), status=409)
    return done(request, case, said)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def case_new(request: HttpRequest) -> HttpResponse:
    """Open a case by hand: who is it?"""
    form = LookUpForm(request.POST or None)
    found: list[User] | None = None
    if request.method == "POST" and form.is_valid():
        found = look_up(by=user_of(request), email=form.email(), phone=form.phone())
    context = {"form": form, "found": found}
    return render(request, "counselling/cases/new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def case_new_for(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a case by hand for this person: how it began, and who carries it."""
    user = user_of(request)
    person: User = get_object_or_404(User.objects.active(), pk=pk)
    leads = user.has_role(Role.TEAM_LEAD)
    workers = [one for one in workers_with_load(clock.now()) if leads or one.pk == user.pk]
    initial = {"worker": str(user.pk)} if user.has_role(Role.COUNSELLOR) else {}
    form = NewCaseForm(request.POST or None, workers=workers, may_leave_open=leads, initial=initial)
    if request.method == "POST" and form.is_valid():
        origin, worker = form.cleaned_data["origin"], form.chosen_worker()
        try:
            case = actions.open_case(by=user, person=person, origin=origin, worker=worker)
            return done(request, case, _("The case is open."))
        except Refused as refused:
            form.refuse(words_for(refused))
    context = {"form": form, "person": person, "shown": open_case_of(user, person) if form.errors else None}
    return render(request, "counselling/cases/new_for.html", context, status=409 if form.errors else 200)


def open_case_of(user: User, person: User) -> Case | None:
    """The person's open case, if this member of staff may see it."""
    return Case.objects.listed_for(user).open().of_person(person).first()


@require_POST
@roles_required(*STAFF)
def case_from_talk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the case a talk belongs to; there already is one, it is shown."""
    talk: Appointment = managed_talk(request, pk)
    try:
        case = actions.open_case_for_talk(by=user_of(request), talk=talk)
    except Refused as refused:
        messages.error(request, words_for(refused))
        return redirect("counselling:talk", pk=pk)
    if Case.objects.listed_for(user_of(request)).with_id(case.pk) is None:
        messages.info(request, _("The talk belongs to a case that a colleague works with."))
        return redirect("counselling:talk", pk=pk)
    return done(request, case, _("The case is open. The talk belongs to it."))


@require_POST
@roles_required(Role.COUNSELLOR)
def case_from_call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a case for somebody who asked to be rung; there already is one, it is shown."""
    user = user_of(request)
    call: CallRequest = get_object_or_404(CallRequest.objects.visible_to(user).named(), pk=pk)
    assert call.person is not None
    try:
        case = actions.open_case(by=user, person=call.person, origin=CaseOrigin.CALL, worker=user)
    except Refused as refused:
        if known := open_case_of(user, call.person):
            return redirect("counselling:case", pk=known.pk)
        messages.error(request, words_for(refused))
        return redirect("counselling:call", pk=pk)
    return done(request, case, _("The case is open."))


@require_http_methods(["GET", "POST"])
@roles_required(Role.COUNSELLOR)
def case_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the case is and what it is about."""
    case = own_case(request, pk)
    initial = {name: getattr(case, name) for name in (*WORD_FIELDS, *NORWEGIAN, "version")}
    form = CaseForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_case(by=user_of(request), case=case, version=form.cleaned_data["version"], wish=form.wish())
            return done(request, case, _("Saved."))
        except Refused as refused:
            form, status = refreshed(form, own_case(request, pk), refused), 409
    status = 422 if form.errors and status == 200 else status
    return render(request, "counselling/cases/change.html", {"case": case, "form": form}, status=status)


def refreshed(form: Any, case: Case, refused: Refused) -> Any:
    """The form with all that was typed, for the case as it is now, and why nothing was saved."""
    form.data = form.data.copy()
    form.data["version"] = str(case.version)
    form.refuse(words_for(refused))
    return form


def reason_page(request: HttpRequest, case: Case, form: ReasonForm, what: str, status: int = 200) -> HttpResponse:
    """The page that asks why; what is still promised stands on it when a case is to be closed."""
    context: dict[str, Any] = {"case": case, "form": form, "what": what}
    if what == "close":
        context["talks"] = Appointment.objects.of_case(case.pk).live().for_list()
        context["follow_ups"] = FollowUp.objects.open().of_case(case.pk)
    status = 422 if form.errors and status == 200 else status
    return render(request, "counselling/cases/reason.html", context, status=status)


def step(
    request: HttpRequest, case: Case, form: ReasonForm, what: str, action: Callable[..., Case], said: str
) -> HttpResponse:
    """Ask why, do it, say so; refused, the same page says why not."""
    if request.method != "POST" or not form.is_valid():
        return reason_page(request, case, form, what)
    given = form.cleaned_data
    try:
        action(by=user_of(request), case=case, version=given["version"], reason=given["reason"])
    except Refused as refused:
        now_so = case_to_show(request, case.pk)
        return reason_page(request, now_so, refreshed(form, now_so, refused), what, status=409)
    return done(request, case, said)


@require_http_methods(["GET", "POST"])
@roles_required(Role.COUNSELLOR)
def case_pause(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let a case rest."""
    case = own_case(request, pk)
    form = PauseForm(request.POST or None, initial={"version": case.version})
    return step(request, case, form, "pause", actions.pause_case, _("The case rests."))


@require_http_methods(["GET", "POST"])
@roles_required(Role.COUNSELLOR)
def case_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a case."""
    case = own_case(request, pk)
    form = CloseForm(request.POST or None, initial={"version": case.version})
    return step(request, case, form, "close", actions.close_case, _("The case is closed."))


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def case_reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a closed case again: who carried it, or the team lead."""
    user = user_of(request)
    case: Case = get_object_or_404(Case.objects.given_out_by(user).select_related("person"), pk=pk)
    form = ReopenForm(request.POST or None, initial={"version": case.version})
    return step(request, case, form, "reopen", actions.reopen_case, _("The case is open again."))


@require_POST
@roles_required(Role.COUNSELLOR)
def case_resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a resting case up again."""
    case, user = own_case(request, pk), user_of(request)
    return carry_out(
        request,
        case,
        lambda: actions.resume_case(by=user, case=case, version=version_in(request)),
        _("The case goes on."),
    )


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def case_assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a case to a colleague, or ask one to help."""
    user = user_of(request)
    case: Case = get_object_or_404(Case.objects.given_out_by(user).select_related("person"), pk=pk)
    leads = user.has_role(Role.TEAM_LEAD)
    workers = workers_with_load(clock.now())
    form = AssignForm(
        request.POST or None, workers=workers, may_choose_who_carries=leads, initial={"version": case.version}
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            give(user, case, form)
            return done(request, case, _("{name} works with the case now.").format(name=form.chosen_worker()))
        except Refused as refused:
            form, status = refreshed(form, case_to_show(request, pk), refused), 409
    status = 422 if form.errors and status == 200 else status
    return render(request, "counselling/cases/assign.html", {"case": case, "form": form}, status=status)


def give(user: User, case: Case, form: AssignForm) -> None:
    """What was chosen: carry the case, or help."""
    version, worker = form.cleaned_data["version"], form.chosen_worker()
    if form.cleaned_data["part"] == "primary":
        actions.assign_case(by=user, case=case, worker=worker, reason="allocated", version=version)
    else:
        actions.add_worker(by=user, case=case, worker=worker, version=version)


@require_POST
@roles_required(*STAFF)
def case_worker_end(request: HttpRequest, pk: UUID, part: UUID) -> HttpResponse:
    """End a colleague's help or standing in."""
    user = user_of(request)
    case: Case = get_object_or_404(Case.objects.given_out_by(user), pk=pk)
    row: CaseAssignment = get_object_or_404(CaseAssignment.objects.for_case(case.pk), pk=part)
    said = _("{name} no longer works with the case.").format(name=row.worker)
    return carry_out(request, case, lambda: actions.remove_worker(by=user, case=case, part=row), said)
