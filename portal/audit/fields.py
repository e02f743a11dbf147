"""A set of event ids as one column."""

from collections.abc import Iterable
from typing import Any

from django.db import models

Ranges = tuple[tuple[int, int], ...]  # first and last id of each run of events, in order


def runs_of(ids: Iterable[int]) -> Ranges:
    """Ascending ids as runs without gaps."""
    runs: list[tuple[int, int]] = []
    for number in ids:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return tuple(runs)


class EventIds(models.Field):  # type: ignore[type-arg]  # generic in the stubs only
    """A set of ids as PostgreSQL's int8multirange: exactly those, also when some numbers were never used."""

    def db_type(self, connection: Any) -> str:
        """The column."""
        return "int8multirange"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Ranges | None:
        """Runs of ids; PostgreSQL names the first number and the one after the last."""
        return None if value is None else tuple((run.lower, run.upper - 1) for run in value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> str | None:
        """PostgreSQL's way of writing it."""
        return None if value is None else text_of(value)


def text_of(runs: Ranges) -> str:
    """{[1,5],[7,7]}: as PostgreSQL reads it, and as the seal's hash holds it."""
    return "{" + ",".join(f"[{first},{last}]" for first, last in runs) + "}"
