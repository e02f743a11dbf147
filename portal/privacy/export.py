"""A person's own copy of everything we keep about them (art. 15 and 20)."""

from collections.abc import Collection
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from portal import clock
from portal.audit.models import AuditEvent
from portal.privacy import registry
from portal.vault import CannotBeShown


def export_person(person: AbstractBaseUser) -> dict[str, Any]:
    """Every row that is about the person, opened, by table; only fields marked for export, nothing of others.

    A record that was joined into theirs was theirs all along: what stayed under its key goes along.
    """
    tables, ids = {}, AuditEvent.objects.ids_of(person.pk)
    for model in apps.get_models(include_auto_created=True):
        rows = [row_of(row) for row in rows_about(model, person, ids)]
        if rows:
            tables[model._meta.label_lower] = rows
    return {"made_at": clock.now().isoformat(), "about": str(person.pk), "tables": tables}


def rows_about(model: type[models.Model], person: AbstractBaseUser, ids: Collection[UUID]) -> list[models.Model]:
    """The rows of one table that are about the person, under any of their keys, each once."""
    mine = models.Q()
    for path in registry.owner_paths(model):
        mine |= models.Q(**{f"{path}__in": ids})
    if not mine:
        return []
    keys = model._base_manager.filter(mine).filter(registry.copied(model, person)).values("pk")
    return list(model._base_manager.filter(pk__in=keys).order_by("pk"))


def row_of(row: models.Model) -> dict[str, Any]:
    """One row as plain values."""
    shown = {}
    for field in row._meta.concrete_fields:
        listed = registry.field_of(field)
        if listed is None or not listed.export:
            continue
        try:
            shown[field.name] = plain(getattr(row, field.attname))
        except CannotBeShown:
            shown[field.name] = "cannot be shown"
    return shown


def plain(value: Any) -> Any:
    """A value JSON can hold."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return str(value)
