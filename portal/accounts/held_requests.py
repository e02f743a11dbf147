"""What somebody sent while the screen was locked, kept sealed until they show their passkey: one tap, nothing lost."""

from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.core.internal.httpkit import deserialize_request, serialize_request
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.vault import CannotBeShown, keyring

PURPOSE = "accounts|held_request"
RESUMED = "portal.resumed"


def hold(request: HttpRequest, proof_page: str) -> HttpResponse:
    """Send the person to the proof page; a POST without files is kept and done afterwards."""
    if request.method == "POST" and not request.FILES:
        sealed = keyring.seal_text(serialize_request(request), PURPOSE)
        request.session[STATE_SESSION_KEY] = {
            "state": {"sealed": sealed, "path": request.path},
            "callback": "portal.accounts.held_requests.resume",
        }
    elif request.method == "POST":
        messages.info(request, _("The page was locked. Please choose your file again."))
    return redirect(f"{proof_page}?{urlencode({'next': request.get_full_path()})}")


def resume(request: HttpRequest, state: dict[str, Any]) -> HttpResponse:
    """Do what was kept, as if it came now; the view judges it as always."""
    try:
        kept = keyring.open_text(state["sealed"], PURPOSE)
    except CannotBeShown:
        return redirect(state["path"])
    again = deserialize_request(kept, request)
    match = resolve(again.path_info)
    again.resolver_match = match
    again.META[RESUMED] = "1"
    response: HttpResponse = match.func(again, *match.args, **match.kwargs)
    return response


def is_resumed(request: HttpRequest) -> bool:
    """Whether this was kept while the screen was locked: a person waits for a page now, even if script had asked."""
    return RESUMED in request.META
