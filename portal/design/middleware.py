"""What every response gets beside the content security policy (django-csp) and Django's own headers."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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


class ButtonPageMiddleware:
    """The address of a button, opened by hand or after signing in: a page that says so instead of an empty one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a view that takes other methods gives 405 without words."""
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        return response
