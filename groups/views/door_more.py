"""Beside the list at the door: who just came, heads, those who did not come, and the list on paper."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.actions.door import mark_away
from groups.actions.head_counts import count_on, set_head_count
from groups.actions.online import note_who_took_part
from groups.actions.reading_sign_ups import read_door_list
from groups.actions.walk_ins import walk_in
from groups.door_paper import paper
from groups.forms.door import HeadCountForm, TookPartForm, WalkInForm
from groups.forms.door_refusals import words_for
from groups.models import Occurrence
from groups.online_list import has_online, online_parties
from groups.rules.door import DoorRefusal, may_open
from groups.views.door import door_date, door_staff
from groups.views.organising import managed_date, user_of
from portal import clock
from portal.refusals import Refused

MORE = ("1", "2", "5")


@require_http_methods(["GET", "POST"])
@door_staff
def door_walk_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody who did not sign up: how many, perhaps a first name."""
    date = door_date(request, pk)
    form = WalkInForm(request.POST or None, date=date)
    is_full = False
    if request.method == "POST" and form.is_valid():
        pool = form.cleaned_data["pool"]
        try:
            walk_in(by=user_of(request), pool=pool, party=form.party(), form_key=form.key)
        except Refused as refused:
            form.refuse(words_for(refused))
            is_full = refused.reason == DoorRefusal.NO_ROOM_AT_DOOR
        else:
            messages.success(request, _("They are in."))
            return redirect("groups:door", pk=pk)
    context = {"form": form, "date": date, "event": date.event, "is_full": is_full}
    context["seats_url"] = reverse("groups:date_seats", args=[pk, "in_person"])
    return render(request, "groups/door/walk_in.html", context, status=422 if form.errors else 200)


@require_POST
@door_staff
def door_count(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Count heads on, or type the number."""
    date, by = door_date(request, pk), user_of(request)
    form = HeadCountForm(request.POST)
    try:
        if request.POST.get("more") in MORE:
            row = count_on(by=by, date=date, more=int(request.POST["more"]))
        elif form.is_valid():
            given = form.cleaned_data
            row = set_head_count(by=by, date=date, count=given["count"], seen=given["seen"])
        else:
            return count_page(request, pk, form, 422)
    except Refused as refused:
        form.is_valid()
        form.refuse(words_for(refused))
        return count_page(request, pk, form, 409)
    said = ngettext("{count} has come.", "{count} have come.", row.head_count or 0)
    messages.success(request, said.format(count=row.head_count))
    return redirect("groups:door", pk=pk)


def count_page(request: HttpRequest, pk: UUID, form: HeadCountForm, status: int) -> HttpResponse:
    """The number as it is now beside what was typed; saving again has seen it."""
    date = door_date(request, pk)
    seen = "" if date.head_count is None else str(date.head_count)
    form.data = {"count": request.POST.get("count", ""), "seen": seen}
    context = {"form": form, "date": date, "event": date.event}
    return render(request, "groups/door/count.html", context, status=status)


@require_POST
@door_staff
def door_away(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody who was not checked in did not come."""
    try:
        found = mark_away(by=user_of(request), date=door_date(request, pk))
    except Refused as refused:
        messages.error(request, words_for(refused))
    else:
        said = ngettext("{count} did not come. It is noted.", "{count} did not come. It is noted.", found)
        messages.success(request, said.format(count=found))
    return redirect("groups:door", pk=pk)


@require_http_methods(["GET", "POST"])
@door_staff
def door_online(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who took part before a screen. GET proposes who opened the way in; POST says who did, and perhaps that the rest
    did not.
    """
    date, by = managed_date(request, pk), user_of(request)
    if not has_online(date):
        raise Http404
    form = TookPartForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return online_page(request, date)
    came, was = form.cleaned_data["came"], form.cleaned_data["was"]
    try:
        note_who_took_part(by=by, date=date, came=came - was, slips=was - came)
        if "rest" in request.POST:
            mark_away(by=by, date=date, is_online=True)
    except Refused as refused:
        return online_page(request, date, refused=words_for(refused), status=409)
    messages.success(request, _("It is noted who took part."))
    return redirect(request.path)


def online_page(request: HttpRequest, date: Occurrence, *, refused: str = "", status: int = 200) -> HttpResponse:
    """The list as it is now; that it is looked at is written down first."""
    parties = online_parties(date, read_door_list(by=user_of(request), date=date))
    guests = [one for party in parties for one in party.guests]
    now, zone = clock.now(), ZoneInfo(date.zone)
    context = {
        "date": date,
        "event": date.event,
        "parties": parties,
        "came": sum(one.came for one in guests),
        "expected": len(guests),
        "refused": refused,
        "is_open": may_open(status=date.status, starts_at=date.starts_at, zone=zone, now=now) is None,
        "is_over": now >= date.ends_at,
    }
    return render(request, "groups/door/online.html", context, status=status)


@require_GET
@door_staff
def door_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole list as a PDF, for a door without a network; that it is taken along is written down first."""
    date = door_date(request, pk)
    rows = read_door_list(by=user_of(request), date=date)
    answer = HttpResponse(paper(date, rows), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="list.pdf"'
    return answer
