"""Erases a relative."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from portal.privacy import actions


class Command(BaseCommand):
    """manage.py erase_person <e-mail or key>"""

    help = "Erase a relative and everything the register says goes with them; the ledger outside the database notes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whom."""
        parser.add_argument("person")

    def handle(self, *args: Any, **options: Any) -> None:
        """How much went, or the sentence why not."""
        people, wanted = get_user_model()._default_manager, options["person"]
        person: Any = people.filter(**({"email__iexact": wanted} if "@" in wanted else {"pk": wanted})).first()
        if person is None:
            raise CommandError("Nobody here has that e-mail or key.")
        try:
            self.stdout.write(f"{actions.erase_person(person)} rows erased.")
        except actions.MustBeKept as error:
            raise CommandError(str(error)) from None
