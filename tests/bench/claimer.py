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
total = 0
while rows := delivery.claim(Queue.MESSAGES, BATCH, now=clock.now() + timedelta(seconds=1)):
    total += len(rows)
print(total, flush=True)
