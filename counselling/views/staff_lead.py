"""The team lead's pages: what can be booked, and who has the phone."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counselling.actions.calls import give_phone_duty, take_phone_duty_away
from counselling.actions.meeting_types import change_type, create_type, switch_type
from counselling.forms.staff_duty import DutyForm
from counselling.forms.staff_refusals import words_for
from counselling.forms.staff_types import TypeForm, initial_of
from counselling.models import MeetingType, PhoneDuty
from counselling.views.staff_shared import STAFF, user_of, version_in
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role, User
from portal.design.forms import sent
from portal.refusals import Refused


@require_GET
@roles_required(Role.TEAM_LEAD)
def meeting_types(request: HttpRequest) -> HttpResponse:
    """Every kind of talk."""
    return render(request, "counselling/staff/types.html", {"types": MeetingType.objects.for_list()})


@require_http_methods(["GET", "POST"])
@roles_required(Role.TEAM_LEAD)
def meeting_type_new(request: HttpRequest) -> HttpResponse:
    """Make a kind of talk."""
    form = TypeForm(request.POST or None, initial={"version": 0, "is_self_bookable": True, "modes": ["phone"]})
    if request.method == "POST" and form.is_valid():
        made = create_type(by=user_of(request), wish=form.wish())
        messages.success(request, _("{talk} is made. Relatives can see it now.").format(talk=made.name))
        return redirect("counselling:meeting_types")
    status = 422 if form.errors else 200
    return render(request, "counselling/staff/type_edit.html", {"form": form, "kind": None}, status=status)


@require_http_methods(["GET", "POST"])
@roles_required(Role.TEAM_LEAD)
def meeting_type(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a kind of talk."""
    kind: MeetingType = get_object_or_404(MeetingType.objects.for_list(), pk=pk)
    form = TypeForm(request.POST or None, initial=initial_of(kind))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"]
            change_type(by=user_of(request), meeting_type=kind, wish=form.wish(), version=version)
        except Refused as refused:
            form = TypeForm(initial=initial_of(get_object_or_404(MeetingType.objects.for_list(), pk=pk)))
            context = {"form": form, "kind": kind, "refused": words_for(refused)}
            return render(request, "counselling/staff/type_edit.html", context, status=409)
        messages.success(request, _("{talk} is saved.").format(talk=kind.name))
        return redirect("counselling:meeting_types")
    status = 422 if form.errors else 200
    return render(request, "counselling/staff/type_edit.html", {"form": form, "kind": kind}, status=status)


@require_POST
@roles_required(Role.TEAM_LEAD)
def meeting_type_switch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a kind of talk out of use, or into it again."""
    kind: MeetingType = get_object_or_404(MeetingType.objects.for_list(), pk=pk)
    wanted = request.POST.get("is_active") == "1"
    try:
        switch_type(by=user_of(request), meeting_type=kind, is_active=wanted, version=version_in(request))
    except Refused as refused:
        messages.error(request, words_for(refused))
    else:
        said = _("{talk} can be booked again.") if wanted else _("{talk} is out of use. Talks already booked stay.")
        messages.success(request, said.format(talk=kind.name))
    return redirect("counselling:meeting_types")


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def phone_duty(request: HttpRequest) -> HttpResponse:
    """Who has the phone, week by week; the team lead gives it."""
    user = user_of(request)
    may_give = user.has_role(Role.TEAM_LEAD)
    if request.method == "POST" and not may_give:
        raise PermissionDenied
    people = User.objects.with_role(*STAFF).order_by("name") if may_give else []
    form = DutyForm(sent(request), people=people)
    if form.is_bound and form.is_valid():
        start, end = form.period()
        try:
            give_phone_duty(by=user, user=form.user, starts_at=start, ends_at=end)
        except Refused as refused:
            form.refuse(words_for(refused))
        else:
            messages.success(request, _("{name} has the phone.").format(name=form.user))
            return redirect("counselling:phone_duty")
    status = 422 if form.errors else 200
    context = {"form": form, "weeks": duty_weeks(clock.now()), "may_give": may_give}
    return render(request, "counselling/staff/duty.html", context, status=status)


def duty_weeks(now: datetime, count: int = 8) -> list[dict[str, Any]]:
    """The roster by weeks from this one on: each turn on its weekdays, and the weekdays nobody has."""
    turns = list(PhoneDuty.objects.from_moment(now))
    today = now.astimezone(clock.zone()).date()
    monday = today - timedelta(days=today.weekday())
    weeks = []
    for number in range(count):
        start = monday + timedelta(weeks=number)
        days = [start + timedelta(days=day) for day in range(5)]
        rows = [
            {"turn": turn, "days": [on for on in days if covers(turn, on)], "is_one_day": is_one_day(turn)}
            for turn in turns
        ]
        empty = [on for on in days if on >= today and not any(covers(turn, on) for turn in turns)]
        week = {"monday": start, "rows": [row for row in rows if row["days"]], "empty": empty}
        weeks += [week] if week["rows"] or empty else []
    return weeks


def is_one_day(turn: PhoneDuty) -> bool:
    """Whether a turn begins and ends on the same day: then one date says it."""
    return turn.starts_at.astimezone(clock.zone()).date() == turn.last_moment.astimezone(clock.zone()).date()


def covers(turn: PhoneDuty, on: date) -> bool:
    """Whether a turn holds at noon of a day."""
    noon = datetime.combine(on, time(12), tzinfo=clock.zone())
    return turn.starts_at <= noon < turn.ends_at


@require_POST
@roles_required(Role.TEAM_LEAD)
def phone_duty_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a turn off the roster."""
    duty: PhoneDuty = get_object_or_404(PhoneDuty.objects.from_moment(clock.now()), pk=pk)
    name = str(duty.user)
    take_phone_duty_away(by=user_of(request), duty=duty)
    messages.success(request, _("{name} no longer has the phone in that time.").format(name=name))
    return redirect("counselling:phone_duty")
