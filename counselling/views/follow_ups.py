"""Follow-ups: what was promised for a later day."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from counselling.actions import follow_ups as actions
from counselling.forms.note_refusals import words_for
from counselling.forms.notes import FollowUpForm, HandOnForm, MoveForm
from counselling.models import Case, FollowUp
from counselling.note_sections import in_words
from counselling.views.glass_over import says_when_glass_is_over
from counselling.views.notes import WORKERS, after, readable_case
from counselling.views.staff_shared import user_of, version_in, way_back
from portal import clock
from portal.accounts.decorators import roles_required
from portal.design.forms import PortalForm
from portal.design.words import date_words
from portal.refusals import Refused


@require_http_methods(["GET", "POST"])
@roles_required(*WORKERS)
@says_when_glass_is_over("case_id")
def follow_up_new(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Promise something for a day."""
    case = readable_case(request, case_id)
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        plan = form.plan()
        assert plan is not None  # the form requires a kind and a day
        try:
            row = actions.add_follow_up(by=user_of(request), case=case, plan=plan)
        except Refused as refused:
            form.refuse(words_for(refused), "follow_on")
        else:
            messages.success(request, _("Follow-up on {day}.").format(day=date_words(row.due_on)))
            return after(request, case)
    context = {"case": case, "form": form, "next": way_back(request, "")}
    return render(request, "counselling/notes/follow_up_new.html", context, status=422 if form.errors else 200)


def own_follow_up(request: HttpRequest, pk: UUID) -> FollowUp:
    """A follow-up of a case this person works with; 404 for every other."""
    cases = Case.objects.visible_to(user_of(request))
    row: FollowUp = get_object_or_404(FollowUp.objects.of_cases(cases), pk=pk)
    return row


@require_http_methods(["GET", "POST"])
@roles_required(*WORKERS)
@says_when_glass_is_over("pk", about="follow_ups")
def follow_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One follow-up: done, another day, or a colleague does it."""
    row = own_follow_up(request, pk)
    if request.method != "POST":
        return page(request, row)
    pressed = {"done": finished, "move": moved, "hand": handed}
    do = pressed.get(request.POST.get("do", ""))
    return do(request, row) if do else page(request, row, status=422)


def page(request: HttpRequest, row: FollowUp, *, status: int = 200, **forms: PortalForm) -> HttpResponse:
    """The follow-up with what can be done about it; its words are a read, recorded first."""
    actions.record_reading(by=user_of(request), follow_up=row)
    initial = {"version": row.version}
    context: dict[str, Any] = {
        "follow_up": in_words(row),
        "move_form": MoveForm(initial=initial),
        "hand_form": HandOnForm(colleagues=actions.colleagues_of(row), initial=initial),
        "next": way_back(request, ""),
        **forms,
    }
    context["form"] = next(iter(forms.values()), None)
    return render(request, "counselling/notes/follow_up.html", context, status=status)


def carried_out(
    request: HttpRequest, row: FollowUp, action: Callable[[], object], said: str, **forms: PortalForm
) -> HttpResponse:
    """Do it and go back; when refused, show the follow-up as it is now and say why."""
    try:
        action()
    except Refused as refused:
        for form in forms.values():
            form.refuse(words_for(refused))
        return page(request, own_follow_up(request, row.pk), status=409, **forms)
    messages.success(request, said)
    return redirect(way_back(request, reverse("counselling:case_notes", args=[row.case_id])))


def finished(request: HttpRequest, row: FollowUp) -> HttpResponse:
    """It is done."""
    form = PortalForm(request.POST)
    form.is_valid()
    user = user_of(request)
    return carried_out(
        request,
        row,
        lambda: actions.finish_follow_up(by=user, follow_up=row, version=version_in(request)),
        _("Noted as done."),
        done_form=form,
    )


def moved(request: HttpRequest, row: FollowUp) -> HttpResponse:
    """Another day."""
    form, user = MoveForm(request.POST), user_of(request)
    if not form.is_valid():
        return page(request, row, status=422, move_form=form)
    return carried_out(
        request,
        row,
        lambda: actions.move_follow_up(by=user, follow_up=row, due_on=form.day(), version=form.cleaned_data["version"]),
        _("Follow-up on {day}.").format(day=date_words(form.day())),
        move_form=form,
    )


def handed(request: HttpRequest, row: FollowUp) -> HttpResponse:
    """A colleague does it."""
    form, user = HandOnForm(request.POST, colleagues=actions.colleagues_of(row)), user_of(request)
    if not form.is_valid():
        return page(request, row, status=422, hand_form=form)
    person = form.person()
    return carried_out(
        request,
        row,
        lambda: actions.hand_follow_up(by=user, follow_up=row, to=person, version=form.cleaned_data["version"]),
        _("{name} does it now.").format(name=person),
        hand_form=form,
    )


@require_http_methods(["GET"])
@roles_required(*WORKERS)
def follow_ups(request: HttpRequest) -> HttpResponse:
    """What this counsellor has promised: overdue, today, later."""
    user, today = user_of(request), clock.today()
    cases = Case.objects.visible_to(user)
    mine = [in_words(row) for row in FollowUp.objects.of_cases(cases).of_worker(user).open()]
    groups = [
        (_("Overdue"), [one for one in mine if one.is_late]),
        (_("Today"), [one for one in mine if one.is_today]),
        (_("Later"), [one for one in mine if one.row.due_on > today]),
    ]
    context = {"groups": [group for group in groups if group[1]], "here": request.path}
    return render(request, "counselling/notes/follow_ups.html", context)
