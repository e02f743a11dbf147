"""The log, for the data protection officer."""

from functools import wraps
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.audit import actions
from portal.audit.forms import SearchForm
from portal.audit.lines import lines_of
from portal.audit.models import AuditEvent

READERS = frozenset({"dpo"})
PAGE = 50


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
    people = get_user_model()._default_manager.in_bulk({event.actor for event in shown if event.actor})
    older = request.GET.copy()
    if len(found) > PAGE:
        older["before"] = str(shown[-1].pk)
    context = {
        "form": form,
        "lines": lines_of(shown, people),
        "older": older.urlencode() if len(found) > PAGE else "",
        "is_later_page": form.is_valid() and form.search.before is not None,
    }
    return render(request, "audit/events.html", context)
