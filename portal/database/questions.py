"""Questions that nearly every request asks: written as querysets, compiled once per process, planned once per line.

Django makes the SQL of a queryset anew each time, and PostgreSQL plans it anew: together several times the work of
reading one row by its key. What is asked here differs in its values only. See docs/decisions/request-cost.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=models.Model)


def prepared_cursor() -> CursorWrapper:
    """A cursor for statements that are written once and run all the time: portal.database.base."""
    cursor: CursorWrapper = connection.prepared_cursor()  # type: ignore[attr-defined]  # our own engine's
    return cursor


@dataclass(frozen=True)
class Place:
    """Where one of the values will stand."""

    number: int


@dataclass(frozen=True)
class Ready(Generic[M]):
    """The SQL of a question, and how its rows become objects."""

    model: type[M]
    compiler: SQLCompiler
    sql: str
    values: tuple[Any, ...]
    attributes: list[str]
    populators: list[Any]
    converters: dict[int, Any]
    locks: bool

    @classmethod
    def of(cls, queryset: models.QuerySet[M]) -> "Ready[M]":
        """Compile; the compiler then knows which column is what."""
        compiler = queryset.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        info: Any = compiler.klass_info
        attributes = [compiler.select[place][0].target.attname for place in info["select_fields"]]
        populators = get_related_populators(info, compiler.select, connection.alias)  # type: ignore[call-arg]  # later stubs
        converters = compiler.get_converters([column[0] for column in compiler.select])
        locks = queryset.query.select_for_update
        return cls(queryset.model, compiler, sql, tuple(values), attributes, populators, converters, locks)

    def objects(self, rows: list[Any]) -> list[M]:
        """The rows as Django's own iterator makes them objects: annotated, with what they are joined to."""
        found = []
        for row in self.compiler.apply_converters(rows, self.converters) if self.converters else rows:
            one = self.model.from_db(connection.alias, self.attributes, row[: len(self.attributes)])
            for populator in self.populators:
                populator.populate(row, one)
            for name, place in (self.compiler.annotation_col_map or {}).items():
                setattr(one, name, row[place])
            found.append(one)
        return found


@dataclass(frozen=True)
class Asked:
    """A question with its values, to be counted together with others: portal.counting."""

    sql: str
    values: list[Any]


class Question(Generic[M]):
    """A queryset with places for its values: `Question(lambda pk: User.objects.filter(pk=pk))`.

    The values are compared as they are given, never None and never a list (those change the SQL). Nothing in the
    queryset may depend on the moment or the person otherwise.
    """

    def __init__(self, ask: Callable[..., models.QuerySet[M]]) -> None:
        self.ask = ask

    @cached_property
    def ready(self) -> Ready[M]:
        """Compiled when it is asked first."""
        places = (models.Value(Place(number)) for number in range(self.ask.__code__.co_argcount))
        return Ready.of(self.ask(*places))

    def about(self, *values: Any) -> Asked:
        """The question with its values, not asked yet."""
        ready = self.ready
        given = [values[value.number] if isinstance(value, Place) else value for value in ready.values]
        return Asked(ready.sql, given)

    def all(self, *values: Any) -> list[M]:
        """What the queryset gives for these values. One query."""
        ready = self.ready
        if ready.locks and not connection.in_atomic_block:
            raise transaction.TransactionManagementError("a question that locks is asked inside a transaction")
        with prepared_cursor() as cursor:
            cursor.execute(ready.sql, self.about(*values).values)
            return ready.objects(cursor.fetchall())

    def first(self, *values: Any) -> M | None:
        """The first of them, or None."""
        found = self.all(*values)
        return found[0] if found else None
