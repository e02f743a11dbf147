"""Staff's one to-do list."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import User
from portal.refusals import Refused
from portal.worklist import actions, kinds
from portal.worklist.access import LIST_ROLES
from portal.worklist.forms import REFUSAL_TEXT, FinishForm
from portal.worklist.models import Task
from portal.worklist.rules import Refusal
from portal.worklist.words import due_words

PAGE = 50


def person(request: HttpRequest) -> User:
    """Whoever is signed in; roles_required lets nobody else in."""
    assert isinstance(request.user, User)
    return request.user


@require_safe
@roles_required(*LIST_ROLES)
def tasks(request: HttpRequest) -> HttpResponse:
    """What is to be done, most urgent first; or what is late, or what was done last."""
    group = request.GET.get("show", "")
    now = clock.now()
    mine = Task.objects.visible_to(person(request))
    rows = kinds.told(mine.in_group(group, now)[: PAGE + 1])
    context = {
        "lines": [line_of(one, now) for one in rows[:PAGE]],
        "has_more": len(rows) > PAGE,
        "group": group if group in {"late", "done"} else "",
        "late": mine.overdue(now).count(),
        "form": FinishForm(),
    }
    return render(request, "worklist/tasks.html", context)


def line_of(told: kinds.Told, now: datetime) -> dict[str, object]:
    """One task as the list shows it."""
    task = told.task
    return {
        "task": task,
        "sentence": told.sentence,
        "url": told.url,
        "due": due_words(task.due_at, now),
        "is_late": task.is_open and task.due_at < now,
    }


@require_POST
@roles_required(*LIST_ROLES)
def finish(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """It is done."""
    task = get_object_or_404(Task.objects.visible_to(person(request)), pk=task_id)
    form = FinishForm(request.POST)
    try:
        if form.is_valid():
            actions.finish_task(task, person(request), note=form.cleaned_data["note"])
            messages.success(request, _("Done: {sentence}").format(sentence=kinds.sentence_of(task)))
        else:
            messages.error(request, " ".join(str(error) for error in form.errors["note"]))
    except Refused as refused:
        messages.warning(request, REFUSAL_TEXT[Refusal(refused.reason)])
    return redirect("worklist:tasks")
