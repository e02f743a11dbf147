"""The OpenAPI document as a page: its addresses, what they take and what comes back, in the reader's language."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from portal.open_data.serving import ROOT, document

NOTHING = {"type": "null"}


@dataclass(frozen=True)
class Line:
    """A parameter or a field: its name, what it holds, what it is."""

    name: str
    kind: str
    words: str


@dataclass(frozen=True)
class Thing:
    """Something that comes back, field by field."""

    name: str
    fields: list[Line]


@dataclass(frozen=True)
class Address:
    """One address of the interface."""

    name: str
    path: str
    heading: str
    words: str
    parameters: list[Line]
    comes_back: str


@dataclass(frozen=True)
class Described:
    """The whole interface."""

    root: str
    about: str
    addresses: list[Address]
    things: list[Thing]


def described() -> Described:
    """As it is now, in the language of the page."""
    return in_language(get_language() or settings.LANGUAGE_CODE)


@functools.cache
def in_language(language: str) -> Described:
    """Made once for each language: the document does not change while we run."""
    whole = document()
    addresses = [address(path, methods["get"]) for path, methods in whole["paths"].items()]
    schemas = whole["components"]["schemas"]
    things = [thing(name, schema) for name, schema in schemas.items() if "properties" in schema]
    return Described(f"{settings.SITE_URL}{ROOT}", translated(whole["info"]["description"]), addresses, things)


def address(path: str, operation: dict[str, Any]) -> Address:
    """One address with what it takes."""
    return Address(
        name=operation["operationId"],
        path=path,
        heading=translated(operation["summary"]),
        words=translated(operation.get("description", "")),
        parameters=[parameter(one) for one in operation["parameters"]],
        comes_back=type_of(operation["responses"]["200"]["content"]["application/json"]["schema"]),
    )


def parameter(one: dict[str, Any]) -> Line:
    """What may stand after the question mark: it is there or not, so that nothing is said of null."""
    schema = one["schema"]
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind != NOTHING]
    said = type_of(kinds[0])
    if "minimum" in schema:
        said = f"{schema['minimum']}–{schema['maximum']} ({schema['default']})"
    return Line(one["name"], said, translated(one.get("description") or schema.get("description", "")))


def thing(name: str, schema: dict[str, Any]) -> Thing:
    """One kind of object."""
    return Thing(name, [line(field, said, said.get("description", "")) for field, said in schema["properties"].items()])


def line(name: str, schema: dict[str, Any], words: str) -> Line:
    """A parameter or a field."""
    return Line(name, type_of(schema), translated(words))


def translated(words: str) -> str:
    """The document's English in the language of the page."""
    return gettext(words) if words else ""


def type_of(schema: dict[str, Any]) -> str:
    """What a value may be, in a few words."""
    if "$ref" in schema:
        return named(schema["$ref"].split("/")[-1])
    if "anyOf" in schema or "allOf" in schema:
        return _(" or ").join(type_of(one) for one in schema.get("anyOf") or schema["allOf"])
    if schema.get("type") == "array":
        return _("list of {thing}").format(thing=type_of(schema["items"]))
    return ", ".join(choices(schema)) or str(schema.get("format") or TYPES.get(schema.get("type", ""), "text"))


TYPES = {"string": "text", "null": "null", "integer": "integer", "boolean": "true, false"}


def choices(schema: dict[str, Any]) -> Iterator[str]:
    """The values it may have, when they are counted."""
    yield from (str(value) for value in schema.get("enum", [schema["const"]] if "const" in schema else []))


def named(name: str) -> str:
    """A kind of object by its name, a choice by its values."""
    schema = document()["components"]["schemas"][name]
    return ", ".join(choices(schema)) or name
