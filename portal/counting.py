"""Many counts in one question: the numbers in a menu cost one query, however many they are."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from portal.database.questions import Asked

Counted = Sequence["QuerySet[Any, Any] | Asked"]


def count_all(groups: Sequence[Counted]) -> list[int]:
    """How many rows each group of querysets has together. One query, none for no groups."""
    if not groups:
        return []
    columns: list[str] = []
    values: list[Any] = []
    for group in groups:
        terms = ["0"]
        for rows in group:
            try:
                statement, parameters = sql_of(rows)
            except EmptyResultSet:
                continue
            terms.append(f"(SELECT count(*) FROM ({statement}) AS counted)")  # noqa: S608 - Django's own SQL
            values += parameters
        columns.append(" + ".join(terms))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", values)
        return [int(number) for number in cursor.fetchone()]


def sql_of(rows: "QuerySet[Any, Any] | Asked") -> tuple[str, Sequence[Any]]:
    """The statement that gives the rows; compiled once for what every page counts."""
    if isinstance(rows, Asked):
        return rows.sql, rows.values
    statement, values = rows.order_by().values("pk").query.sql_with_params()
    return statement, values
