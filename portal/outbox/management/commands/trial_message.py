"""manage.py trial_message: does the way out work? Plans one message and sends it at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import clock
from portal.outbox.actions import put
from portal.outbox.drain import drain_once
from portal.outbox.models import Channel, OutboxMessage, State


class Command(BaseCommand):
    """One e-mail (or text message, for a number), and what became of it."""

    help = "Send a trial message to an e-mail address or a phone number and say what became of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """To whom, in which language."""
        parser.add_argument("to")
        parser.add_argument("--language", default="da", choices=["da", "nb", "en"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and end with an error when it did not leave."""
        to = options["to"]
        channel = Channel.EMAIL if "@" in to else Channel.SMS
        now = clock.now()
        row = put("outbox.trial", f"trial:{now.isoformat()}", channel=channel, address=to, language=options["language"])
        drain_once(row.queue)
        row = OutboxMessage.objects.get(pk=row.pk)
        if row.state != State.SENT:
            raise CommandError(f"The message did not leave: {row.state}, {row.reason or 'taken by another worker'}.")
        self.stdout.write("The message has left.")
