"""manage.py first_administrator EMAIL: the one account that is not made by an invitation."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import translation

from portal.accounts import actions
from portal.accounts.forms import REFUSAL_TEXT
from portal.accounts.rules import Refusal
from portal.refusals import Refused


class Command(BaseCommand):
    """Makes the first administrator and says how to sign in."""

    help = "Make the first administrator of a new portal. Refuses when there is one already."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address of the person."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """One person, one role, one sentence."""
        try:
            validate_email(options["email"])
            user = actions.start_first_administrator(email=options["email"], language=settings.LANGUAGE_CODE)
        except ValidationError:
            raise CommandError("That is no e-mail address. Write it like name@example.com.") from None
        except Refused as refused:
            with translation.override("en"):
                raise CommandError(str(REFUSAL_TEXT[Refusal(refused.reason)])) from None
        with translation.override(settings.LANGUAGE_CODE):
            address = f"{settings.SITE_URL}{reverse('account_login')}"
        self.stdout.write(f"{user.email} is the administrator. Open {address}, write the address, and use the code")
        self.stdout.write("that comes by e-mail. The portal then asks for a passkey or an authenticator app.")
