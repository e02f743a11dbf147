"""Who has looked at a relative's data, and why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts import access
from portal.accounts.models import User
from portal.audit import reasons
from portal.audit.lines import FOR_RELATIVES, lines_of
from portal.audit.models import AuditEvent
from relatives.views.settings import person_of

PAGE = 30
LONGEST_ID = 18


@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """What others read and changed, newest first. Only for a session that was opened with more than a mailbox."""
    if not access.is_strong(request):
        return render(request, "relatives/looks.html", {"needs_key": True})
    before = request.GET.get("before", "")
    older_than = int(before) if before.isascii() and before.isdigit() and len(before) <= LONGEST_ID else None
    found = list(AuditEvent.objects.by_others(person_of(request).pk, older_than)[: PAGE + 1])
    shown = found[:PAGE]
    people = User.objects.in_bulk({event.actor for event in shown if event.actor})
    context = {
        "lines": lines_of(shown, people, reasons.written_for(shown), FOR_RELATIVES),
        "older": shown[-1].pk if len(found) > PAGE else None,
        "is_later_page": older_than is not None,
    }
    return render(request, "relatives/looks.html", context)
