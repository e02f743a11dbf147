"""Everything that is not an answer, as RFC 9457 says it: what kind of problem, and one sentence about this one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_noop
from ninja import Field, Schema

PREFIX = "/api/"
CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem; its type in the answer is an address that explains it."""

    status: int
    name: str
    title: str

    @property
    def address(self) -> str:
        """Where it is explained, in the municipality's language."""
        with translation.override(settings.LANGUAGE_CODE):
            return f"{settings.SITE_URL}{reverse('front:open_data')}#{self.name}"


BAD_REQUEST = Kind(400, "bad-request", gettext_noop("The request can't be read."))
NOT_FOUND = Kind(404, "not-found", gettext_noop("There is nothing at this address, or it is not public now."))
NOT_ALLOWED = Kind(405, "read-only", gettext_noop("This is for reading: only GET, HEAD and OPTIONS work."))
CHANGED = Kind(412, "changed-meanwhile", gettext_noop("The condition in If-Match does not hold any more."))
WRONG_PARAMETER = Kind(422, "wrong-parameter", gettext_noop("A parameter is unknown or has a value it can't have."))
TOO_MANY = Kind(429, "too-many-requests", gettext_noop("Too many requests from your address. Wait, then try again."))
BROKEN = Kind(500, "our-mistake", gettext_noop("Something broke here. It is in our log."))
AWAY = Kind(503, "come-back-soon", gettext_noop("We can't answer just now. Try again soon."))
KINDS = (BAD_REQUEST, NOT_FOUND, NOT_ALLOWED, CHANGED, WRONG_PARAMETER, TOO_MANY, BROKEN, AWAY)


class Wrong(Schema):
    """One parameter that is wrong."""

    parameter: str = Field(description=gettext_noop("The parameter's name."))
    detail: str = Field(description=gettext_noop("What is wrong with it."))


class Problem(Schema):
    """A problem, as RFC 9457 describes it."""

    type: str = Field(description=gettext_noop("The address that explains this kind of problem."))
    title: str = Field(description=gettext_noop("The kind of problem in words; the same each time."))
    status: int = Field(description=gettext_noop("The HTTP status."))
    detail: str = Field(description=gettext_noop("What was wrong this time."))
    errors: list[Wrong] | None = Field(None, description=gettext_noop("Each parameter that is wrong."))


class Trouble(Exception):
    """Raised by an app's part when it has no answer."""

    def __init__(self, kind: Kind, detail: str, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.errors = kind, detail, dict(errors or {})

    def answer(self) -> HttpResponse:
        """As it is sent."""
        return problem(self.kind, self.detail, self.errors)


def wrong(parameter: str, detail: str) -> Trouble:
    """One parameter has a value it can't have."""
    return Trouble(WRONG_PARAMETER, detail, {parameter: detail})


def problem(kind: Kind, detail: str = "", errors: Mapping[str, str] | None = None, **headers: str) -> HttpResponse:
    """A problem as it is sent; nobody keeps it."""
    said: dict[str, Any] = {"type": kind.address, "title": kind.title, "status": kind.status}
    said["detail"] = detail or kind.title
    if errors:
        said["errors"] = [{"parameter": name, "detail": words} for name, words in errors.items()]
    answer = JsonResponse(said, status=kind.status, content_type=CONTENT_TYPE)
    answer["Cache-Control"] = "no-store"
    for name, value in headers.items():
        answer[name.replace("_", "-")] = value
    return answer


def is_asked(request: HttpRequest) -> bool:
    """Whether a machine asks: then nobody wants a page."""
    return request.path_info.startswith(PREFIX)
