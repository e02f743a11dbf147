"""The register of every field we keep: what it is, why we may, how long, whether its person gets a copy.

Each app's privacy.py lists its own fields; this app's apps.py collects the lists at start-up. A test fails on a field
nobody listed and on one that is gone. The register prints the record of art. 30 and the deletion plan; copies and
deletions follow it.

    # counselling/privacy.py
    FIELDS = {
        "MeetingType": each(none(), "id slug name_da name_nb name_en …"),
        "Appointment": {**each(technical(BOOKING), "id uid"), **each(sensitive(BOOKING), "starts_at cancel_reason")},
    }
    OWNERS = {"Appointment": ("booked_by", "participants__user")}  # paths from the row to the person it is about
    PERIODS = (Period("counselling.bookings", …),)
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import models


class Classification(StrEnum):
    """How much a field says about a person."""

    NONE = "none"
    ORDINARY = "ordinary"
    SENSITIVE = "sensitive"
    SECRET = "secret"  # noqa: S105 - a class of fields


class Basis(StrEnum):
    """Why we may keep it."""

    NONE = "no personal data"
    TASK = "GDPR art. 6(1)(e): a task in the public interest (advice to relatives)"
    HEALTH = "GDPR art. 6(1)(e) and 9(2)(f, h): health and family matters the person tells a counsellor"
    CONSENT = "GDPR art. 6(1)(a): consent"
    SECURITY = "GDPR art. 6(1)(c), art. 32: security of processing"


class Erase(StrEnum):
    """What happens to it when its person asks to be erased."""

    NOTHING = "nothing to erase"
    ROW = "the row is deleted with the person"
    CLEAR = "the field is cleared, the row stays for the statistics"
    PERIOD = "kept to the end of its period, because the law says so"


@dataclass(frozen=True)
class Field:
    """What the register says of one field."""

    classification: Classification
    basis: Basis
    period: str
    export: bool
    erase: Erase


WITH_ACCOUNT = "as long as the account"


def none(period: str = "as long as it is used") -> Field:
    """Says nothing about a person: a lookup, a rule, a page."""
    return Field(Classification.NONE, Basis.NONE, period, export=False, erase=Erase.NOTHING)


def technical(period: str = WITH_ACCOUNT) -> Field:
    """Holds rows together (a key, a link, a state); goes with its row and is not copied out."""
    return Field(Classification.ORDINARY, Basis.TASK, period, export=False, erase=Erase.ROW)


def ordinary(
    period: str = WITH_ACCOUNT, basis: Basis = Basis.TASK, *, export: bool = True, erase: Erase = Erase.ROW
) -> Field:
    """About a person, nothing delicate: a name, an address, a time."""
    return Field(Classification.ORDINARY, basis, period, export, erase)


def sensitive(
    period: str = WITH_ACCOUNT, basis: Basis = Basis.HEALTH, *, export: bool = True, erase: Erase = Erase.ROW
) -> Field:
    """Health, family, distress: what a person told us, or what only the wish to talk gives away."""
    return Field(Classification.SENSITIVE, basis, period, export, erase)


def secret(period: str = WITH_ACCOUNT) -> Field:
    """Opens something (a code, a seed, a token): never copied out."""
    return Field(Classification.SECRET, Basis.SECURITY, period, export=False, erase=Erase.ROW)


def each(field: Field, names: str) -> dict[str, Field]:
    """The same entry for several fields, named in one string."""
    return dict.fromkeys(names.split(), field)


@dataclass(frozen=True)
class Period:
    """Rows whose time ends: which ones are overdue at a moment, and whether they go or only some fields are emptied."""

    name: str  # "outbox.bodies"; settings.KEEPING_DAYS may give it another number of days
    says: str  # one line for the deletion plan
    keep: timedelta
    overdue: Callable[[datetime], models.QuerySet[Any]]  # given: what ended before this moment is too old
    clear: tuple[str, ...] = ()  # empty these fields instead of deleting the row


Fields = Mapping[str, Mapping[str, Field]]
Owners = Mapping[str, Sequence[str]]
Copies = Mapping[str, Callable[[Any], models.Q]]  # given the person: which of their rows they get a copy of

_fields: dict[tuple[str, str, str], Field] = {}  # (app, model, field), lower case
_owners: dict[tuple[str, str], tuple[str, ...]] = {}
_copies: dict[tuple[str, str], Callable[[Any], models.Q]] = {}
_periods: dict[str, Period] = {}


def register(
    app: str,
    fields: Fields,
    *,
    owners: Owners | None = None,
    periods: Sequence[Period] = (),
    copies: Copies | None = None,
) -> None:
    """An app's fields by model name, whose each row is, which are copied if not all, and the periods that end."""
    for model, listed in fields.items():
        for name, field in listed.items():
            _fields[app, model.lower(), name] = field
    for model, paths in (owners or {}).items():
        _owners[app, model.lower()] = tuple(paths)
    for model, rows in (copies or {}).items():
        _copies[app, model.lower()] = rows
    for period in periods:
        _periods[period.name] = period


def listed() -> Mapping[tuple[str, str, str], Field]:
    """Every registered field by (app, model, field)."""
    return dict(sorted(_fields.items()))


def field_of(field: "models.Field[Any, Any]") -> Field | None:
    """What the register says of a model field."""
    meta = field.model._meta
    return _fields.get((meta.app_label, str(meta.model_name), field.name))


def owner_paths(model: type[models.Model]) -> tuple[str, ...]:
    """The look-ups that lead from a row to the person it is about; none for a table about nobody."""
    return _owners.get((model._meta.app_label, str(model._meta.model_name)), ())


def copied(model: type[models.Model], person: Any) -> models.Q:
    """Which of a person's rows go into their copy: all, unless the app says otherwise."""
    rows = _copies.get((model._meta.app_label, str(model._meta.model_name)))
    return rows(person) if rows else models.Q()


def periods() -> list[Period]:
    """All periods, by name."""
    return [_periods[name] for name in sorted(_periods)]
