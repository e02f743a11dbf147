"""How an action says no, and how the database's no is recognised (by constraint name, never by text)."""

import functools
import random
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, IntegrityError, connection, transaction

from portal.database.questions import prepared_cursor

P = ParamSpec("P")
R = TypeVar("R")

RETRYABLE = {"40P01", "40001", "55P03"}  # deadlock, serialization failure, lock not available
LOCK_TIMEOUT = "3s"
TRIES = 3


class Refused(Exception):
    """An action said no; reason is a member of the app's Refusal, details are plain values for the words."""

    def __init__(self, reason: StrEnum, **details: Any) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.details = details


def violated_constraint(error: IntegrityError) -> str | None:
    """The name of the constraint that refused a write, or None."""
    diag = getattr(error.__cause__, "diag", None)
    return getattr(diag, "constraint_name", None)


def sqlstate(error: DatabaseError) -> str | None:
    """PostgreSQL's five-character code of an error, or None."""
    return getattr(error.__cause__, "sqlstate", None)


def locking(action: Callable[P, R]) -> Callable[P, R]:
    """Run an action in a transaction with a short lock timeout; try again after a deadlock.

    At most TRIES attempts with jitter. Inside an outer transaction it can't try again, and doesn't.
    """

    @functools.wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        outermost = not connection.in_atomic_block
        for attempt in range(1, TRIES + 1):
            try:
                with transaction.atomic():
                    with prepared_cursor() as cursor:
                        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LOCK_TIMEOUT])
                    return action(*args, **kwargs)
            except DatabaseError as error:
                if not outermost or attempt == TRIES or sqlstate(error) not in RETRYABLE:
                    raise
                time.sleep(random.uniform(0.02, 0.1) * attempt)  # noqa: S311 - jitter, not a secret
        raise AssertionError("unreachable")

    return run
