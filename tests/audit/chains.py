"""A chain to play with: events, seals, and the owner who tampers."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import psycopg
from django.core.management import call_command

from portal.audit.actions import record_about
from portal.audit.models import AuditEvent
from tests.factories.database import as_superuser


def add(count: int, name: str = "test.read") -> list[AuditEvent]:
    """Some events of nobody's."""
    return [record_about(name, by=None, object_kind="test", object_id=str(number)) for number in range(count)]


@contextmanager
def owner() -> Iterator["psycopg.Connection[Any]"]:
    """The tables' owner with the triggers off: what somebody with the whole database in hand can do."""
    with as_superuser() as connection:
        connection.execute("SET ROLE portal_owner")
        for table in ("audit_auditevent", "audit_auditseal"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        try:
            yield connection
        finally:
            for table in ("audit_auditevent", "audit_auditseal"):
                connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def verified() -> tuple[int, str]:
    """What audit_verify answers: exit code and words."""
    said = StringIO()
    try:
        call_command("audit_verify", stdout=said)
    except SystemExit as ended:
        return int(str(ended.code)), said.getvalue()
    return 0, said.getvalue()
