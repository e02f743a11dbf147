"""Seals the log now."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.audit.actions import sealing


class Command(BaseCommand):
    """manage.py audit_seal"""

    help = "Put the new events of the log into the hash chain. Runs each minute by itself; safe to kill and run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """How many."""
        self.stdout.write(f"{sealing.seal()} events sealed.")
