"""Makes the file of keys, once."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.vault import keyring


class Command(BaseCommand):
    """manage.py make_keyring [--add-key]"""

    help = "Make the keyring file when it is missing; --add-key adds a new current key to it (then run rekey)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--add-key for rotation."""
        parser.add_argument("--add-key", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make, or add."""
        path = Path(settings.VAULT_KEYRING_FILE)
        if keyring.make(path):
            self.stdout.write(f"Made {path}. Keep a copy apart from the database's backups: without it no text opens.")
        elif options["add_key"]:
            self.stdout.write(f"Key {keyring.add_key(path)} is now the current one. Run `manage.py rekey`.")
        else:
            self.stdout.write(f"{path} is there already.")
