"""Migrates as the owner and grants the runtime role what it may do: the one way a database is made ready."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections
from psycopg import sql

PREPARING = 7_270_001  # advisory lock: two servers starting together migrate once


class Command(BaseCommand):
    """manage.py prepare_database"""

    help = "Migrate as portal_owner, make the cache table, grant portal_app its rights. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate and grant under one advisory lock."""
        owner = connections["owner"]
        with owner.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        try:
            call_command(
                "migrate",
                database="owner",
                interactive=False,
                verbosity=options["verbosity"],
            )
            call_command("createcachetable", database="owner", verbosity=0)
            self.grant(settings.DATABASES["default"]["USER"])
        finally:
            with owner.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])

    def grant(self, role: str) -> None:
        """Everything on ordinary tables; only what append-only models name on theirs."""
        if role == settings.DATABASES["owner"]["USER"]:
            self.stderr.write(
                "DATABASE_OWNER_URL is not set apart: the audit table is guarded by triggers only."
            )
            return
        app = sql.Identifier(role)
        with connections["owner"].cursor() as cursor:
            for statement in (
                "GRANT USAGE ON SCHEMA public TO {}",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
                "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}",
            ):
                cursor.execute(sql.SQL(statement).format(app))
            for model in apps.get_models():
                if getattr(model, "is_append_only", False):
                    table = sql.Identifier(model._meta.db_table)
                    cursor.execute(
                        sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(
                            table, app
                        )
                    )
