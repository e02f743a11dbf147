"""Dates for those who organise them: made, looked at with their people, moved, put off, moved online, called off."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from groups.actions import changing_dates, dates
from groups.actions.asking_help import may_ask_by_phone
from groups.actions.letters import write_letter
from groups.actions.reading_sign_ups import read_sign_ups
from groups.actions.seats import change_capacity
from groups.actions.signing_up import sign_up
from groups.announcing_changes import who_is_told
from groups.choices import Source
from groups.door_list import has_door
from groups.forms.date_forms import CapacityForm, DatesForm, LetterForm, MoveForm, OffForm, OnlineForm, PhoneForm
from groups.models import Occurrence, SeatPool
from groups.online_list import has_online
from groups.views.organising import STAFF, carried_out, form_page, managed_date, managed_event, tried, user_of
from portal.accounts.decorators import roles_required


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def dates_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One date or a series: first what comes of it, then it is made."""
    event = managed_event(request, pk)
    form = DatesForm(request.POST or None, initial={"version": event.version})
    plan: Any = None
    if request.method == "POST" and form.is_valid():
        plan = form.plan() if form.rule else None
        if plan is None or "sure" in request.POST:
            wish, version, by = form.wish(), form.cleaned_data["version"], user_of(request)
            if tried(form, lambda: dates.add_dates(by=by, event=event, version=version, wish=wish)):
                return carried_out(request, event, _("The date is made.") if plan is None else _("The dates are made."))
    back = reverse("groups:organised", args=[pk])
    button = _("Make the date") if plan is None else _("Make these dates")
    return form_page(request, form, heading=_("New date"), lead=event.title, button=button, back=back, plan=plan)


@require_GET
@roles_required(*STAFF)
def organised_date(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One date with everybody who signed up; looking is recorded."""
    date = managed_date(request, pk)
    rows = read_sign_ups(by=user_of(request), date=date)
    context = {
        "date": date,
        "event": date.event,
        "pools": list(date.pools.all()),
        "has_door": has_door(date),
        "has_online": has_online(date),
        "seated": [row for row in rows if row.state in {"confirmed", "held"}],
        "waiting": [row for row in rows if row.state in {"waiting", "offered", "applied"}],
        "changes": list(CHANGES.items()) if date.status != "cancelled" else [],
    }
    return render(request, "groups/organise/date.html", context)


@dataclass(frozen=True)
class Change:
    """One of the ways a date changes."""

    words: Any
    button: Any
    done: Any
    form: type[MoveForm | OffForm | OnlineForm]
    action: Any


CHANGES = {
    "move": Change(
        gettext_lazy("Another time or place"), gettext_lazy("Move it and tell everybody"),
        gettext_lazy("It is moved, and everybody is told."), MoveForm, changing_dates.reschedule,
    ),
    "put-off": Change(
        gettext_lazy("Put off until later"), gettext_lazy("Put it off and tell everybody"),
        gettext_lazy("It is put off, and everybody is told."), OffForm, changing_dates.postpone,
    ),
    "online": Change(
        gettext_lazy("Move online"), gettext_lazy("Move it online and tell everybody"),
        gettext_lazy("It is moved online, and everybody is told."), OnlineForm, changing_dates.move_online,
    ),
    "call-off": Change(
        gettext_lazy("Call off"), gettext_lazy("Call it off and tell everybody"),
        gettext_lazy("It is called off, and everybody is told."), OffForm, changing_dates.call_off,
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def date_change(request: HttpRequest, pk: UUID, how: str) -> HttpResponse:
    """Move, put off, move online, call off: how many are told, why, one press."""
    if how not in CHANGES:
        raise Http404
    change, date = CHANGES[how], managed_date(request, pk)
    initial = MoveForm.shown(date) if how == "move" else {"version": date.version}
    form = change.form(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        version, by = form.cleaned_data["version"], user_of(request)
        if tried(form, lambda: change.action(by=by, date=date, version=version, **form.values())):
            return carried_out(request, date, str(change.done))
    back = reverse("groups:organised_date", args=[pk])
    said = {"heading": change.words, "button": change.button, "back": back, "told": who_is_told(date)}
    return form_page(request, form, lead=date.event.title, moment=date.starts_at, danger=how == "call-off", **said)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def date_seats(request: HttpRequest, pk: UUID, channel: str) -> HttpResponse:
    """More or fewer seats of a kind."""
    date = managed_date(request, pk)
    pool = SeatPool.objects.of_date(date.pk, channel)
    if pool is None:
        raise Http404
    form = CapacityForm(request.POST or None, initial=CapacityForm.shown(pool))
    is_filled_in = request.method == "POST" and form.is_valid()
    if is_filled_in and tried(form, lambda: change_capacity(by=user_of(request), pool=pool, **form.values())):
        return carried_out(request, date, _("The number of seats is changed."))
    back = reverse("groups:organised_date", args=[pk])
    lead = f"{date.event.title} · {pool.get_channel_display()}"
    return form_page(request, form, heading=_("Seats"), lead=lead, button=_("Save"), back=back, taken=pool.taken)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def date_phone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sign up somebody who rang."""
    date = managed_date(request, pk)
    form = PhoneForm(request.POST or None, date=date, may_ask=may_ask_by_phone(date))
    if request.method == "POST" and form.is_valid():
        who: dict[str, Any] = {
            "guest": form.guest(),
            "party": form.party(),
            "form_key": form.key,
            "wishes": form.wishes(),
        }
        by, pool = user_of(request), form.cleaned_data["pool"]
        if tried(form, lambda: sign_up(by=by, pool=pool, source=Source.PHONE, **who)):
            return carried_out(request, date, _("They are signed up, and have got a message."))
    back = reverse("groups:organised_date", args=[pk])
    said = {"lead": date.event.title, "moment": date.starts_at, "back": back}
    return form_page(request, form, heading=_("Sign up somebody who rang"), button=_("Sign them up"), **said)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def date_letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write to those who signed up."""
    date: Occurrence = managed_date(request, pk)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        wanted = {"to": given["to"], "text": given["text"], "form_key": form.key}
        if tried(form, lambda: write_letter(by=user_of(request), date=date, **wanted)):
            return carried_out(request, date, _("The message is sent."))
    back = reverse("groups:organised_date", args=[pk])
    said = {"lead": date.event.title, "moment": date.starts_at, "back": back}
    return form_page(request, form, heading=_("Write to those signed up"), button=_("Send"), **said)
