"""Who may open a view: a role, or a proof of who you are that is a few minutes old at most."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from portal.accounts import access

View = Callable[..., HttpResponseBase]


def roles_required(*roles: str) -> Callable[[View], View]:
    """Only holders of one of the roles. Anonymous people are sent to sign in by the middleware; others get 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not access.has_role(request.user, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]  # read by the URL table's test
        return guarded

    return decorate


def step_up_required(view: View) -> View:
    """Ask for the passkey, app or code again before a POST when the last proof is older than five minutes."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and get_adapter(request).is_reauthentication_required(app="portal.accounts"):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded
