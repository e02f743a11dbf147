"""What every page knows about the sign-in: when it ends, where work begins, what is kept meanwhile."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from portal import clock
from portal.accounts import landing, meanwhile
from portal.accounts.session_clock import WARN_BEFORE, SessionClock, limits_for


def session_clock(request: HttpRequest) -> dict[str, Any]:
    """session_clock: seconds_left, warn_seconds, extend_url, locks (staff) for the data attributes of the layouts."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    is_staff = user.is_staff_member
    now = clock.now()
    timer = SessionClock(request.session, limits_for(is_staff=is_staff))
    seconds_left = int((timer.ends_at(now) - now).total_seconds())
    if seconds_left <= 0:  # the page that unlocks the screen: nothing is left to warn of
        return {}
    return {
        "session_clock": {
            "seconds_left": seconds_left,
            "warn_seconds": int(WARN_BEFORE.total_seconds()),
            "extend_url": reverse("accounts:stay_signed_in"),
            "locks": is_staff,
        }
    }


def work_begins(request: HttpRequest) -> dict[str, Any]:
    """work_begins: the address where this person's work begins, asked only by the pages that show it."""
    user = getattr(request, "user", None)
    return {} if user is None else {"work_begins": partial(landing.page_of, user)}


def kept_meanwhile(request: HttpRequest) -> dict[str, Any]:
    """kept_meanwhile: what is kept for somebody who is signing in, asked only by the pages that show it."""
    return {"kept_meanwhile": partial(meanwhile.kept_for, request)}
