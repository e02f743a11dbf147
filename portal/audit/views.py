"""The log, for the data protection officer."""

from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import clock
from portal.audit import actions
from portal.audit.chain import in_utc
from portal.audit.export import as_csv
from portal.audit.forms import ExportForm, SearchForm
from portal.audit.lines import lines_of
from portal.audit.models import AuditEvent, Search
from portal.audit.state import chain_state

READERS = frozenset({"dpo"})
PAGE = 50
MOST = 10_000


def readers_only(view: Any) -> Any:
    """Only whoever watches over the log. The role is asked by name: accounts stands above this app."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        person: Any = request.user
        if not (person.is_active and person.has_role(*READERS)):
            raise PermissionDenied
        response: HttpResponse = view(request)
        return response

    guarded.roles = READERS  # type: ignore[attr-defined]  # read by the URL table's test
    return guarded


@require_safe
@readers_only
def events(request: HttpRequest) -> HttpResponse:
    """Who did and read what, newest first, without content. Looking is recorded before anything is shown."""
    reader: Any = request.user
    form = SearchForm(request.GET)
    found: list[AuditEvent] = []
    if form.is_valid():
        found = actions.read_log(by=reader, search=form.search, most=PAGE + 1)
    shown = found[:PAGE]
    older = request.GET.copy()
    if len(found) > PAGE:
        older["before"] = str(shown[-1].pk)
    context = {
        "form": form,
        "lines": lines_of(shown, people_in(shown)),
        "older": older.urlencode() if len(found) > PAGE else "",
        "is_later_page": form.is_valid() and form.search.before is not None,
        "asked": request.GET.urlencode(),
        "chain": chain_state(),
    }
    return render(request, "audit/events.html", context)


def people_in(events: list[AuditEvent]) -> dict[Any, Any]:
    """Who acted, by key."""
    found: dict[Any, Any] = get_user_model()._default_manager.in_bulk({event.actor for event in events if event.actor})
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@readers_only
@reauthentication_required(allow_get=True)
def export(request: HttpRequest) -> HttpResponse:
    """The search of the address as a file, after a fresh proof of who is asking, with a reason."""
    search, form = SearchForm(request.GET), ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and search.is_valid():
        return file_of(request, search.search, form.cleaned_data["reason"])
    return render(request, "audit/export.html", {"search": search, "form": form, "most": MOST})


def file_of(request: HttpRequest, search: Search, reason: str) -> HttpResponse:
    """The file. Its first row is its watermark."""
    reader: Any = request.user
    found = actions.export_log(by=reader, search=search, reason=reason, most=MOST)
    watermark = [_("Taken from the log by {name}").format(name=reader), in_utc(clock.now()), reason]
    text = as_csv(lines_of(found, people_in(found)), watermark=watermark)
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="log-{clock.today().isoformat()}.csv"'
    return answer
