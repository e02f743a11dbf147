"""Deletes what has been kept long enough."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.privacy import actions


class Command(BaseCommand):
    """manage.py keep_and_delete [--dry-run]"""

    help = "End every period of the register; --dry-run only counts. Safe to stop and to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--dry-run."""
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per period."""
        verb = "would end" if options["dry_run"] else "ended"
        for ended in actions.keep_and_delete(dry_run=options["dry_run"]):
            self.stdout.write(f"{ended.rows:>7} {verb}  {ended.period.name}: {ended.period.says}")
