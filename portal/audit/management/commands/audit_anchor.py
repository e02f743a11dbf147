"""Writes the head of the log's chain outside the database."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.audit.actions import anchoring, sealing


class Command(BaseCommand):
    """manage.py audit_anchor"""

    help = "Seal, then write the head of the chain to AUDIT_ANCHOR_FILE. Runs each day by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """The line that was written."""
        sealing.seal()
        made = anchoring.anchor()
        self.stdout.write(made.line if made else "There is nothing in the log yet.")
