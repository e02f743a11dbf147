"""After an evening, for organisers: files to hand out, asking those who came, and what they said."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.actions import evaluations, handouts
from groups.after_page import results_of, status_of
from groups.forms.after import HandoutForm
from groups.forms.after_refusals import words_for
from groups.models import EvaluationForm, Handout, Occurrence
from groups.views.organising import STAFF, form_page, managed_date, user_of
from portal.accounts.decorators import roles_required
from portal.refusals import Refused


@require_GET
@roles_required(*STAFF)
def date_after(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is handed out, and whether those who came are asked."""
    return after_page(request, managed_date(request, pk))


def after_page(request: HttpRequest, date: Occurrence, refused: str = "") -> HttpResponse:
    """As it is now."""
    form = EvaluationForm.objects.of_date(date.pk)
    files = list(Handout.objects.of_date(date.pk))
    context = {"date": date, "event": date.event, "files": files, "evaluation": form, "status": status_of(form)}
    context["refused"] = refused
    return render(request, "groups/organise/after.html", context, status=409 if refused else 200)


def done(request: HttpRequest, date: Occurrence, action: Callable[[], object], said: str) -> HttpResponse:
    """Do it and show the page; a refusal is said on it."""
    try:
        action()
    except Refused as refused:
        return after_page(request, date, words_for(refused))
    messages.success(request, said)
    return redirect("groups:date_after", pk=date.pk)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def handout_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a PDF there."""
    date = managed_date(request, pk)
    form = HandoutForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            handouts.add_handout(by=user_of(request), date=date, name=file.name, data=file.read())
        except Refused as refused:
            form.refuse(words_for(refused), "file")
        else:
            messages.success(request, _("The file is there."))
            return redirect("groups:date_after", pk=pk)
    back = reverse("groups:date_after", args=[pk])
    said: dict[str, Any] = {"lead": date.event.title, "moment": date.starts_at, "back": back}
    return form_page(request, form, heading=_("Put a file there"), button=_("Put it there"), **said)


@require_POST
@roles_required(*STAFF)
def handout_off(request: HttpRequest, pk: UUID, handout: UUID) -> HttpResponse:
    """Take a file away."""
    date = managed_date(request, pk)
    row: Handout = get_object_or_404(Handout.objects.of_date(date.pk), pk=handout)
    by = user_of(request)
    return done(request, date, lambda: handouts.remove_handout(by=by, handout=row), _("The file is gone."))


@require_POST
@roles_required(*STAFF)
def evaluation_ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Plan to ask those who came."""
    date, by = managed_date(request, pk), user_of(request)
    return done(
        request, date, lambda: evaluations.ask(by=by, date=date), _("Planned: they are asked the morning after.")
    )


@require_POST
@roles_required(*STAFF)
def evaluation_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Don't ask them after all."""
    date, by = managed_date(request, pk), user_of(request)
    form = get_object_or_404(EvaluationForm, occurrence=date)
    return done(request, date, lambda: evaluations.do_not_ask(by=by, form=form), _("Nobody will be asked."))


@require_GET
@roles_required(*STAFF)
def evaluation_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What those who came said: once it is closed, from five answers on; looking is recorded."""
    date = managed_date(request, pk)
    form = get_object_or_404(EvaluationForm, occurrence=date)
    answers = evaluations.read_answers(by=user_of(request), form=form)
    context = {"date": date, "event": date.event, "evaluation": form, "status": status_of(form)}
    return render(request, "groups/organise/answers.html", {**context, **results_of(answers)})
