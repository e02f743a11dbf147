"""What a page to look at is: an address, the person who looks, and what the address needs from the demo."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User

NOBODY = ""
RELATIVE = "rasmus@borger.example"
COUNSELLOR = "mette.krogh@egekoebing.example"
LEAD = "dorthe.friis@egekoebing.example"
ADMINISTRATOR = "tove.lauridsen@egekoebing.example"
DPO = "hanne.roemer@egekoebing.example"

Args = Callable[[], dict[str, Any]]


def no_args() -> dict[str, Any]:
    """For pages without a variable part."""
    return {}


@dataclass(frozen=True)
class Look:
    """One page to look at."""

    name: str
    who: str = NOBODY
    args: Args = field(default=no_args)
    query: str = ""
    picture: str = ""  # the file's name when the page has a place in docs/screenshots
    status: int = 200

    def path(self, language: str = "da", args: dict[str, Any] | None = None) -> str:
        """Its address in a language; args where several addresses must name the same thing (a link is signed anew)."""
        with translation.override(language):
            return reverse(self.name, kwargs=self.args() if args is None else args) + self.query

    @property
    def title(self) -> str:
        """How a failing test names it."""
        return f"{self.name}{self.query}"


def user(email: str) -> User:
    """A person of the demo."""
    return User.objects.get(email=email)
