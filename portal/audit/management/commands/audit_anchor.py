"""Writes the head of the log's chain outside the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.audit.actions import anchoring, sealing


class Command(BaseCommand):
    """manage.py audit_anchor"""

    help = "Seal, then write the head of the chain to AUDIT_ANCHOR_FILE. Runs each day by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """After a restore the chain ends earlier than it did."""
        parser.add_argument("--restored", action="store_true", help="The database was restored: mark its end anew.")

    def handle(self, *args: Any, **options: Any) -> None:
        """The line that was written."""
        if options["restored"]:
            anchoring.mark_anew()
        sealing.seal()
        if not anchoring.mark():
            raise CommandError("The end of the chain is missing: run audit_verify. After a restore, say --restored.")
        made = anchoring.anchor()
        self.stdout.write(made.line if made else "There is nothing in the log yet.")
