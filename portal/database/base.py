"""The backend named in settings (ENGINE = "portal.database").

The pool gives out lines to a server that has died since, each of which would cost a visitor an error page; its own
check (CONN_HEALTH_CHECKS) asks the server each time and rests 1, 2, 4 s between dead lines, longer than anybody waits
(tests/faults/test_database.py).
"""

import select
from typing import Any

from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper
from psycopg import Connection, OperationalError
from psycopg_pool import PoolTimeout

IN_VAIN_SECONDS = 0.3


def has_died(connection: Connection[Any]) -> bool:
    """A server that ended has closed its end: there is something to read on a line nobody asked anything.

    Costs one system call; only such a line is asked whether it still works.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if not poll.poll(0):
        return False
    try:
        connection.execute("")
    except OperationalError:
        return True
    return False


class PreparingCursor(base.ServerBindingCursor):
    """Leaves the values out of the statement; the server reads and plans it once per line."""

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        """Run a statement whose text is the same each time."""
        return super().execute(query, params, prepare=True, **how)  # type: ignore[misc]  # psycopg's; the stubs are bare


class DatabaseOperations(operations.DatabaseOperations):
    """Shows a prepared statement with its values where statements are looked at (tests, the benchmark)."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """The statement as it would look with its values in it."""
        prepared = isinstance(cursor, PreparingCursor)
        return self.compose_sql(sql, params) if prepared else super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """Gives a dead line back and has the pool look at all others before it takes another.

    After one wait in vain the next are short until there is a line again: while the database is away everybody gets
    the page that says so at once, and the threads stay free for what needs no database.
    """

    ops_class = DatabaseOperations

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection[Any]:
        """A line that lives, from the pool when there is one."""
        pool = self.pool
        try:
            connection: Connection[Any] = super().get_new_connection(conn_params)
            if pool and has_died(connection):
                pool.putconn(connection)
                pool.check()
                connection = super().get_new_connection(conn_params)
        except PoolTimeout:
            pool.timeout = IN_VAIN_SECONDS
            raise
        if pool:
            pool.timeout = self.settings_dict["OPTIONS"]["pool"]["timeout"]
        return connection

    def prepared_cursor(self) -> CursorWrapper:
        """A cursor for statements that every request runs, logged and guarded as any other.

        Only for texts that never change and are asked all the time: each is kept by the server for every line.
        """
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = PreparingCursor(self.connection)  # type: ignore[call-arg]  # psycopg's; the stubs are bare
            wrapped: CursorWrapper = self._prepare_cursor(cursor)  # type: ignore[attr-defined]  # Django's own, unstubbed
        return wrapped
