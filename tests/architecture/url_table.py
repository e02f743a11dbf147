"""Who gets what answer from which address: the machinery. The reviewed rows are in urls/<app>.py.

A row says, for GET and for POST (with an empty body), the status each role meets. OBJECTS beside the rows names a
builder for each address with arguments: it makes an object that belongs to `relative` and is looked after by
`counsellor`, and returns the arguments. So "relative" is the owner, "another_relative" a stranger to it; and arguments
of nothing that exists are tried too.
"""

import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from portal.accounts.models import User
from portal.design.addresses import SpokenPart
from tests.factories.people import sign_in

ROLES = (
    "anonymous",
    "relative",
    "another_relative",
    "counsellor",
    "team_lead",
    "organiser",
    "planner",
    "dpo",
    "administrator",
)
SAMPLE = ("anonymous", "relative", "counsellor", "team_lead")
Statuses = tuple[int, ...]
Builder = Callable[[Mapping[str, User]], Mapping[str, Any]]
SIGN_IN, FORBIDDEN, NOT_FOUND, NOT_ALLOWED = 302, 403, 404, 405


def everyone(status: int) -> Statuses:
    """The same answer for all, signed in or not."""
    return (status,) * len(ROLES)


def signed_in(status: int) -> Statuses:
    """Anonymous people are sent to sign in."""
    return (SIGN_IN, *(status,) * (len(ROLES) - 1))


def only(*roles: str, status: int = 200, others: int = FORBIDDEN) -> Statuses:
    """Only these roles; anonymous people are sent to sign in, the rest meet `others` (403, or 404 for an object)."""
    unknown = set(roles) - set(ROLES)
    assert not unknown, unknown
    return (SIGN_IN, *(status if role in roles else others for role in ROLES[1:]))


@dataclass(frozen=True)
class Row:
    """One address."""

    name: str
    get: Statuses
    post: Statuses
    args: Mapping[str, Any] = field(default_factory=dict)  # fixed arguments that are no object of anybody's
    unknown: int = NOT_FOUND  # what those who may see the object meet when there is none

    def made_for(self, people: Mapping[str, User]) -> Mapping[str, Any]:
        """The arguments of an object made for this row, if it is about one."""
        builder = objects().get(self.name)
        return builder(people) if builder else {}


def modules() -> Iterator[Any]:
    """The files of reviewed rows."""
    package = importlib.import_module("tests.architecture.urls")
    for module in pkgutil.iter_modules(package.__path__, "tests.architecture.urls."):
        yield importlib.import_module(module.name)


def objects() -> dict[str, Builder]:
    """Every builder by the address it is for."""
    return {name: builder for module in modules() for name, builder in getattr(module, "OBJECTS", {}).items()}


def rows() -> dict[str, Row]:
    """Every reviewed row by name."""
    found: dict[str, Row] = {}
    for module in modules():
        for row in module.ROWS:
            assert row.name not in found, f"{row.name} has two rows"
            found[row.name] = row
    return found


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the portal by its full name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, inner)
        else:
            yield f"{space}{pattern.name}", pattern


def public_addresses() -> list[str]:
    """The names of the views that say login_not_required."""
    return sorted({name for name, pattern in addresses() if not getattr(pattern.callback, "login_required", True)})


class Visitors:
    """One signed-in client per role; each request is undone afterwards."""

    def __init__(self, people: Mapping[str, User]) -> None:
        self.people = people
        self.clients = {role: sign_in(people[role]) if role in people else Client() for role in ROLES}
        for client in self.clients.values():
            client.raise_request_exception = False

    def status(self, role: str, method: str, url: str) -> int:
        """The answer to one request, whose traces are rolled back: rows, session and cookies."""
        client = self.clients[role]
        cookies = client.cookies.output()
        kept = SimpleCookie({name: morsel.value for name, morsel in client.cookies.items()})
        with transaction.atomic():
            status: int = getattr(client, method)(url).status_code
            transaction.set_rollback(True)
        if client.cookies.output() != cookies:
            client.cookies = kept
        return status

    def met(self, url: str, method: str) -> Statuses:
        """What each role meets."""
        return tuple(self.status(role, method, url) for role in ROLES)


