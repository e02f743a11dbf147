"""Cases that change hands: propose, answer, lend."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counselling.actions import handovers as actions
from counselling.actions.case_reading import record_list
from counselling.actions.reading_cases import open_handover
from counselling.actions.transferring import talks_to_move
from counselling.allocating import choices_for, with_language
from counselling.case_address import case_address
from counselling.forms.handover_refusals import words_for
from counselling.forms.handovers import AnswerForm, HandOverForm, LeaveForm, SubstituteForm
from counselling.models import Case, Handover
from counselling.views.staff_shared import STAFF, user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role, User
from portal.design.forms import sent
from portal.refusals import Refused

SHOWN = 50


@require_GET
@roles_required(*STAFF)
def handovers(request: HttpRequest) -> HttpResponse:
    """What waits for a yes or no, mine first, and what was answered lately."""
    user = user_of(request)
    seen = Handover.objects.visible_to(user).for_list()
    record_list(by=user, name="handovers")
    waiting = list(seen.waiting()[:SHOWN])
    context = {
        "mine": [row for row in waiting if row.to_worker_id == user.pk],
        "others": [row for row in waiting if row.to_worker_id != user.pk],
        "answered": seen.answered()[:20],
        "is_lead": user.has_role(Role.TEAM_LEAD),
    }
    return render(request, "counselling/handover/handovers.html", context)


def handover_of(request: HttpRequest, pk: UUID) -> Handover:
    """A handover this person may see; 404 for every other."""
    row: Handover = get_object_or_404(Handover.objects.visible_to(user_of(request)).for_list(), pk=pk)
    return row


def handover_page(request: HttpRequest, row: Handover, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The handover with its words; the read is recorded first."""
    user, now = user_of(request), clock.now()
    talks = list(talks_to_move(row.case, row.from_worker, now)) if row.is_waiting else []
    context = {
        "row": row,
        "file": open_handover(by=user, handover=row),
        "talks": talks,
        "form": AnswerForm(),
        "refused": refused,
        "may_answer": row.is_waiting and row.to_worker_id == user.pk,
        "may_withdraw": row.is_waiting and (user.pk in {row.from_worker_id, row.proposed_by_id} or is_lead(user)),
        "case_url": case_address(row.case_id) if Case.objects.visible_to(user).with_id(row.case_id) else "",
    }
    return render(request, "counselling/handover/handover.html", context, status=status)


def is_lead(user: User) -> bool:
    """Whether they lead the counsellors."""
    return user.has_role(Role.TEAM_LEAD)


@require_GET
@roles_required(*STAFF)
def handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One handover."""
    return handover_page(request, handover_of(request, pk))


@require_POST
@roles_required(*STAFF)
def handover_accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the case over; only the receiver can."""
    user = user_of(request)
    row = get_object_or_404(Handover.objects.visible_to(user).for_list(), pk=pk, to_worker=user)
    try:
        done = actions.accept_handover(by=user, handover=row)
    except Refused as refused:
        return handover_page(request, handover_of(request, pk), refused=words_for(refused), status=409)
    messages.success(request, _("The case is yours. Talks, follow-ups and messages have moved with it."))
    return redirect(case_address(done.case_id))


@require_POST
@roles_required(*STAFF)
def handover_decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say no with words; only the receiver can."""
    user = user_of(request)
    row = get_object_or_404(Handover.objects.visible_to(user).for_list(), pk=pk, to_worker=user)
    form = AnswerForm(request.POST)
    try:
        actions.decline_handover(by=user, handover=row, answer=request.POST.get("answer", "")[:1000])
    except Refused as refused:
        form.is_valid()
        return handover_page(request, handover_of(request, pk), refused=words_for(refused), status=409)
    messages.success(request, _("Your colleague is told. The case stays where it is."))
    return redirect("counselling:handovers")


@require_POST
@roles_required(*STAFF)
def handover_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a proposal back."""
    row = handover_of(request, pk)
    try:
        actions.withdraw_handover(by=user_of(request), handover=row)
    except Refused as refused:
        return handover_page(request, handover_of(request, pk), refused=words_for(refused), status=409)
    messages.success(request, _("Taken back. The case stays where it is."))
    return redirect("counselling:handovers")


