"""Messages that wait to leave the house, what became of each, and signs of life from those who send them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.keys import new_key
from portal.vault.fields import EncryptedJSONField, EncryptedTextField

NIGHT = "night"  # the reason of a text message that waits for the morning: due then, and late only after that
LATE_AFTER = timedelta(minutes=15)  # planned, due and still here: somebody must be told


class Person(Protocol):
    """Somebody with an account."""

    pk: UUID


class Channel(models.TextChoices):
    """The way a message goes."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    INBOX = "inbox", _("My messages")
    LETTER = "letter", _("Letter")
    HOUSE = "house", _("Inside the house")


class Queue(models.TextChoices):
    """Codes never wait behind the rest; letters wait for a person with a printer."""

    CODES = "codes", _("Codes")
    MESSAGES = "messages", _("Messages")
    LETTERS = "letters", _("Letters")


class State(models.TextChoices):
    """What became of a message. Only "planned" (and "printed" letters) can still change by themselves."""

    PLANNED = "planned", _("Planned")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    UNKNOWN = "unknown", _("Not known")
    PARKED = "parked", _("Parked")
    SKIPPED = "skipped", _("Skipped")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    PRINTED = "printed", _("Printed")
    POSTED = "posted", _("Posted")


LEDGER_GROUPS: dict[str, tuple[Any, list[str]]] = {
    "planned": (_("Planned"), [State.PLANNED, State.PRINTED]),
    "sent": (_("Sent"), [State.SENT, State.POSTED]),
    "failed": (_("Failed"), [State.FAILED, State.PARKED]),
    "unknown": (_("Not known"), [State.UNKNOWN]),
    "skipped": (_("Skipped"), [State.SKIPPED, State.WITHDRAWN]),
}


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    """Reads of messages."""

    def about(self, about: UUID) -> "OutboxMessageQuerySet":
        """Messages about one thing (an appointment, a registration), oldest first."""
        return self.filter(about=about).order_by("send_at", "id")

    def last_reasons(self, about: UUID, kinds: Iterable[str], most: int) -> list[tuple[str, str]]:
        """How the last e-mails of some kinds about one thing ended: state and reason, the newest first."""
        rows = self.filter(about=about, kind__in=list(kinds), channel=Channel.EMAIL, done_at__isnull=False)
        told = rows.exclude(state__in=[State.WITHDRAWN, State.SKIPPED]).order_by("-done_at", "-id")
        return list(told.values_list("state", "reason")[:most])

    def planned(self) -> "OutboxMessageQuerySet":
        """Messages that have not left yet."""
        return self.filter(state=State.PLANNED)

    def in_inbox_of(self, user: Person) -> "OutboxMessageQuerySet":
        """What a person can read on "My messages", newest first."""
        mine = self.filter(to=user.pk, channel=Channel.INBOX, state=State.SENT)
        return mine.order_by("-send_at", "-id")

    def unread_by(self, user: Person) -> "OutboxMessageQuerySet":
        """Of those, the ones not marked as read."""
        return self.in_inbox_of(user).filter(read_at=None)

    def for_ledger(self) -> "OutboxMessageQuerySet":
        """Every message that is for a person, newest first, without what it says."""
        rows = self.exclude(channel=Channel.HOUSE).select_related("to").defer("secret", "context", "text")
        return rows.order_by("-send_at", "-id")

    def in_group(self, group: str) -> "OutboxMessageQuerySet":
        """Messages of one of the ledger's groups; an unknown group is all."""
        return self.filter(state__in=LEDGER_GROUPS[group][1]) if group in LEDGER_GROUPS else self

    def letters(self) -> "OutboxMessageQuerySet":
        """Messages that go on paper."""
        return self.filter(channel=Channel.LETTER).select_related("to")

    def before(self, send_at: datetime, key: UUID) -> "OutboxMessageQuerySet":
        """Messages after this one in a newest-first list (a page of the ledger starts here)."""
        return self.filter(Q(send_at__lt=send_at) | Q(send_at=send_at, id__lt=key))

    def letters_to_print(self, now: datetime) -> "OutboxMessageQuerySet":
        """Letters that are due and not posted, oldest first."""
        due = self.filter(queue=Queue.LETTERS, state__in=[State.PLANNED, State.PRINTED], send_at__lte=now)
        return due.order_by("send_at", "id")

    def ended(self, before: datetime) -> "OutboxMessageQuerySet":
        """Messages that left, failed or were withdrawn before this moment."""
        return self.filter(done_at__lt=before)

    def with_old_bodies(self, before: datetime) -> "OutboxMessageQuerySet":
        """Of those, the ones that still say something to somebody (My messages keep their text to the end)."""
        filled = Q(address__isnull=False) | Q(text__isnull=False) | Q(secret__isnull=False)
        return self.ended(before).exclude(channel=Channel.INBOX).filter(filled)

    def overdue(self, now: datetime, late_after: timedelta = LATE_AFTER) -> "OutboxMessageQuerySet":
        """Messages the machines should have sent longer ago than late_after."""
        machines = [Queue.CODES, Queue.MESSAGES]
        asleep = Q(reason=NIGHT, not_before__gt=now - late_after)
        return self.filter(state=State.PLANNED, queue__in=machines, send_at__lte=now - late_after).exclude(asleep)

    def is_late(self, now: datetime) -> bool:
        """Whether anything should have left more than a quarter of an hour ago."""
        return self.overdue(now).exists()

    def oldest_overdue(self, now: datetime) -> timedelta | None:
        """How late the oldest due and unsent message is, or None when nothing is due (one index look-up)."""
        due = models.Case(models.When(reason=NIGHT, then="not_before"), default="send_at")
        oldest = self.overdue(now, timedelta(0)).aggregate(oldest=models.Min(due))["oldest"]
        return None if oldest is None else now - oldest


