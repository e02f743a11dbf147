"""Fill in, look at what it would do, save: the three steps of every change of a calendar.

The preview is a POST that saves nothing: it runs the very action and rolls it back. Its page carries everything that
was filled in, so that going back loses nothing. A calendar that changed meanwhile is refused, and previewed anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import User
from portal.calendar.actions.preview import Preview, preview
from portal.calendar.forms.plans import VersionedForm
from portal.calendar.forms.refusals import show_refusal
from portal.calendar.kept import kept_times
from portal.calendar.models import Absence, ClosingDay, Resource
from portal.calendar.picture import Picture, days_away, four_weeks
from portal.calendar.rules import Refusal, minus
from portal.design.forms import PortalForm
from portal.refusals import Refused

PREVIEW, SAVE = "preview", "save"


def person_of(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)
    return request.user


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change that somebody is about to make: which calendars, by which action, in which words."""

    resources: Sequence[Resource]
    perform: Callable[[Any], Any]  # given the bound, valid form
    heading: str
    done: str  # said when it is saved
    back_url: str
    save_label: str
    lead: str = ""
    guide: str = ""  # where somebody is helped with the bookings that are touched
    is_danger: bool = False
    says: Callable[[Any], str] | None = None  # given the valid form: what the new thing will be, in a sentence
    extra: dict[str, Any] = field(default_factory=dict)


def change_page(request: HttpRequest, form: PortalForm, change: Change) -> HttpResponse:
    """The form (GET, or refused, or gone back to), the preview (POST), or saved and away (POST with step=save)."""
    step = request.POST.get("step")
    if request.method != "POST" or step == "back" or not form.is_valid():
        return form_page(request, form, change)
    try:
        if step == SAVE:
            change.perform(form)
            messages.success(request, change.done)
            return redirect(change.back_url)
        return preview_page(request, form, change, preview(change.resources, lambda: change.perform(form)))
    except Refused as refused:
        reason = Refusal(refused.reason)
        if reason is Refusal.CHANGED_MEANWHILE:
            renew(form, change)
        show_refusal(form, reason)
        return form_page(request, form, change, status=409 if reason is Refusal.CHANGED_MEANWHILE else 200)


def form_page(request: HttpRequest, form: PortalForm, change: Change, status: int = 200) -> HttpResponse:
    """The form as it stands, with whatever was wrong."""
    return render(request, "calendar/change.html", {"form": form, "change": change, **change.extra}, status=status)


def preview_page(request: HttpRequest, form: PortalForm, change: Change, seen: Preview) -> HttpResponse:
    """What would change, as a picture and a list, with a button to save and one to go back."""
    context = {
        "form": form,
        "change": change,
        "seen": seen,
        "says": change.says(form) if change.says else "",
        "sent": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
        "picture": picture_of(change.resources[0], seen) if len(change.resources) == 1 else None,
        **change.extra,
    }
    return render(request, "calendar/change_preview.html", context)


def picture_of(resource: Resource, seen: Preview) -> Picture:
    """Four weeks of one calendar: what stays, what comes, what goes."""
    before, after = seen.before[resource.id], seen.after[resource.id]
    gone, new = minus(before, after), minus(after, before)
    layers = [("plan", minus(before, gone)), ("removed", gone), ("added", new)]
    closed = closed_days(resource, list(resource.absences.upcoming(clock.now())), seen.starts_on)
    return four_weeks(_("The four weeks from the first change"), seen.starts_on, layers, closed)


def renew(form: PortalForm, change: Change) -> None:
    """Let the next try be judged by the calendar as it is now."""
    if isinstance(form, VersionedForm) and change.resources:
        current = Resource.objects.get(id=change.resources[0].id)
        form.renew_version(current.availability_version)


def own_picture(resource: Resource, absences: Sequence[Absence]) -> Picture:
    """The next four weeks of a calendar as planned."""
    today = clock.today()
    first = today - timedelta(days=today.weekday())
    planned = Resource.objects.planned([resource.id], first, first + timedelta(days=27))[resource.id]
    kept = kept_times([resource.id], first, first + timedelta(days=27), clock.now())[resource.id]
    closed = closed_days(resource, absences, first)
    return four_weeks(_("The next four weeks"), first, [("plan", minus(planned, kept)), ("kept", kept)], closed)


def closed_days(resource: Resource, absences: Sequence[Absence], first: date) -> dict[date, str]:
    """Why days of four weeks are empty: somebody is away, or the house is closed."""
    away = days_away([(absence.period, absence.get_kind_display()) for absence in absences])
    return away | ClosingDay.objects.names(resource.unit_ref, first)
