"""The guard of every signed-in request: time limits for all, a second factor for staff."""

from collections.abc import Callable
from typing import Any

import structlog
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts import access, held_requests, second_factor
from portal.accounts.session_clock import SessionClock, limits_for

log = structlog.get_logger("portal.accounts")
# Pages that must work for staff who still have to show or make their second factor.
ALWAYS_OPEN = frozenset(
    {"account_logout", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "set_language", "front:language"}
)
OPEN_FOR_SETTING_UP = ALWAYS_OPEN | {
    "accounts:second_factor",
    "accounts:confirm_by_code",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_view_recovery_codes",
}


class SessionGuardMiddleware:
    """Ends or locks sessions that stood still; staff go on only with a passkey or an authenticator app.

    Stands after AuthenticationMiddleware and before LoginRequiredMiddleware: whoever is signed out here is led to
    the sign-in page by the latter.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing here: the guard needs to know the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Let the request through, or lead the person to what is missing."""
        if not request.user.is_authenticated:
            return None
        is_staff = access.is_staff(request.user)
        timer = SessionClock(request.session, limits_for(is_staff=is_staff))
        now = clock.now()
        if timer.is_worn_out(now) or (timer.is_idle(now) and not (is_staff and second_factor.exists_for(request))):
            self._end(request)
            return None
        if not is_staff:
            timer.touch_and_write(now)
            return None
        if timer.is_idle(now):
            timer.lock(access.strong_proofs(request))
        if not timer.is_locked(access.strong_proofs(request)) and access.is_strong(request):
            timer.touch_and_write(now, at_once=timer.is_idle(now))
            return None
        return self._ask_for_proof(request, view)

    def _end(self, request: HttpRequest) -> None:
        """Sign out; the next middleware asks to sign in where that is needed."""
        try:
            logout(request)
        except DatabaseError:  # it can't even be deleted: nobody gets in with it, now or later
            log.warning("accounts.session_not_ended")
            request.user = AnonymousUser()
            request.session.modified = False
        messages.info(request, _("You were signed out to keep what you see here safe. Sign in to go on."))

    def _ask_for_proof(self, request: HttpRequest, view: Callable[..., Any]) -> HttpResponse | None:
        """A public page treats the person as a visitor; any other page waits for the second factor."""
        has_one = second_factor.exists_for(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in (ALWAYS_OPEN if has_one else OPEN_FOR_SETTING_UP):
            return None
        if not getattr(view, "login_required", True):
            request.user = AnonymousUser()
            return None
        if not has_one:
            return redirect(f"{reverse('accounts:second_factor')}?{urlencode({'next': request.get_full_path()})}")
        return held_requests.hold(request, second_factor.page_for(request))
