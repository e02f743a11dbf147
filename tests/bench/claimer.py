"""One worker of the claims' measurement: waits for "go", claims until nothing is due, prints how many."""

import sys
from datetime import timedelta

import django

django.setup()

from portal import clock  # noqa: E402 - Django first
from portal.outbox.actions import delivery  # noqa: E402
from portal.outbox.models import OutboxMessage, Queue  # noqa: E402

BATCH = 500

OutboxMessage.objects.exists()  # the connection is open
print("ready", flush=True)
sys.stdin.readline()
total, last = 0, None
while rows := delivery.claim(Queue.MESSAGES, BATCH, now=clock.now() + timedelta(seconds=1), after=last):
    total, last = total + len(rows), rows[-1]  # as a pass of the drain does
print(total, flush=True)
