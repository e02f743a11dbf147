"""Removes events whose time has ended. Needs the owner's role."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.actions.removing import NotAnchored, remove_old
from portal.audit.anchors import AnchorsUnreadable


class Command(BaseCommand):
    """manage.py audit_remove_old [--dry-run]"""

    help = "Remove whole, anchored seals' events that are older than 24 months; needs DATABASE_OWNER_URL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--dry-run."""
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line; one sentence when it refuses."""
        try:
            done = remove_old(dry_run=options["dry_run"])
        except (NotAnchored, AnchorsUnreadable) as error:
            raise CommandError(str(error)) from None
        verb = "would be removed" if options["dry_run"] else "removed"
        self.stdout.write(f"{done.events} events of {done.seals} seals {verb}, up to seal {done.up_to}.")
