"""My messages for relatives; deliveries and letters for staff."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal import clock
from portal.outbox import access
from portal.outbox.actions import by_hand
from portal.outbox.forms import REFUSAL_TEXT
from portal.outbox.models import LEDGER_GROUPS, OutboxMessage, OutboxMessageQuerySet
from portal.outbox.rules import Refusal
from portal.outbox.words import delivery_of, kept_text, letter_parts
from portal.refusals import Refused

PAGE = 25


def person(request: HttpRequest) -> Any:
    """Whoever is signed in; the middleware lets nobody else reach these views."""
    return request.user


def page_of(request: HttpRequest, rows: OutboxMessageQuerySet) -> tuple[list[OutboxMessage], str]:
    """One page of a newest-first list, and the address of the next one ("" at the end)."""
    try:
        moment, key = request.GET.get("before", "").split("_")
        rows = rows.before(datetime.fromisoformat(moment), UUID(key))
    except ValueError:
        pass
    found = list(rows[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    query = request.GET.copy()
    query["before"] = f"{found[PAGE - 1].send_at.strftime('%Y-%m-%dT%H:%M:%S.%fZ')}_{found[PAGE - 1].pk}"
    return found[:PAGE], query.urlencode()


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What the portal has written to this person, newest first."""
    rows, older = page_of(request, OutboxMessage.objects.in_inbox_of(person(request)))
    shown = [{"message": row, **letter_parts(kept_text(row))} for row in rows]
    return render(
        request, "outbox/inbox.html", {"shown": shown, "older": older, "new": any(not r.read_at for r in rows)}
    )


@require_POST
def read(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Mark one message as read."""
    message = get_object_or_404(OutboxMessage.objects.in_inbox_of(person(request)), pk=message_id)
    by_hand.mark_read(message=message, by=person(request))
    return redirect("outbox:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every message as read."""
    by_hand.mark_all_read(by=person(request))
    return redirect("outbox:inbox")


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Every message and what became of it; no content, no address."""
    if not access.may_see_deliveries(person(request)):
        raise PermissionDenied
    group = request.GET.get("state", "")
    rows, older = page_of(request, OutboxMessage.objects.for_ledger().in_group(group))
    context = {
        "deliveries": [delivery_of(row) for row in rows],
        "older": older,
        "group": group if group in LEDGER_GROUPS else "",
        "groups": [(name, label) for name, (label, _states) in LEDGER_GROUPS.items()],
        "late": OutboxMessage.objects.is_late(clock.now()),
        "may_post": access.may_post_letters(person(request)),
    }
    return render(request, "outbox/ledger.html", context)


@require_POST
def retry(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Send a message again."""
    if not access.may_see_deliveries(person(request)):
        raise PermissionDenied
    message = get_object_or_404(OutboxMessage.objects.for_ledger(), pk=message_id)
    try:
        by_hand.retry(message=message, by=person(request))
        messages.success(request, _("The message is sent again within a minute."))
    except Refused as refused:
        messages.warning(request, REFUSAL_TEXT[Refusal(refused.reason)])
    return redirect("outbox:ledger")


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Letters that wait for the printer or the post."""
    if not access.may_post_letters(person(request)):
        raise PermissionDenied
    rows = OutboxMessage.objects.letters_to_print(clock.now()).select_related("to")[:100]
    return render(request, "outbox/letters.html", {"letters": [delivery_of(row) for row in rows]})


@require_safe
def letter(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One letter, ready for the printer."""
    message = letter_for(request, message_id)
    try:
        text = by_hand.open_letter(message=message, by=person(request))
    except Refused as refused:
        messages.warning(request, REFUSAL_TEXT[Refusal(refused.reason)])
        return redirect("outbox:letters")
    return render(request, "outbox/letter.html", {"message": message, **letter_parts(text)})


@require_POST
def letter_done(request: HttpRequest, message_id: UUID, step: str) -> HttpResponse:
    """A letter is printed, or posted."""
    message = letter_for(request, message_id)
    try:
        if step == "printed":
            by_hand.mark_printed(message=message, by=person(request))
        else:
            by_hand.mark_posted(message=message, by=person(request))
    except Refused as refused:
        messages.warning(request, REFUSAL_TEXT[Refusal(refused.reason)])
    return redirect("outbox:letters")


def letter_for(request: HttpRequest, message_id: UUID) -> Any:
    """A letter, for those who post letters."""
    if not access.may_post_letters(person(request)):
        raise PermissionDenied
    return get_object_or_404(OutboxMessage.objects.letters(), pk=message_id)