def nobody_has(arguments: Mapping[str, Any], spoken: Collection[str] = ()) -> dict[str, Any]:
    """The same kinds of arguments, of nothing that exists; a word that is part of the address (spoken) stays."""
    return {
        name: value
        if name in spoken
        else uuid4()
        if isinstance(value, UUID)
        else "nobody-has-this"
        if isinstance(value, str)
        else 987_654_321
        for name, value in arguments.items()
    }


def spoken_in(name: str) -> set[str]:
    """The parts of an address that are one of a few words: with any other it is no address."""
    patterns = [pattern.pattern for found, pattern in addresses() if found == name]
    return {part for pattern in patterns for part, kind in pattern.converters.items() if isinstance(kind, SpokenPart)}


def tried(expected: Statuses) -> tuple[str, ...]:
    """All roles where they differ; where all (or all who are signed in) meet the same, one of each sort will do."""
    if len(set(expected)) == 1 or (expected[0] == SIGN_IN and len(set(expected[1:])) == 1):
        return SAMPLE
    return ROLES


def differences(row: Row, visitors: Visitors) -> list[str]:
    """Where the portal answers otherwise than the row says."""
    found = []
    with transaction.atomic():
        made = row.made_for(visitors.people)
        url = reverse(row.name, kwargs={**row.args, **made})
        for method, expected in (("get", row.get), ("post", row.post)):
            for role in tried(expected):
                got, wanted = visitors.status(role, method, url), expected[ROLES.index(role)]
                if got != wanted:
                    found.append(f"{row.name} {method.upper()} as {role}: {got}, the row says {wanted}")
        if made:
            found += strangers(row, made, visitors)
        transaction.set_rollback(True)
    return found


def strangers(row: Row, made: Mapping[str, Any], visitors: Visitors) -> list[str]:
    """An object nobody has: who could have seen it meets `unknown`, the others the same as for a foreign one."""
    unknown = nobody_has(made, spoken_in(row.name))
    if unknown == made:
        return []
    url, found = reverse(row.name, kwargs={**row.args, **unknown}), []
    for role in SAMPLE:
        expected = row.get[ROLES.index(role)]
        if expected == NOT_ALLOWED:
            continue
        wanted = row.unknown if expected in (200, NOT_FOUND, row.unknown) else expected
        got = visitors.status(role, "get", url)
        if got != wanted:
            found.append(f"{row.name} GET of nothing as {role}: {got}, expected {wanted}")
    return found


def suggestion(name: str, taken: Mapping[str, Any], visitors: Visitors) -> str:
    """A row as the portal answers now, for a person to look at before it is pasted."""
    if taken and name not in objects():
        return f"# {name} takes {', '.join(taken)}: name a builder in OBJECTS"
    with transaction.atomic():
        url = reverse(name, kwargs=dict(Row(name, (), ()).made_for(visitors.people)))
        get, post = (spelled(visitors.met(url, method)) for method in ("get", "post"))
        transaction.set_rollback(True)
    return f'Row("{name}", get={get}, post={post}),'


def spelled(met: Statuses) -> str:
    """Statuses in the shortest words of this table."""
    if len(set(met)) == 1:
        return f"everyone({met[0]})"
    if met[0] == SIGN_IN and len(set(met[1:])) == 1:
        return f"signed_in({met[1]})"
    first = next((status for status in met[1:] if status not in (FORBIDDEN, NOT_FOUND)), 0)
    allowed = [role for role, status in zip(ROLES, met, strict=True) if status == first and role != "anonymous"]
    others = {status for status in met[1:] if status != first}
    if met[0] == SIGN_IN and len(others) == 1:
        names = ", ".join(f'"{role}"' for role in allowed)
        extra = "" if first == 200 else f", status={first}"
        other = others.pop()
        return f"only({names}{extra}" + ("" if other == FORBIDDEN else f", others={other}") + ")"
    return str(met)
