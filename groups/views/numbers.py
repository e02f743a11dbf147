"""Numbers of evenings, and taking them or the sign-ups of a date along."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from groups.actions.reading_sign_ups import read_sign_ups
from groups.actions.taking_along import take_numbers, take_sign_ups
from groups.forms.numbers import YearForm
from groups.numbers_page import lines_of, read_numbers, sign_up_lines, titles
from groups.views.organising import STAFF, form_page, managed_date, user_of
from portal.accounts.decorators import roles_required, step_up_required
from portal.audit.forms import FileForm, words_for
from portal.audit.models import ExportFile
from portal.refusals import Refused


@require_GET
@roles_required(*STAFF)
def evening_numbers(request: HttpRequest) -> HttpResponse:
    """A year, what is small hidden."""
    form = YearForm(request.GET)
    context = {"form": form, "page": read_numbers(form.wish()), "titles": titles()}
    return render(request, "groups/organise/numbers.html", context)


def taken(request: HttpRequest, make: Callable[[dict[str, Any]], ExportFile], **said: Any) -> HttpResponse:
    """The form; then the page where the file it asks for is fetched."""
    form = FileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            file = make(form.cleaned_data)
        except Refused as refused:
            form.refuse(words_for(refused), "reason")
        else:
            return redirect("audit:file", pk=file.pk)
    return form_page(request, form, button=_("Make the file"), **said)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
@step_up_required
def numbers_file(request: HttpRequest) -> HttpResponse:
    """The numbers of a year as a file."""
    year, by = YearForm(request.GET).wish(), user_of(request)
    back = f"{reverse('groups:evening_numbers')}?year={year}"
    said = {"heading": _("Take the numbers along"), "lead": str(year), "back": back}

    def make(given: dict[str, Any]) -> ExportFile:
        return take_numbers(by=by, year=year, lines=lambda: lines_of(read_numbers(year)), **given)

    return taken(request, make, **said)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
@step_up_required
def sign_ups_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who signed up for a date as a file; written into the log before a name is read."""
    date, by = managed_date(request, pk), user_of(request)
    back = reverse("groups:organised_date", args=[pk])
    said = {"heading": _("Take the sign-ups along"), "lead": date.event.title, "moment": date.starts_at, "back": back}

    def make(given: dict[str, Any]) -> ExportFile:
        return take_sign_ups(by=by, date=date, lines=lambda: sign_up_lines(read_sign_ups(by=by, date=date)), **given)

    return taken(request, make, **said)
