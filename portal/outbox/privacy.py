"""What the outbox keeps about people: the text for days, the fact that it was sent for months."""

from datetime import timedelta

from django.db.models import Q

from portal.outbox.models import Channel, OutboxMessage
from portal.privacy.registry import Fields, Owners, Period, each, none, ordinary, secret, sensitive, technical

BODY = "7 days after it left; in My messages 90 days"
SENT = "90 days after it left"

FIELDS: Fields = {
    "OutboxMessage": {
        **each(technical(SENT), "id key to about version context not_before latest_at started_at"),
        **each(technical(SENT), "claim lease_until copies attempts stumbles queue reason"),
        **each(ordinary(SENT), "kind channel language created_at send_at state done_at read_at"),
        "address": ordinary(BODY),
        "secret": secret(BODY),
        "text": sensitive(BODY),
    },
    "Heartbeat": each(none(), "name at"),
}
OWNERS: Owners = {"OutboxMessage": ("to",)}
WRITTEN = Q(text__isnull=False) | Q(secret__isnull=False) | Q(address__isnull=False)
PERIODS = (
    Period(
        "outbox.bodies",
        "What a message said, and to which address, is emptied 7 days after it left (My messages: see below)",
        timedelta(days=7),
        lambda moment: OutboxMessage.objects.filter(WRITTEN, done_at__lt=moment).exclude(channel=Channel.INBOX),
        clear=("text", "secret", "address"),
    ),
    Period(
        "outbox.messages",
        "Messages are deleted 90 days after they left",
        timedelta(days=90),
        lambda moment: OutboxMessage.objects.filter(done_at__lt=moment),
    ),
)
