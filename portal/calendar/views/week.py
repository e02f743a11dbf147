"""Everybody's week side by side."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.calendar.models import ClosingDay, Occupancy, Resource
from portal.calendar.picture import Layer, Picture, one_week
from portal.calendar.rules import minus
from portal.calendar.views.changing import person_of
from portal.design.words import date_words

WEEK = timedelta(days=7)


@require_GET
@roles_required(Role.COUNSELLOR, Role.TEAM_LEAD)
def everyone(request: HttpRequest) -> HttpResponse:
    """Who works when, and how much of it is taken. No names of relatives here."""
    first = week_asked_for(request.GET.get("week", ""))
    resources = list(Resource.objects.active().for_list())
    context = {
        "first": first,
        "week_number": first.isocalendar().week,
        "before": week_code(first - WEEK),
        "after": week_code(first + WEEK),
        "is_this_week": first <= clock.today() < first + WEEK,
        "people": week_of(request, first, [row for row in resources if row.kind != Resource.Kind.ROOM], _("People")),
        "rooms": week_of(request, first, [row for row in resources if row.kind == Resource.Kind.ROOM], _("Rooms")),
    }
    return render(request, "calendar/everyone.html", context)


def week_asked_for(code: str) -> date:
    """The Monday of 2026-W48; of this week for anything else."""
    try:
        year, number = code.split("-W")
        return date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        today = clock.today()
        return today - timedelta(days=today.weekday())


def week_code(monday: date) -> str:
    """2026-W48."""
    year, number, _day = monday.isocalendar()
    return f"{year}-W{number:02d}"


def week_of(request: HttpRequest, first: date, resources: list[Resource], title: str) -> Picture | None:
    """The plan and the bookings of these calendars in a week; two queries for all of them."""
    if not resources:
        return None
    keys = [resource.id for resource in resources]
    planned = Resource.objects.planned(keys, first, first + timedelta(days=6))
    booked = Occupancy.objects.week_of(keys, first, clock.now())
    may_change = person_of(request).has_role(Role.TEAM_LEAD)
    people: list[tuple[str, str, list[Layer]]] = []
    for resource in resources:
        firm, held = booked[resource.id]
        url = reverse("calendar:resource_availability", args=[resource.id]) if may_change else ""
        free = minus(planned[resource.id], sorted([*firm, *held]))
        people.append((resource.name, url, [("plan", free), ("held", held), ("busy", firm)]))
    caption = _("{title} in the week from {day}").format(title=title, day=date_words(first))
    return one_week(caption, first, people, ClosingDay.objects.names(None, first, 7))
