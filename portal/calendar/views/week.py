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
from portal.calendar.kept import kept_times
from portal.calendar.models import Absence, ClosingDay, Occupancy, Resource
from portal.calendar.picture import Layer, Person, Picture, days_away, one_week
from portal.calendar.rules import minus
from portal.calendar.views.changing import person_of
from portal.design.words import date_words

WEEK = timedelta(days=7)
YEARS = range(2000, 2101)


@require_GET
@roles_required(Role.COUNSELLOR, Role.TEAM_LEAD)
def everyone(request: HttpRequest) -> HttpResponse:
    """Who works when, and how much of it is taken. No names of relatives here."""
    first = week_asked_for(request.GET.get("week", ""))
    resources = list(Resource.objects.active().for_list())
    rows = rows_of(resources, first, may_change=person_of(request).has_role(Role.TEAM_LEAD))
    people = [row for resource, row in zip(resources, rows, strict=True) if resource.kind != Resource.Kind.ROOM]
    rooms = [row for resource, row in zip(resources, rows, strict=True) if resource.kind == Resource.Kind.ROOM]
    context = {
        "week_number": first.isocalendar().week,
        "before": week_code(first - WEEK),
        "after": week_code(first + WEEK),
        "is_this_week": first <= clock.today() < first + WEEK,
        "people": picture_of(_("People"), first, people),
        "rooms": picture_of(_("Rooms"), first, rooms),
    }
    return render(request, "calendar/everyone.html", context)


def week_asked_for(code: str) -> date:
    """The Monday of 2026-W48; of this week for anything else."""
    try:
        year, number = (int(part) for part in code.split("-W"))
        return date.fromisocalendar(year if year in YEARS else 0, number, 1)
    except ValueError:
        today = clock.today()
        return today - timedelta(days=today.weekday())


def week_code(monday: date) -> str:
    """2026-W48."""
    year, number, _day = monday.isocalendar()
    return f"{year}-W{number:02d}"


def rows_of(resources: list[Resource], first: date, *, may_change: bool) -> list[Person]:
    """The plan, what is kept, the bookings and the closed days of a week; six queries for all calendars."""
    keys = [resource.id for resource in resources]
    last = first + timedelta(days=6)
    planned, kept = Resource.objects.planned(keys, first, last), kept_times(keys, first, last, clock.now())
    booked = Occupancy.objects.week_of(keys, first, clock.now())
    away, closed = Absence.objects.of_week(keys, first), ClosingDay.objects.names(None, first, 7)
    rows: list[Person] = []
    for resource in resources:
        firm, held = booked[resource.id]
        free = minus(planned[resource.id], sorted([*firm, *held]))
        saved = minus(kept[resource.id], sorted([*firm, *held]))
        url = reverse("calendar:resource_availability", args=[resource.id]) if may_change else ""
        layers: list[Layer] = [("plan", minus(free, saved)), ("kept", saved), ("held", held), ("busy", firm)]
        rows.append((resource.name, url, layers, days_away(away.get(resource.id, [])) | closed))
    return rows


def picture_of(title: str, first: date, rows: list[Person]) -> Picture | None:
    """The rows as a picture, or nothing when there are none."""
    caption = _("{title} in the week from {day}").format(title=title, day=date_words(first))
    return one_week(caption, first, rows) if rows else None