def listed_case(request: HttpRequest, pk: UUID) -> Case:
    """A case this person works with, or leads; 404 for every other."""
    user = user_of(request)
    cases = Case.objects.listed_for(user) if is_lead(user) else Case.objects.worked_by(user)
    case: Case = get_object_or_404(with_language(cases), pk=pk)
    return case


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def hand_over(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer a case to a colleague; who fits best stands first."""
    user, now = user_of(request), clock.now()
    case = listed_case(request, pk)
    giver = (actions.carrier_of(case, now) or user) if is_lead(user) else user
    people = [(one.user, one.words) for one in choices_for([case], now, without=giver)[case.pk]]
    form = HandOverForm(sent(request), people=people)
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and status == 200:
        try:
            row = actions.propose_handover(by=user, giver=giver, wish=form.wish(case))
        except Refused as refused:
            form.refuse(words_for(refused))
            status = 409
        else:
            messages.success(request, _("{name} is asked. Nothing moves before the yes.").format(name=row.to_worker))
            return redirect("counselling:handover", pk=row.pk)
    context = {"form": form, "case": case, "giver": giver, "back": case_address(case.pk)}
    return render(request, "counselling/handover/hand_over.html", context, status=status)


def giver_of(request: HttpRequest) -> User:
    """Whose caseload: one's own, or for a team lead that of the colleague named in the address."""
    user, wanted = user_of(request), request.GET.get("worker", "")
    if not is_lead(user) or not wanted:
        return user
    try:
        key = UUID(wanted)
    except ValueError:
        return user
    found: User = get_object_or_404(User.objects.all(), pk=key)
    return found


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def leave(request: HttpRequest) -> HttpResponse:
    """Hand several cases over before a leave."""
    user, giver, now = user_of(request), giver_of(request), clock.now()
    cases = list(with_language(Case.objects.caseload_of(giver).free_of_conflict(user)))
    record_list(by=user, name=str(giver.pk))
    choices = choices_for(cases, now, without=giver)
    rows = [(case, [(one.user, one.words) for one in choices[case.pk]]) for case in cases]
    form = LeaveForm(sent(request), rows=rows)
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and status == 200:
        try:
            made = actions.propose_handovers(by=user, giver=giver, wishes=form.wishes())
        except Refused as refused:
            form.refuse(words_for(refused))
            status = 409
        else:
            messages.success(request, _("{count} colleagues' answers are asked for.").format(count=len(made)))
            return redirect("counselling:handovers")
    return render(request, "counselling/handover/leave.html", leave_context(request, form, giver), status=status)


def leave_context(request: HttpRequest, form: LeaveForm, giver: User) -> dict[str, Any]:
    """Each case with its three fields; whom else a team lead can choose."""
    rows = [
        {
            "case": case,
            "take": form[f"take-{case.pk}"],
            "to": form[f"to-{case.pk}"],
            "words": form[f"summary-{case.pk}"],
        }
        for case, _people in form.rows
    ]
    user = user_of(request)
    people = User.objects.with_role(Role.COUNSELLOR).order_by("name") if is_lead(user) else []
    return {"form": form, "rows": rows, "giver": giver, "is_own": giver == user, "people": people}


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def substitute(request: HttpRequest) -> HttpResponse:
    """Let a colleague stand in for some days."""
    user, giver, now = user_of(request), giver_of(request), clock.now()
    cases = list(with_language(Case.objects.caseload_of(giver).free_of_conflict(user)))
    record_list(by=user, name=str(giver.pk))
    people = [(one, "") for one in User.objects.with_role(Role.COUNSELLOR).order_by("name") if one != giver]
    form = SubstituteForm(sent(request), cases=cases, people=people)
    status = 422 if form.is_bound and not form.is_valid() else 200
    if form.is_bound and status == 200:
        try:
            actions.stand_in(by=user, giver=giver, receiver=form.chosen, cases=form.lent(), until=form.ends_at())
        except Refused as refused:
            form.refuse(words_for(refused))
            status = 409
        else:
            messages.success(request, _("{name} stands in. It ends by itself.").format(name=form.chosen))
            return redirect("counselling:handovers")
    context = {"form": form, "giver": giver, "is_own": giver == user, "has_cases": bool(cases), "now": now}
    return render(request, "counselling/handover/substitute.html", context, status=status)
