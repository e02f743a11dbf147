"""Sends what is due, over and over, until told to stop: the plain loop without its pauses."""

import os
import signal
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
PAUSE = 0.1


def main() -> None:
    """Until SIGTERM. A database that is being emptied between two tests is no reason to give up."""
    django.setup()
    from django.db import DatabaseError, connections

    from portal.outbox.drain import drain_once
    from portal.outbox.models import Queue

    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, frame: stopping.append(number))
    while not stopping:
        try:
            for queue in (Queue.CODES, Queue.MESSAGES):
                drain_once(queue)
        except DatabaseError:
            connections.close_all()
        time.sleep(PAUSE)


if __name__ == "__main__":
    main()
