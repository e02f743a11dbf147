"""Ending sessions elsewhere while keeping the one the person sits at."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from portal.accounts import actions
from portal.accounts.models import User


def keep_only_this(request: HttpRequest) -> None:
    """End every other session of the signed-in person; what this session holds (a chosen time) stays."""
    user = actions.end_other_sessions(by=request.user)  # type: ignore[arg-type]  # only called when signed in
    stay_signed_in(request, user)


def stay_signed_in(request: HttpRequest, user: User) -> None:
    """Bind this session to the person's new stamp."""
    user.backend = request.session.get("_auth_user_backend", "")
    request.user = user
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)


def end_others_after_change(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """A passkey, app or set of recovery codes was added, removed or renewed by the person."""
    if request.user.is_authenticated and request.user.pk == user.pk:
        keep_only_this(request)
