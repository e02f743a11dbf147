"""What every address of the interface does beside its answer: reading only, how often, which parameters, ETag, 304."""

import functools
import hashlib
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt

from portal.accounts import limits
from portal.open_data import problems
from portal.open_data.problems import Trouble

View = Callable[..., HttpResponseBase]
METHODS = "GET, HEAD, OPTIONS"
KEPT = "public, max-age=60"  # what is taken down must soon be gone elsewhere too
WAIT_SECONDS = 60
PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, If-Match, Accept",
    "Access-Control-Max-Age": "86400",
}


def answering(view: View, parameters: Callable[[], frozenset[str]] | None = None) -> View:
    """A view of the interface, for everybody; parameters gives the names it takes (None: nobody looks at them)."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **kwargs: object) -> HttpResponseBase:
        with translation.override(settings.LANGUAGE_CODE):
            try:
                return answered(request, view, parameters, kwargs)
            except Trouble as trouble:
                return trouble.answer()
            except PermissionDenied:  # no address to count by: it did not come through our proxy
                return problems.problem(problems.BAD_REQUEST)

    return login_not_required(csrf_exempt(answer))


def answered(
    request: HttpRequest, view: View, parameters: Callable[[], frozenset[str]] | None, kwargs: dict[str, object]
) -> HttpResponseBase:
    """The answer to one request."""
    is_head = request.method == "HEAD"
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT)
    if not (is_head or request.method == "GET"):
        return problems.problem(problems.NOT_ALLOWED, Allow=METHODS)
    if not limits.allows(request, "open_data", counts_reading=True):
        return problems.problem(problems.TOO_MANY, Retry_After=str(WAIT_SECONDS))
    if parameters is not None:
        look_at_parameters(request, parameters())
    request.method = "GET"  # what a HEAD says is what a GET would say
    response = view(request, **kwargs)
    assert isinstance(response, HttpResponse)
    response = with_tag(request, response) if response.status_code == 200 else response
    if is_head:
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    return response


def look_at_parameters(request: HttpRequest, known: frozenset[str]) -> None:
    """A mistyped parameter is not passed over in silence: the answer would be something else than was asked for."""
    names = ", ".join(sorted(known)) or "none"
    for name, values in request.GET.lists():
        if name not in known:
            raise problems.wrong(name[:60], f"There is no such parameter here. There are: {names}.")
        if len(values) > 1:
            raise problems.wrong(name, "It is given more than once.")


def with_tag(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer with its tag; nothing but 304 for who has it already."""
    response["Cache-Control"] = KEPT
    tag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = tag
    found = get_conditional_response(request, etag=tag, response=response)
    assert isinstance(found, HttpResponse)
    if found.status_code == problems.CHANGED.status:
        return problems.problem(problems.CHANGED)
    if found.status_code == 304:
        del found["Content-Type"]
    return found
