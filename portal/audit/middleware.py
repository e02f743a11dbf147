"""Gives every request an id, which its log lines, its audit events and its answer carry."""

import re
import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.audit import request_id

log = structlog.get_logger("portal.request")
ACCEPTED = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestIdMiddleware:
    """X-Request-ID from a trusted proxy, else a fresh one; one line of log per request without its address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Bind, answer, say so in one line."""
        given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXY_COUNT else ""
        name = given if ACCEPTED.fullmatch(given) else uuid4().hex
        token = request_id.current.set(name)
        started = time.monotonic()
        try:
            with structlog.contextvars.bound_contextvars(request_id=name):
                response = self.get_response(request)
                match = request.resolver_match
                log.info(
                    "request",
                    method=request.method,
                    page=match.view_name if match else "",
                    status=response.status_code,
                    ms=round(1000 * (time.monotonic() - started)),
                )
        finally:
            request_id.current.reset(token)
        response["X-Request-ID"] = name
        return response
