"""What every template knows about the municipality."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.design.models import Municipality


def municipality(request: HttpRequest) -> dict[str, Any]:
    """The municipality (asked for only when a template uses it) and where "leave quickly" leads."""
    return {
        "municipality": SimpleLazyObject(Municipality.objects.current),
        "quick_exit_url": settings.QUICK_EXIT_URL,
        "is_demo": settings.DEMO,
        "allauth_layout": own_layout(request),
    }


def own_layout(request: HttpRequest) -> str:
    """The layout of pages that relatives and staff share: those about one's own sign-in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return "layouts/public.html"
    return "layouts/staff.html" if user.is_staff_member else "layouts/member.html"
