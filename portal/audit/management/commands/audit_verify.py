"""Walks the log's chain and says what is not as it was."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from portal.audit import verifying
from portal.audit.actions import anchoring
from portal.audit.anchors import AnchorsUnreadable, read


class Command(BaseCommand):
    """manage.py audit_verify"""

    help = "Walk the whole log; exit code 1 and a sentence for each event or seal that was changed, removed or put in."

    def handle(self, *args: Any, **options: Any) -> None:
        """What was walked, how fast, what is wrong."""
        began = time.monotonic()
        try:
            anchored = len(read(anchoring.anchor_file()))
            walk = anchoring.verify()
        except AnchorsUnreadable as error:
            self.stdout.write(str(error))
            raise SystemExit(1) from None
        seconds = time.monotonic() - began
        speed = (walk.events + walk.seals) / max(seconds, 0.001)
        self.stdout.write(
            f"{walk.events} events in {walk.seals} seals, {anchored} anchors: "
            f"walked in {seconds:.1f} s, {speed:.0f} rows/s."
        )
        if not anchored:
            self.stdout.write("There is no anchor yet: that the end was not cut off can't be proved.")
        for sentence in walk.loose.sentences:
            self.stdout.write(sentence)
        for sentence in verifying.some_of(walk.wrong):
            self.stdout.write(sentence)
        if walk.wrong:
            raise SystemExit(1)
        self.stdout.write("Nothing was changed, removed or put in.")
