"""Everything between a running database and the first page, in one process: that is what keeps a start short."""

import hashlib
import importlib
from argparse import ArgumentParser
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from portal.accounts.models import User
from portal.management import catalogue

DEMO = "portal.embedded.demo"


class Command(BaseCommand):
    """manage.py make_ready"""

    help = "Migrate, compile the words, collect static files, make the keyring, load the demo into an empty database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the demo's sign-ins are written for the supervisor to print."""
        parser.add_argument("--sign-ins", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do all of it; what fails says so in one sentence."""
        try:
            self.make_ready(options["sign_ins"])
        except Error as error:
            first = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise CommandError(f"The database could not be used: {first}") from error
        except OSError as error:
            if error.errno == 28:
                raise CommandError("The disk is full. Free some space and start again.") from error
            raise CommandError(f"{error.filename or 'A file'}: {error.strerror}") from error

    def make_ready(self, sign_ins: Path | None) -> None:
        """The steps, in the order they need each other."""
        for error in catalogue.compile_all():  # `make test` refuses it; a start need not
            self.stdout.write(error)
        call_command("prepare_database", verbosity=0)
        is_empty = not User.objects.exists()
        self.make_keyring(is_empty=is_empty)
        self.collect_static_files()
        if settings.DEMO and is_empty and "load_demo" in get_commands():
            self.stdout.write("Loading the demo municipality …")
            call_command("load_demo", verbosity=0)
        if sign_ins:
            sign_ins.write_text("".join(f"{line}\n" for line in self.sign_ins()))

    def make_keyring(self, *, is_empty: bool) -> None:
        """Keys for an empty database; never new keys beside text that old ones encrypted."""
        path = Path(settings.VAULT_KEYRING_FILE)
        if path.exists():
            return
        if not is_empty:
            raise CommandError(
                f"The keys are missing: {path} is not there, and the database holds text they encrypted. Put it back."
            )
        call_command("make_keyring", verbosity=0, stdout=self.stdout)

    def collect_static_files(self) -> None:
        """Hash and compress what the browser gets, when any of it changed."""
        found = [(name, storage) for finder in get_finders() for name, storage in finder.list([])]
        seen = hashlib.sha256()
        for name, storage in found:
            stat = Path(storage.path(name)).stat()
            seen.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        if stamp.exists() and stamp.read_text() == seen.hexdigest():
            return
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(seen.hexdigest())

    def sign_ins(self) -> list[str]:
        """One line per role: how to sign in to the demonstration."""
        if not settings.DEMO or find_spec(DEMO) is None:
            return []
        return [str(line) for line in importlib.import_module(DEMO).sign_ins()]
