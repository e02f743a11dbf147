"""What waits: talks without an outcome, requests for a time, people who want to be rung, messages that failed."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from counselling.actions.calls import finish_call_request
from counselling.actions.reading import open_call, open_talk
from counselling.choices import CallStatus
from counselling.forms.staff_refusals import words_for
from counselling.kinds import FAILED_TASK
from counselling.models import Appointment, CallRequest, NamelessTalk, PhoneDuty
from counselling.safe_contact import warnings_for
from counselling.views.staff_shared import STAFF, user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.refusals import Refused
from portal.worklist.actions import finish_task
from portal.worklist.forms import REFUSAL_TEXT as TASK_TEXT
from portal.worklist.models import Task
from portal.worklist.rules import Refusal as TaskRefusal

TRY_AGAIN_FOR = timedelta(days=7)
LONGEST_LIST = 200
RUNG = {CallStatus.REACHED: gettext_lazy("We have talked"), CallStatus.NOT_REACHED: gettext_lazy("No answer")}
NOTED = {CallStatus.REACHED, CallStatus.NOT_REACHED, CallStatus.WITHDRAWN}


@require_GET
@roles_required(*STAFF)
def unresolved(request: HttpRequest) -> HttpResponse:
    """Talks past their end that nobody has noted the outcome of."""
    user, now = user_of(request), clock.now()
    context = {
        "talks": Appointment.objects.managed_by(user).unresolved(now).for_list()[:LONGEST_LIST],
        "nameless": NamelessTalk.objects.managed_by(user).unresolved(now).for_list()[:LONGEST_LIST],
        "shows_whose": user.has_role("team_lead"),
        "here": request.get_full_path(),
    }
    return render(request, "counselling/staff/unresolved.html", context)


@require_GET
@roles_required(*STAFF)
def requests(request: HttpRequest) -> HttpResponse:
    """Requested times that wait for a yes or no."""
    user = user_of(request)
    context = {
        "talks": Appointment.objects.managed_by(user).undecided().for_list()[:LONGEST_LIST],
        "shows_whose": user.has_role("team_lead"),
        "now": clock.now(),
        "here": request.get_full_path(),
    }
    return render(request, "counselling/staff/requests.html", context)


@require_GET
@roles_required(*STAFF)
def calls(request: HttpRequest) -> HttpResponse:
    """People who want to be rung; the most urgent first, no names or numbers before one is opened."""
    user, now = user_of(request), clock.now()
    context = {
        "waiting": CallRequest.objects.visible_to(user).waiting()[:LONGEST_LIST],
        "tried": CallRequest.objects.visible_to(user).tried(now - TRY_AGAIN_FOR)[:LONGEST_LIST],
        "duty": PhoneDuty.objects.on_duty(now).first(),
        "now": now,
    }
    return render(request, "counselling/staff/calls.html", context)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person to ring: the number is shown, its reading recorded first; then how it went."""
    user = user_of(request)
    one: CallRequest = get_object_or_404(CallRequest.objects.visible_to(user), pk=pk)
    if request.method == "POST" and request.POST.get("status") in NOTED:
        try:
            finish_call_request(by=user, request=one, status=request.POST["status"])
        except Refused as refused:
            messages.error(request, words_for(refused))
            return redirect("counselling:call", pk=pk)
        messages.success(request, _("Noted."))
        return redirect("counselling:calls")
    file = open_call(by=user, request=one)
    context = {"call": one, "file": file, "warnings": warnings_for(file.profile), "now": clock.now()}
    return render(request, "counselling/staff/call.html", context)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def ring_instead(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whom to ring because a message did not arrive, and how that went: open to whoever has the task."""
    user = user_of(request)
    task: Task = get_object_or_404(Task.objects.visible_to(user), pk=pk, kind=FAILED_TASK)
    if request.method == "POST" and request.POST.get("status") in RUNG:
        try:
            finish_task(task, user, note=str(RUNG[CallStatus(request.POST["status"])]))
            messages.success(request, _("Noted."))
        except Refused as refused:
            messages.warning(request, TASK_TEXT[TaskRefusal(refused.reason)])
        return redirect("worklist:tasks")
    one: Appointment = get_object_or_404(Appointment.objects.for_list().with_company(), pk=task.about)
    file = open_talk(by=user, talk=one)
    context = {"task": task, "talk": one, "file": file, "warnings": warnings_for(file.profile)}
    return render(request, "counselling/staff/ring_instead.html", context)
