"""What the outbox keeps about people, why and how long."""

from datetime import timedelta

from portal.outbox.models import OutboxMessage
from portal.privacy.registry import Period, each, none, ordinary, secret, technical

BODY = "7 days after the message has left (in My messages: 90 days)"
ROW = "90 days after the message has left"

FIELDS = {
    "OutboxMessage": {
        **each(technical(ROW), "id key queue about version claim lease_until started_at copies attempts stumbles"),
        **each(ordinary(ROW), "kind channel to language created_at send_at latest_at not_before state reason"),
        **each(ordinary(ROW), "done_at read_at"),
        **each(ordinary(BODY), "address text"),
        "context": ordinary(BODY, export=False),
        "secret": secret("until the message has left"),
    },
    "Heartbeat": each(none(), "name at"),
}
OWNERS = {"OutboxMessage": ("to",)}
PERIODS = (
    Period(
        "outbox.bodies",
        "Addresses and contents of messages are emptied 7 days after they have left",
        timedelta(days=7),
        OutboxMessage.objects.with_old_bodies,
        clear=("address", "text", "secret"),
    ),
    Period(
        "outbox.messages",
        "Messages are deleted 90 days after they have left",
        timedelta(days=90),
        OutboxMessage.objects.ended,
    ),
)
