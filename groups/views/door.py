"""At the door, on a phone: the list, one party, a scanned code. Nobody but organisers learns that there is a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from groups.actions.reading_sign_ups import read_door_list, read_door_party
from groups.door_codes import normal
from groups.door_list import ALL, MISSING, PAGE, SHOWS, Party, door_list, has_door, hindrance
from groups.door_presses import press
from groups.forms.door import HeadCountForm, SoughtForm
from groups.forms.door_refusals import words_for
from groups.models import Occurrence, Registration
from groups.models.events import STAFF
from groups.rules.door import DoorRefusal
from groups.views.organising import managed_date, user_of
from portal import clock
from portal.accounts import access
from portal.refusals import Refused

View = Callable[..., HttpResponse]


def door_staff(view: View) -> View:
    """Only organisers; for everybody else who is signed in there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not access.has_role(request.user, *STAFF):
            raise Http404
        return view(request, *args, **kwargs)

    guarded.roles = frozenset(STAFF)  # type: ignore[attr-defined]  # read by the URL table's test
    return never_cache(guarded)


def door_date(request: HttpRequest, pk: UUID) -> Occurrence:
    """A date with a door; 404 where everybody is at home."""
    date = managed_date(request, pk)
    if not has_door(date):
        raise Http404
    return date


@require_http_methods(["GET", "POST"])
@door_staff
def door(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is expected and who is here. POST looks for a name or a code: names stay out of addresses and logs."""
    date = door_date(request, pk)
    form = SoughtForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return list_page(request, date, form)
    sought = form.cleaned_data["sought"]
    code = normal(sought)
    if not code:
        return list_page(request, date, form, sought=sought)
    row = Registration.objects.with_door_code(code)
    if row is not None and row.pool.occurrence_id == date.pk:
        return redirect("groups:door_party", pk=pk, party=row.pk)
    refused = Refused(DoorRefusal.CODE_UNKNOWN)
    if row is not None:
        refused = Refused(DoorRefusal.CODE_OF_ANOTHER_DATE, start=row.pool.occurrence.starts_at)
    return list_page(request, date, form, refused=words_for(refused), status=409)


def list_page(
    request: HttpRequest, date: Occurrence, form: SoughtForm, *, sought: str = "", refused: str = "", status: int = 200
) -> HttpResponse:
    """The list as it is now; that it is looked at is written down first."""
    people = door_list(read_door_list(by=user_of(request), date=date))
    asked = request.GET.get("show", MISSING)
    show = ALL if sought else asked if asked in SHOWS else MISSING
    context: dict[str, Any] = {
        "date": date,
        "event": date.event,
        "form": form,
        "people": people,
        "page": Paginator(people.shown(show, sought), PAGE).get_page(request.GET.get("page")),
        "show": show,
        "sought": sought,
        "refused": refused,
        "is_over": clock.now() >= date.ends_at,
        "is_off": date.status in {"cancelled", "postponed"},
        "count_form": HeadCountForm(initial={"count": date.head_count, "seen": date.head_count}),
    }
    return render(request, "groups/door/door.html", context, status=422 if form.errors else status)


@require_http_methods(["GET", "POST"])
@door_staff
def door_party(request: HttpRequest, pk: UUID, party: UUID) -> HttpResponse:
    """One party; POST checks in, undoes, gives a place. From the list one comes back to the list."""
    date = door_date(request, pk)
    row = get_object_or_404(Registration.objects.party_at(date.pk), pk=party)
    if request.method != "POST":
        return party_page(request, row)
    back = request.path if "stay" in request.POST else reverse("groups:door", args=[pk])
    return pressed(request, row, back)


@require_http_methods(["GET", "POST"])
@door_staff
def door_scan(request: HttpRequest, code: str) -> HttpResponse:
    """Where a QR code leads: GET says who, POST checks in; a code nobody has says so."""
    row = Registration.objects.with_door_code(normal(code))
    if row is None:
        said = words_for(Refused(DoorRefusal.CODE_UNKNOWN))
        return render(request, "groups/door/unknown.html", {"said": said}, status=404)
    if request.method != "POST":
        return party_page(request, row, is_scanned=True)
    return pressed(request, row, request.path, is_scanned=True)


def pressed(request: HttpRequest, row: Registration, back: str, *, is_scanned: bool = False) -> HttpResponse:
    """Do what the button says; a refusal is said on the party's page as it is now."""
    try:
        said = press(user_of(request), row, request.POST.dict(), is_scanned=is_scanned)
    except Refused as refused:
        now = Registration.objects.party_at(row.pool.occurrence_id).get(pk=row.pk)
        return party_page(request, now, refused=words_for(refused), is_scanned=is_scanned, status=409)
    messages.success(request, said)
    return redirect(back)


def party_page(
    request: HttpRequest, row: Registration, *, refused: str = "", is_scanned: bool = False, status: int = 200
) -> HttpResponse:
    """Who they are, and what can be done; that they are looked up is written down first."""
    read_door_party(by=user_of(request), registration=row)
    reason, details = hindrance(row, clock.now(), is_scanned=is_scanned)
    context = {
        "party": Party(row),
        "date": row.pool.occurrence,
        "event": row.pool.occurrence.event,
        "refused": refused,
        "hindrance": words_for(Refused(reason, **details)) if reason else "",
        "is_open": reason is None or reason in {DoorRefusal.STILL_WAITING, DoorRefusal.PLACE_NOT_CONFIRMED},
        "path": request.path,
    }
    return render(request, "groups/door/party.html", context, status=status)
