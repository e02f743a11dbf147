"""New rows of several tables in one statement, whose text is the same each time.

An action that everybody runs behind one lock writes a row, its log, who comes along and the audit event: four
statements that Django writes anew for each. Here they are one, written once per process and planned once per line; a
constraint that refuses one of the rows refuses all. See docs/decisions/request-cost.md.
"""

import functools
from typing import Any

from django.db import connection, models

from portal.database.questions import prepared_cursor

PLAIN = {
    models.BooleanField,
    models.CharField,
    models.DateTimeField,
    models.ForeignKey,
    models.IntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.TextField,
    models.UUIDField,
}


def insert_together(*rows: models.Model) -> None:
    """Write new rows, those that others point at among them: the database looks at all when all are there.

    Fields are made ready as `save` does (sealed, dated); no signals are sent. A running number as key is read back for
    the last row only: the others are not to be saved again. At least one row. Raises IntegrityError when a constraint
    says no.
    """
    with prepared_cursor() as cursor:
        cursor.execute(statement(tuple(type(row) for row in rows)), [value for row in rows for value in values_of(row)])
        (rows[-1].pk,) = cursor.fetchone()
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
        for name in counted_names(type(row)):
            row.__dict__.pop(name, None)  # asked for when somebody needs it


def values_of(row: models.Model) -> list[Any]:
    """What stands in its columns, in their order; nothing for what the database gives."""
    return [value_of(row, field) for field in written_fields(type(row))]


def value_of(row: models.Model, field: "models.Field[Any, Any]") -> Any:
    """One column's value, as the driver takes it."""
    if is_plain(field):
        return row.__dict__[field.attname]
    return field.get_db_prep_save(field.pre_save(row, True), connection)


@functools.cache
def is_plain(field: "models.Field[Any, Any]") -> bool:
    """Whether the attribute is what the driver takes: texts, keys, numbers, moments that carry their zone."""
    dates_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return type(field) in PLAIN and not dates_itself


@functools.cache
def written_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns we write: not a running number, nor what the database counts."""
    fields = model._meta.concrete_fields
    return [field for field in fields if not isinstance(field, models.AutoField) and not is_counted(field)]


def is_counted(field: "models.Field[Any, Any]") -> bool:
    """Whether the value comes from the database alone."""
    return not field.has_default() and field.has_db_default()


@functools.cache
def counted_names(model: type[models.Model]) -> list[str]:
    """Attributes of the columns that the database fills."""
    return [field.attname for field in model._meta.concrete_fields if is_counted(field)]


@functools.cache
def statement(kinds: tuple[type[models.Model], ...]) -> str:
    """All but the last as WITH, the last as the statement itself."""
    *others, last = (insert_of(kind) for kind in kinds)
    before = ", ".join(f"row_{number} AS ({insert})" for number, insert in enumerate(others))
    named = f'{last} RETURNING "{kinds[-1]._meta.pk.column}"'
    return f"WITH {before} {named}" if before else named


def insert_of(model: type[models.Model]) -> str:
    """INSERT of one row."""
    fields = written_fields(model)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})'  # noqa: S608  # nosec B608 - names only
