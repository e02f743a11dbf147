"""What did not open while something is being done: noted here, told by whoever stands above (portal.oversight)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noted: ContextVar[set[str] | None] = ContextVar("unreadable_tables", default=None)


@contextmanager
def collected() -> Iterator[set[str]]:
    """The tables with a value that did not open, while the body runs."""
    tables: set[str] = set()
    token = _noted.set(tables)
    try:
        yield tables
    finally:
        _noted.reset(token)


def note(table: str) -> None:
    """A value of this table did not open."""
    tables = _noted.get()
    if tables is not None:
        tables.add(table)
