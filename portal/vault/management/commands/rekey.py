"""Seals every sealed value under the current key."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.vault import actions


class Command(BaseCommand):
    """manage.py rekey"""

    help = "Seal everything anew under the keyring's current key. Safe to kill and to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line per table; exit code 1 when something did not open: keep the older keys then."""
        done = actions.rekey()
        for table in done:
            self.stdout.write(f"{table.rows:>7} rows sealed anew, {table.unreadable} did not open  {table.name}")
        if any(table.unreadable for table in done):
            raise SystemExit(1)
