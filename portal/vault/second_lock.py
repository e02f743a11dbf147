"""The second lock: row-level security shows the rows of a locked table only to who says, for one transaction, why.

Most code opens one thing (a case) by an action of the app whose table it is. Three kinds of work go over all rows and
say which they are: each policy in the database lets a purpose do only what it needs (docs/decisions/notes.md). A test
knows every place that opens anything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import connection, transaction

PURPOSE = "portal.notes_for"


class Purpose(StrEnum):
    """The work that goes over all rows."""

    REKEY = "rekey"  # sees and seals anew
    ERASE = "erase"  # sees, lets go of what it points to, deletes
    COPY = "copy"  # sees what was released, for its person's own copy


@contextmanager
def opened(settings: dict[str, str], *, to_read: bool = False) -> Iterator[None]:
    """Say something to the policies until the block or the transaction ends, whichever comes first.

    In a longer transaction what was said before holds again afterwards; an exception takes it back with its savepoint.
    to_read: nothing is written in the block, so its savepoint is rolled back, which takes back what was said at once.
    """
    goes_on = connection.in_atomic_block
    with transaction.atomic():
        before = said(settings)
        yield
        if to_read:
            transaction.set_rollback(True)
        elif goes_on:
            said(before)


@contextmanager
def opened_for(purpose: Purpose) -> Iterator[None]:
    """Go over all rows for a named purpose."""
    with opened({PURPOSE: purpose.value}):
        yield


def said(settings: dict[str, str]) -> dict[str, str]:
    """Set each for the transaction; what it was before."""
    one = "coalesce(current_setting(%s, true), ''), set_config(%s, %s, true)"
    values = [value for name, text in settings.items() for value in (name, name, text)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([one] * len(settings)), values)
        row = cursor.fetchone()
    return dict(zip(settings, row[::2], strict=True))
