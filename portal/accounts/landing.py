"""Where a person lands after signing in. Apps register the page of a role; accounts knows none of them."""

from typing import Any

from django.conf import settings
from django.shortcuts import resolve_url

_pages: dict[str, tuple[int, str]] = {}


def register(role: str, url_name: str, *, order: int = 100) -> None:
    """Holders of this role land here; of several, the lowest order wins."""
    _pages[role] = (order, url_name)


def page_of(user: Any) -> str:
    """The path of the page."""
    roles = user.roles if user.is_authenticated else frozenset()
    found = sorted(page for role, page in _pages.items() if role in roles)
    return resolve_url(found[0][1] if found else settings.LOGIN_REDIRECT_URL)
