"""The parts of all apps as one interface, and its description in OpenAPI."""

import functools
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import ValidationError

from portal.open_data import problems, registry
from portal.open_data.answering import View, answering
from portal.open_data.problems import Problem, Trouble

VERSION = "1"
ROOT = f"/api/v{VERSION}/"
ABOUT = gettext_noop(
    "What everybody may know, for other machines: events with their free places, meeting types, free times per day. "
    "Read-only, no key, nothing about people. Moments carry their offset; answers may be kept for a minute and carry "
    "an ETag. Within version 1 fields are added, never taken away or given another meaning."
)


@functools.cache
def interface() -> NinjaAPI:
    """The interface with every app's part; made once, when all apps are known."""
    api = NinjaAPI(
        title=f"Open data {settings.MAIL_DOMAIN}",
        version=VERSION,
        description=ABOUT,
        openapi_url=None,
        docs_url=None,
        urls_namespace="open_data",
        servers=[{"url": settings.SITE_URL}],
    )
    for part in registry.parts():
        api.add_router("", part.router, tags=[part.name])
    api.add_exception_handler(Http404, not_here)
    api.add_exception_handler(ValidationError, wrong_parameters)
    api.add_exception_handler(Trouble, troubled)
    return api


def not_here(request: HttpRequest, error: object) -> HttpResponse:
    """Nothing there, or nothing for everybody: the same answer."""
    return problems.problem(problems.NOT_FOUND)


def troubled(request: HttpRequest, error: object) -> HttpResponse:
    """What a part says when it has no answer."""
    assert isinstance(error, Trouble)
    return error.answer()


def wrong_parameters(request: HttpRequest, error: object) -> HttpResponse:
    """Every parameter that is wrong, each with a sentence."""
    assert isinstance(error, ValidationError)
    found = {str(one["loc"][-1]): str(one["msg"]).removeprefix("Value error, ") for one in error.errors}
    said = "; ".join(f"{name}: {words}" for name, words in found.items())
    return problems.problem(problems.WRONG_PARAMETER, f"{said}.", found)


@functools.cache
def document() -> dict[str, Any]:
    """The description of the interface, with what ninja leaves out: problems, headers, 304."""
    made: dict[str, Any] = dict(interface().get_openapi_schema(path_prefix=ROOT.lstrip("/")))
    schemas = made["components"].setdefault("schemas", {})
    whole = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= whole.pop("$defs")
    schemas["Problem"] = whole
    for path, methods in made["paths"].items():
        for operation in methods.values():
            complete(operation, has_object="{" in path)
    whole_text = json.dumps(made)
    for name in [name for name in schemas if f'/{name}"' not in whole_text]:  # parameters stand with their addresses
        del schemas[name]
    return made


def complete(operation: dict[str, Any], *, has_object: bool) -> None:
    """One address with all its answers."""
    answers = operation["responses"]
    answers[200]["headers"] = {"ETag": said("The tag of this answer, for If-None-Match."), "Cache-Control": said("")}
    answers[304] = {"description": "You have it already."}
    kinds = [problems.WRONG_PARAMETER, problems.TOO_MANY, problems.AWAY]
    for kind in [problems.NOT_FOUND, *kinds] if has_object else kinds:
        content = {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        answers[kind.status] = {"description": kind.title, "content": content}
    for kind in (problems.TOO_MANY, problems.AWAY):
        answers[kind.status]["headers"] = {"Retry-After": said("Seconds to wait.")}
    operation["responses"] = {str(status): answer for status, answer in answers.items()}


def said(words: str) -> dict[str, Any]:
    """A header."""
    return {"description": words, "schema": {"type": "string"}}


@functools.cache
def parameters_of(operation_id: str) -> frozenset[str]:
    """What an address takes after the question mark."""
    found = next(
        operation
        for methods in document()["paths"].values()
        for operation in methods.values()
        if operation["operationId"] == operation_id
    )
    return frozenset(one["name"] for one in found["parameters"] if one["in"] == "query")


def addresses() -> list[URLPattern]:
    """The parts' addresses; the name of each is its operation's."""
    patterns = [one for one in interface().urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    for pattern in patterns:
        pattern.callback = opened(pattern.callback, str(pattern.name))
    return patterns


def opened(view: Callable[..., Any], name: str) -> View:
    """One of them, for everybody to read."""
    return answering(view, functools.partial(parameters_of, name))
