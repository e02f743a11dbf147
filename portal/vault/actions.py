"""Sealing everything anew under the current key, so that an older key can be thrown away."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from portal.vault import CannotBeShown
from portal.vault.fields import EncryptedField, Sealed, place_of
from portal.vault.keyring import keyring
from portal.vault.second_lock import Purpose, opened_for

BATCH = 200
OTHER_KEY = "substring({} from 2 for 4) <> {}"  # after the version byte: the key's id
ROWS = "SELECT {pk} FROM {table} WHERE ({older}) AND ({start} OR {pk} > %s) ORDER BY {pk} LIMIT {most} FOR UPDATE"

_others: dict[str, Callable[[], int]] = {}


@dataclass
class Rekeyed:
    """What became of a table's sealed values."""

    name: str
    rows: int = 0
    unreadable: int = 0


def register(name: str, rekey: Callable[[], int]) -> None:
    """For sealed texts inside other structures: a function that seals them anew and says how many rows it changed."""
    _others[name] = rekey


def sealed_fields(model: type[models.Model]) -> list[EncryptedField[Any, Any]]:
    """The encrypted fields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedField)]


def rekey() -> list[Rekeyed]:
    """Seal what is under an older key anew, in batches that each commit; killed half-way, the next run goes on."""
    done = [rekey_table(model) for model in apps.get_models() if sealed_fields(model)]
    return [*done, *(Rekeyed(name, rows=again()) for name, again in sorted(_others.items()))]


def rekey_table(model: type[models.Model]) -> Rekeyed:
    """One table, by key order; values that do not open are counted and left exactly as they are."""
    result, last = Rekeyed(model._meta.db_table), None
    while True:
        last, rows, unreadable = rekey_batch(model, last)
        result.rows += rows
        result.unreadable += unreadable
        if last is None:
            return result


@transaction.atomic
def rekey_batch(model: type[models.Model], after: Any) -> tuple[Any, int, int]:
    """At most BATCH rows after a key: the last key (None at the end), rows sealed anew, values that did not open."""
    with opened_for(Purpose.REKEY):
        return seal_anew(model, rows_under_other_keys(model, after))


def seal_anew(model: type[models.Model], keys: list[Any]) -> tuple[Any, int, int]:
    """The rows of a batch, in the caller's transaction."""
    changed = unreadable = 0
    for row in model._base_manager.filter(pk__in=keys):
        anew = {}
        for field in sealed_fields(model):
            try:
                value = getattr(row, field.attname)
            except CannotBeShown:
                unreadable += 1
                continue
            if value is not None:
                anew[field.name] = Sealed(keyring().seal(field.to_bytes(value), place_of(row, field)))
        changed += model._base_manager.filter(pk=row.pk).update(**anew) if anew else 0
    return (keys[-1] if keys else None), changed, unreadable


def rows_under_other_keys(model: type[models.Model], after: Any) -> list[Any]:
    """The next keys, locked, of rows with a value under another key than the current one."""
    current = sql.Literal(bytes.fromhex(keyring().current))
    pk = sql.Identifier(str(model._meta.pk.column))
    older = [sql.SQL(OTHER_KEY).format(sql.Identifier(str(field.column)), current) for field in sealed_fields(model)]
    query = sql.SQL(
        "SELECT {pk} FROM {table} WHERE ({older}) AND ({start} OR {pk} > %s) ORDER BY {pk} LIMIT {most} FOR UPDATE"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            query.format(
                pk=pk,
                table=sql.Identifier(model._meta.db_table),
                older=sql.SQL(" OR ").join(older),
                start=sql.Literal(after is None),
                most=sql.Literal(BATCH),
            ),
            [after],
        )
        return [key for (key,) in cursor.fetchall()]
