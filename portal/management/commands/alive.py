"""For a container's health check: has this worker given a sign of life within the last minute and a half?"""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal import clock
from portal.outbox.models import Heartbeat

OLDEST = timedelta(seconds=90)


class Command(BaseCommand):
    """manage.py alive codes"""

    help = "Exit 0 when a worker's sign of life in the database is fresh, else 1."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose sign of life."""
        parser.add_argument("name", help="codes, worker or drain")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how old it is."""
        age = Heartbeat.objects.age(options["name"], clock.now())
        if age is None or age > OLDEST:
            raise CommandError(f"{options['name']}: no sign of life" + (f" for {age.seconds} s" if age else " yet"))
        self.stdout.write(f"{options['name']}: {age.total_seconds():.0f} s ago")
