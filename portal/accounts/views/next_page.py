"""Where to go afterwards: only within the portal."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from portal.accounts import landing


def asked_for(request: HttpRequest) -> str:
    """The page asked for in the form or the address; "" when there is none or it is elsewhere."""
    wanted = str(request.POST.get("next") or request.GET.get("next") or "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""


def after_sign_in(request: HttpRequest) -> str:
    """The page asked for, else the person's own first page."""
    return asked_for(request) or landing.page_of(request.user)


def with_next(url_name: str, wanted: str) -> str:
    """A page's path that remembers where to go afterwards."""
    return f"{reverse(url_name)}?{urlencode({'next': wanted})}" if wanted else reverse(url_name)
