"""Migrates as the owner and grants the runtime role what it may do: the one way a database is made ready."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, ProgrammingError, connections, transaction
from psycopg import sql

PREPARING = 7_270_001  # advisory lock: two servers starting together migrate once
EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}",
)


class Command(BaseCommand):
    """manage.py prepare_database"""

    help = "Migrate as portal_owner, make the cache table, grant portal_app its rights. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate and grant under one advisory lock; a database that can't be used gives one sentence."""
        owner = connections["owner"]
        try:
            with owner.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
            self.refuse_what_loses_bookings()
            self.add_extensions()
            call_command("migrate", database="owner", interactive=False, verbosity=options["verbosity"])
            call_command("createcachetable", database="owner", verbosity=0)
            self.grant(str(settings.DATABASES["default"]["USER"]))
        except Error as error:
            first = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise CommandError(f"The database could not be made ready: {first}") from error
        finally:
            if owner.connection is not None and not owner.connection.closed:
                with owner.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])

    def refuse_what_loses_bookings(self) -> None:
        """synchronous_commit = off answers "booked" before it is true: it lost 20 of 3,623 at a crash."""
        for name in ("default", "owner"):
            with connections[name].cursor() as cursor:
                cursor.execute("SHOW synchronous_commit")
                if cursor.fetchone()[0] == "off":
                    raise CommandError(
                        "The database has synchronous_commit = off; a crash would lose bookings. Turn it on."
                    )

    def add_extensions(self) -> None:
        """PostgreSQL's own extensions; the database's owner may add them."""
        for name in EXTENSIONS:
            try:
                with connections["owner"].cursor() as cursor:
                    cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
            except ProgrammingError as error:
                raise CommandError(
                    f"The extension {name} is missing and this role may not add it. "
                    f"As the database's owner: CREATE EXTENSION {name};"
                ) from error

    def grant(self, role: str) -> None:
        """Everything on ordinary tables; only what append-only models name on theirs. All at once: no gap between."""
        if role == settings.DATABASES["owner"]["USER"]:
            self.stderr.write("DATABASE_OWNER_URL is not set apart: the audit table is guarded by triggers only.")
            return
        app = sql.Identifier(role)
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            for statement in GRANTS:
                cursor.execute(sql.SQL(statement).format(app))
            for model in apps.get_models():
                if getattr(model, "is_append_only", False):
                    table = sql.Identifier(model._meta.db_table)
                    cursor.execute(sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(table, app))
