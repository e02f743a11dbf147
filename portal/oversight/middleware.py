"""After each request: whatever sealed did not open becomes a task, however the page itself dealt with it."""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from portal.oversight.actions import watching
from portal.vault import KeyringUnavailable, failures

log = logging.getLogger("portal.oversight")


class UnreadableMiddleware:
    """Outside of every transaction of the page, so that the task stays when the page's own work is undone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then tell."""
        with failures.collected() as tables:
            response = self.get_response(request)
        if tables:
            try:
                watching.tell_of_unreadable(tables)
            except (
                DatabaseError,
                KeyringUnavailable,
            ) as error:  # the answer is made; the log and /readyz say it anyway
                log.error("oversight.not_told error=%s", type(error).__name__)
        return response