class OutboxMessage(models.Model):
    """One message, one recipient, one channel; written in the transaction of what it tells about.

    The key makes it once; about + version say what it tells, so that a moved talk's old reminder never leaves.
    The primary key is the Message-ID and what the encrypted parts are bound to, so it is a (time-ordered) UUID.
    A claimed row has a lease; when a worker dies, the row comes back as soon as the lease ends.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    queue = models.CharField(max_length=10, choices=Queue.choices, default=Queue.MESSAGES)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,  # outbox_inbox begins with it
        related_name="outbox_messages",
    )
    address = EncryptedTextField(null=True, blank=True)  # type: ignore[misc]  # NULL is how it is wiped
    about = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    language = models.CharField(max_length=5)
    context = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    secret = EncryptedJSONField(null=True, blank=True)
    # As the person reads it: My messages, printed letters.
    text = EncryptedTextField(null=True, blank=True)  # type: ignore[misc]  # NULL is how it is wiped

    created_at = models.DateTimeField()
    send_at = models.DateTimeField()
    latest_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)

    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(max_length=60, blank=True, default="")
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    copies = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    stumbles = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxMessageQuerySet.as_manager()
    loaded: Any = None  # no column: what its kind's prepare found for it while a batch is under way

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="a_message_is_written_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state_is_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="message_channel_is_known"),
            models.CheckConstraint(condition=Q(queue__in=Queue.values), name="message_queue_is_known"),
            models.CheckConstraint(
                condition=Q(channel=Channel.LETTER, queue=Queue.LETTERS)
                | (~Q(channel=Channel.LETTER) & ~Q(queue=Queue.LETTERS)),
                name="letters_have_their_own_queue",
            ),
            models.CheckConstraint(
                condition=Q(claim=None, lease_until=None) | Q(claim__isnull=False, lease_until__isnull=False),
                name="a_claimed_message_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.PLANNED, State.PRINTED]) | Q(done_at__isnull=False),
                name="a_final_message_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["queue", "send_at", "id"], name="outbox_due", condition=Q(state="planned")),
            models.Index(fields=["about"], name="outbox_about"),
            models.Index(fields=["to", "send_at", "id"], name="outbox_inbox"),
            models.Index(fields=["state", "send_at", "id"], name="outbox_ledger_state"),
            models.Index(fields=["send_at", "id"], name="outbox_ledger"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.state}"

    @property
    def message_id(self) -> str:
        """The Message-ID every copy of this message carries."""
        return f"<outbox-{self.id}@{settings.MAIL_DOMAIN}>"


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    """Reads of signs of life."""

    def age(self, name: str, now: datetime) -> timedelta | None:
        """How long ago this one was last heard, or None when never."""
        at = self.filter(name=name).values_list("at", flat=True).first()
        return None if at is None else now - at


class Heartbeat(models.Model):
    """The last sign of life of a worker or loop, in PostgreSQL, so that it can be read when Valkey is away."""

    name = models.CharField(primary_key=True, max_length=60)
    at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
