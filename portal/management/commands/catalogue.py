"""The message catalogue: extract, check, compile. Needs no gettext and no database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.management import catalogue


class Command(BaseCommand):
    """manage.py catalogue extract|check|compile"""

    help = (
        "extract: append an empty entry to portal/locale/<language>/parts/<area>.po for each string without one. "
        "check: fail on missing, fuzzy or mismatched translations. compile: merge the parts into django.mo."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        parser.add_argument("step", choices=["extract", "check", "compile"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one step for every language; report everything at once."""
        lines, wrong = catalogue.report(options["step"])
        for line in lines:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"{wrong} translations must be mended.")
