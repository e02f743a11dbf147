"""Headers of every response beside the content security policy (django-csp) and Django's own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()"


class PageHeadersMiddleware:
    """No page in another's frame or window, no sensors, and nothing of a signed-in person kept by the browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then add what is missing; a view that set a header itself keeps it."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        user = getattr(request, "user", None)
        if "Cache-Control" not in response.headers:
            signed_in = user is not None and user.is_authenticated
            response.headers["Cache-Control"] = "no-store" if signed_in else "no-cache, private"
        return response
