"""The demonstration's own pages. They are only routed when DEMO is on, which is only possible on a loopback address."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.embedded import mailbox, sms_gateway
from portal.embedded.letters import letters

SHOWN = 60
SAFE_TYPES = {"text/calendar", "application/pdf"}


def folder() -> Path:
    """Where the post office keeps what it got."""
    return Path(settings.VAR_DIR) / "mailbox"


@login_not_required
@never_cache
@require_safe
def mailbox_page(request: HttpRequest) -> HttpResponse:
    """Everything that was sent: e-mails with their files, text messages, letters."""
    context = {
        "mails": mailbox.messages(folder())[:SHOWN],
        "texts": sms_gateway.messages(folder())[:SHOWN],
        "letters": letters(SHOWN),
    }
    return render(request, "embedded/mailbox.html", context)


@login_not_required
@never_cache
@require_safe
def attachment(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A file from an e-mail, always as a download."""
    mail = mailbox.message(folder(), key)
    if mail is None or number >= len(mail.attachments):
        raise Http404
    found = mail.attachments[number]
    kind = found.content_type if found.content_type in SAFE_TYPES else "application/octet-stream"
    response = HttpResponse(found.content, content_type=kind)
    name = Path(found.name).name.replace('"', "")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
