"""The backend named in settings (ENGINE = "portal.database").

The pool gives out lines to a server that has died since, each of which would cost a visitor an error page; its own
check (CONN_HEALTH_CHECKS) asks the server each time and rests 1, 2, 4 s between dead lines, longer than anybody waits
(tests/faults/test_database.py).
"""

import select
from typing import Any

from django.db.backends.postgresql import base
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


class DatabaseWrapper(base.DatabaseWrapper):
    """Gives a dead line back and has the pool look at all others before it takes another.

    After one wait in vain the next are short until there is a line again: while the database is away everybody gets
    the page that says so at once, and the threads stay free for what needs no database.
    """

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
