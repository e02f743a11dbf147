"""A home visit on the counsellor's phone: where it is, "I am there", "I am out safely"."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counselling.actions import visits
from counselling.forms.visit_refusals import words_for
from counselling.forms.visits import GoInForm, LongerForm, NumberForm
from counselling.models import Appointment, StaffNumber, VisitWatch
from counselling.rules.visits import EXTENSIONS
from counselling.views.staff_shared import STAFF, user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.design.forms import sent
from portal.design.words import time_words
from portal.refusals import Refused


def own_visit(request: HttpRequest, pk: UUID) -> Appointment:
    """A home visit in one's own calendar; 404 for every other talk, a team lead's too."""
    own = Appointment.objects.of_counsellor(user_of(request)).home_visits().for_list()
    talk: Appointment = get_object_or_404(own, pk=pk)
    return talk


def own_watch(request: HttpRequest, pk: UUID) -> VisitWatch:
    """The watch over one's own visit."""
    return get_object_or_404(VisitWatch, appointment=own_visit(request, pk))


def visit_page(
    request: HttpRequest, talk: Appointment, *, form: GoInForm | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    """The visit; its address is shown in its own time only, and each showing is recorded first."""
    context: dict[str, Any] = {"talk": talk, "refused": refused, "extensions": EXTENSIONS}
    try:
        context["address"] = visits.open_address(by=user_of(request), talk=talk)
    except Refused as too_early:
        context["no_address"] = words_for(too_early)
    context["watch"] = VisitWatch.objects.of_talk(talk.pk)
    ends = talk.ends_at.astimezone(clock.zone()).time()
    context["form"] = form or GoInForm(initial={"until": ends})
    context["is_today"] = talk.starts_at.astimezone(clock.zone()).date() == clock.today()
    return render(request, "counselling/visits/visit.html", context, status=status)


@require_GET
@never_cache
@roles_required(Role.COUNSELLOR)
def visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One home visit."""
    return visit_page(request, own_visit(request, pk))


@require_GET
@never_cache
@roles_required(Role.COUNSELLOR)
def my_visits(request: HttpRequest) -> HttpResponse:
    """Where our messages lead: straight to the visit one is in, else the visits of today and tomorrow."""
    user, now = user_of(request), clock.now()
    inside = VisitWatch.objects.open().of_worker(user).first()
    if inside is not None:
        return redirect("counselling:visit", pk=inside.appointment_id)
    own = Appointment.objects.of_counsellor(user).home_visits().for_list()
    context = {"visits": own.upcoming(now)[:20], "today": clock.today()}
    return render(request, "counselling/visits/mine.html", context)


@require_POST
@roles_required(Role.COUNSELLOR)
def visit_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The counsellor is there."""
    talk, form = own_visit(request, pk), GoInForm(request.POST)
    if not form.is_valid():
        return visit_page(request, talk, form=form, status=422)
    try:
        watch = visits.go_in(by=user_of(request), talk=talk, expected_end=form.expected_end())
    except Refused as refused:
        return visit_page(request, talk, form=form, refused=words_for(refused), status=409)
    messages.success(request, _("Noted. We expect you out at {time}.").format(time=time_words(watch.expected_end)))
    return redirect("counselling:visit", pk=pk)


@require_POST
@roles_required(Role.COUNSELLOR)
def visit_longer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Some more minutes inside."""
    watch, form = own_watch(request, pk), LongerForm(request.POST)
    if not form.is_valid():
        return visit_page(request, own_visit(request, pk), refused=_("Choose how many minutes more."), status=422)
    try:
        watch = visits.stay_longer(by=user_of(request), watch=watch, minutes=form.cleaned_data["minutes"])
    except Refused as refused:
        return visit_page(request, own_visit(request, pk), refused=words_for(refused), status=409)
    messages.success(request, _("Noted. We expect you out at {time}.").format(time=time_words(watch.expected_end)))
    return redirect("counselling:visit", pk=pk)


@require_POST
@roles_required(Role.COUNSELLOR)
def visit_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The counsellor is out, safely."""
    visits.come_out(by=user_of(request), watch=own_watch(request, pk))
    messages.success(request, _("Good. You are out, and nobody is asked."))
    return redirect("counselling:visit", pk=pk)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def my_number(request: HttpRequest) -> HttpResponse:
    """The phone one carries at work."""
    user = user_of(request)
    kept = StaffNumber.objects.numbers([user]).get(user.pk)
    initial = {"phone": kept.phone if kept else ""}
    form = NumberForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        visits.keep_number(by=user, phone=form.cleaned_data["phone"])
        messages.success(request, _("Your work phone is saved."))
        return redirect("counselling:my_number")
    return render(request, "counselling/visits/number.html", {"form": form}, status=422 if form.errors else 200)
