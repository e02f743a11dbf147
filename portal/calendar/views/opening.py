"""The team lead's opening hours and closing days. What they would hit is shown before they are saved."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.calendar.actions import opening as actions
from portal.calendar.forms.opening import ClosingDayForm, HolidaysForm, OpeningForm
from portal.calendar.models import ClosingDay, OpeningHours, Resource
from portal.calendar.views.changing import Change, change_page, person_of
from portal.calendar.words import hours_words, weekday_name
from portal.design.forms import PortalForm, sent
from portal.design.words import day_words

form_methods = require_http_methods(["GET", "HEAD", "POST"])
team_lead = roles_required(Role.TEAM_LEAD)


def change_of_house(back: str, perform: Any, **words: Any) -> Change:
    """A change that may touch every calendar."""
    words.setdefault("save_label", _("Save"))
    everybody = list(Resource.objects.active().people().for_list())
    return Change(resources=everybody, perform=perform, back_url=reverse(back), **words)


@require_GET
@team_lead
def opening_hours(request: HttpRequest) -> HttpResponse:
    """The week, a line for each day."""
    hours = list(OpeningHours.objects.everywhere())
    said = [(row.iso_weekday, {"id": row.id, "words": hours_words(row.opens_at, row.closes_at)}) for row in hours]
    week = [(weekday_name(number), [row for day, row in said if day == number]) for number in range(1, 8)]
    return render(request, "calendar/opening_hours.html", {"week": week, "has_hours": bool(hours)})


@form_methods
@team_lead
def add_opening(request: HttpRequest) -> HttpResponse:
    """More hours."""
    by = person_of(request)

    def perform(form: OpeningForm) -> None:
        actions.add_opening(by=by, **form.cleaned_data)

    words = {"heading": _("Add opening hours"), "done": _("The opening hours are added.")}
    return change_page(request, OpeningForm(sent(request)), change_of_house("calendar:opening_hours", perform, **words))


@form_methods
@team_lead
def remove_opening(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    """Fewer hours."""
    hours, by = get_object_or_404(OpeningHours, id=opening_id), person_of(request)

    def perform(form: PortalForm) -> None:
        actions.remove_opening(by=by, opening_id=opening_id)

    words = {
        "heading": _("Remove opening hours"),
        "lead": f"{weekday_name(hours.iso_weekday)} {hours_words(hours.opens_at, hours.closes_at)}",
        "done": _("The opening hours are removed."),
        "save_label": _("Remove opening hours"),
    }
    return change_page(request, PortalForm(sent(request)), change_of_house("calendar:opening_hours", perform, **words))


@require_GET
@team_lead
def closing_days(request: HttpRequest) -> HttpResponse:
    """The closed days ahead."""
    days = ClosingDay.objects.everywhere().from_day(clock.today())
    return render(request, "calendar/closing_days.html", {"days": days})


@form_methods
@team_lead
def add_closing_day(request: HttpRequest) -> HttpResponse:
    """One more closed day."""
    by = person_of(request)

    def perform(form: ClosingDayForm) -> None:
        actions.add_closing_day(by=by, **form.cleaned_data)

    words = {"heading": _("Add a closing day"), "done": _("The day is closed.")}
    form = ClosingDayForm(sent(request))
    return change_page(request, form, change_of_house("calendar:closing_days", perform, **words))


@form_methods
@team_lead
def add_public_holidays(request: HttpRequest) -> HttpResponse:
    """A whole year's public holidays at once."""
    by = person_of(request)

    def perform(form: HolidaysForm) -> None:
        actions.add_public_holidays(by=by, year=form.cleaned_data["year"])

    words = {
        "heading": _("Add the public holidays of a year"),
        "lead": _("Christmas Eve and New Year's Eve are closed too. Days that are there already stay as they are."),
        "done": _("The public holidays are added."),
    }
    form = HolidaysForm(sent(request), this_year=clock.today().year)
    return change_page(request, form, change_of_house("calendar:closing_days", perform, **words))


@form_methods
@team_lead
def remove_closing_day(request: HttpRequest, closing_day_id: UUID) -> HttpResponse:
    """Open after all."""
    day, by = get_object_or_404(ClosingDay, id=closing_day_id), person_of(request)

    def perform(form: PortalForm) -> None:
        actions.remove_closing_day(by=by, closing_day_id=closing_day_id)

    words = {
        "heading": _("Open again on a closing day"),
        "lead": f"{day_words(day.on)}: {day.words}",
        "done": _("The day is open again."),
        "save_label": _("Open again"),
    }
    return change_page(request, PortalForm(sent(request)), change_of_house("calendar:closing_days", perform, **words))
