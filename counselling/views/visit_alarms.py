"""Colleagues who did not come out of a home visit: who, where, and "I have reached them"."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counselling.actions import missing, visits
from counselling.forms.visit_refusals import words_for
from counselling.models import Appointment, VisitWatch
from counselling.views.staff_shared import STAFF, user_of
from counselling.watching import MISSING_TASK
from portal import clock
from portal.accounts.decorators import roles_required
from portal.refusals import Refused
from portal.worklist.models import Task


@require_GET
@never_cache
@roles_required(*STAFF)
def alarms(request: HttpRequest) -> HttpResponse:
    """Who is missed now: names and since when, nothing more."""
    missed = VisitWatch.objects.in_alarm(clock.now()).for_list()
    asked = Task.objects.open().of_kind(MISSING_TASK).values_list("about", flat=True)
    not_begun = Appointment.objects.home_visits().asked_about(asked)
    return render(request, "counselling/visits/alarms.html", {"missed": missed, "not_begun": not_begun})


@require_http_methods(["GET", "POST"])
@never_cache
@roles_required(*STAFF)
def not_begun(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A visit to which nobody checked in: number and address, recorded first; POST says how it is."""
    talk: Appointment = get_object_or_404(Appointment.objects.home_visits().for_list(), pk=pk)
    user = user_of(request)
    try:
        if request.method == "POST":
            missing.say_it_is_answered(by=user, talk=talk)
            messages.success(request, _("Noted. Nobody else is asked."))
            return redirect("counselling:alarms")
        address, phone = missing.open_missing(by=user, talk=talk)
    except Refused as refused:
        return over_page(request, words_for(refused), status=409 if request.method == "POST" else 200)
    context = {"talk": talk, "address": address, "phone": phone}
    return render(request, "counselling/visits/not_begun.html", context)


@require_GET
@never_cache
@roles_required(*STAFF)
def alarm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them, with address and number; that they were shown is recorded first."""
    watch = get_object_or_404(VisitWatch.objects.for_list(), pk=pk)
    try:
        file = visits.open_alarm(by=user_of(request), watch=watch)
    except Refused as refused:
        return over_page(request, words_for(refused))
    own = watch.worker_id == user_of(request).pk
    return render(request, "counselling/visits/alarm.html", {"watch": watch, "file": file, "own": own})


def over_page(request: HttpRequest, words: str, status: int = 200) -> HttpResponse:
    """Nobody is missed there (any more)."""
    return render(request, "counselling/visits/alarm_over.html", {"words": words}, status=status)


@require_POST
@roles_required(*STAFF)
def alarm_reached(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The colleague is reached: the alarm is over."""
    watch = get_object_or_404(VisitWatch.objects.for_list(), pk=pk)
    try:
        visits.reach(by=user_of(request), watch=watch)
    except Refused as refused:
        return over_page(request, words_for(refused), status=409)
    messages.success(request, _("Noted. The alarm is over, and nobody else is asked."))
    return redirect("counselling:alarms")
