"""When something breaks: a passing trouble (database, keys, log) is a 503 that asks to come back, all else a 500."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults
from django.views.decorators.csrf import requires_csrf_token

from portal.audit.actions import CannotRecord
from portal.open_data import problems
from portal.vault import CannotBeShown

PASSING = (OperationalError, InterfaceError, CannotRecord, CannotBeShown)
RETRY_AFTER_SECONDS = 10


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while the exception is being handled; nothing here may ask the database."""
    is_passing = isinstance(sys.exc_info()[1], PASSING)
    if problems.is_asked(request):
        return machine_comes_back_soon() if is_passing else problems.problem(problems.BROKEN)
    return come_back_soon() if is_passing else defaults.server_error(request)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django calls this too when the session could not be saved, and says nothing of the database that was away."""
    cause: BaseException | None = exception
    while cause is not None and not isinstance(cause, PASSING):
        cause = cause.__context__
    if problems.is_asked(request):
        return machine_comes_back_soon() if cause else problems.problem(problems.BAD_REQUEST)
    return come_back_soon() if cause else defaults.bad_request(request, exception)


def come_back_soon() -> HttpResponse:
    """The page for a passing trouble."""
    page = loader.get_template("503.html").render()
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def machine_comes_back_soon() -> HttpResponse:
    """The same for a machine."""
    return problems.problem(problems.AWAY, Retry_After=str(RETRY_AFTER_SECONDS))
