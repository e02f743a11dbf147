"""The interface knows nobody: no cookie and no language of a browser gets in, none gets out, every site may read it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from portal.open_data import problems

LEFT_OUT = ("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_AUTHORIZATION")
NOT_PER_READER = {"cookie", "accept-language"}
EVERY_SITE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, X-Request-ID",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class NobodyMiddleware:
    """Stands before the sessions, so that the answer is the same for all and may be kept by whoever passes it on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forget who asks, answer, and say that anybody may read it."""
        if not problems.is_asked(request):
            return self.get_response(request)
        for name in LEFT_OUT:
            request.META.pop(name, None)
        response = self.get_response(request)
        response.cookies.clear()
        for name, value in EVERY_SITE.items():
            response[name] = value
        del response["Content-Language"]
        varies = [name.strip() for name in response.get("Vary", "").split(",")]
        kept = [name for name in varies if name and name.lower() not in NOT_PER_READER]
        del response["Vary"]
        if kept:
            response["Vary"] = ", ".join(kept)
        return response
