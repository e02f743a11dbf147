"""Erases again, after a restore, whoever had been erased since the dump."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from portal.privacy import actions


class Command(BaseCommand):
    """manage.py replay_erasures"""

    help = "After a restore: erase again whoever ERASURE_LEDGER_FILE names. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """How many; exit code 1 when somebody could not be erased again."""
        done, kept = actions.replay_erasures(get_user_model()._default_manager.iterator())
        self.stdout.write(f"{done} people erased again.")
        for sentence in kept:
            self.stdout.write(f"Not erased: {sentence}")
        if kept:
            raise SystemExit(1)
