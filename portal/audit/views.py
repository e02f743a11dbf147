"""The log, for the data protection officer; and the files somebody made to take along."""

from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal import clock
from portal.audit import actions
from portal.audit.actions.files import fetch_file
from portal.audit.chain import in_utc
from portal.audit.export import as_csv
from portal.audit.forms import ExportForm, SearchForm, words_for
from portal.audit.lines import lines_of
from portal.audit.models import AuditEvent, ExportFile, Search
from portal.audit.spreadsheets import TYPES
from portal.audit.state import chain_state
from portal.refusals import Refused

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


def staff_only(view: Any) -> Any:
    """Only whoever works here; which files are theirs the rows say."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person: Any = request.user
        if not (person.is_active and person.is_staff_member):
            raise PermissionDenied
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    return guarded


@require_safe
@staff_only
def files(request: HttpRequest) -> HttpResponse:
    """One's own files, while they can be fetched."""
    found = ExportFile.objects.visible_to(request.user).to_fetch(clock.now())
    return render(request, "audit/files.html", {"files": found})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
@reauthentication_required(allow_get=True)
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them: GET says until when it can be fetched, POST hands it out after a fresh proof of who is asking."""
    person: Any = request.user
    found: ExportFile = get_object_or_404(ExportFile.objects.visible_to(person), pk=pk)
    refusal = ""
    if request.method == "POST":
        try:
            content = fetch_file(by=person, file=found)
        except Refused as refused:
            refusal = words_for(refused)
        else:
            answer = HttpResponse(content, content_type=TYPES[found.file_format])
            answer["Content-Disposition"] = f'attachment; filename="{found.file_name}"'
            return answer
    context = {"file": found, "refusal": refusal, "is_open": found.expires_at > clock.now()}
    return render(request, "audit/file.html", context, status=409 if refusal else 200)
