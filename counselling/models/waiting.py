"""The waiting list: who would like a time, and the freed times they are asked about."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Func, Prefetch, Q, Value, When

from counselling.choices import MODE_WORDS, Company, Mode
from counselling.models.appointments import Appointment
from counselling.models.meeting_types import MeetingType
from counselling.waiting_choices import PART_HOURS, WEEKDAYS, DayPart, OfferChannel, OfferState, Priority, WaitingStatus
from portal import clock
from portal.calendar.models import Resource
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User

ON_THE_LIST = (WaitingStatus.WAITING, WaitingStatus.OFFERED)
ONE_PLACE = "a_person_waits_once_for_a_kind_of_talk"
ONE_OFFER = "a_waiting_person_has_one_open_offer"
IN_ORDER = Case(
    When(priority="urgent", then=Value(0)),
    When(priority="first", then=Value(1)),
    default=Value(2),
    output_field=models.SmallIntegerField(),
)


class WaitlistEntryQuerySet(models.QuerySet["WaitlistEntry"]):
    """Reads of the waiting list."""

    def visible_to(self, user: "User") -> "WaitlistEntryQuerySet":
        """Everybody for a team lead; for a counsellor those who wait for them, or for anybody."""
        if user.has_role("team_lead"):
            return self.all()
        if not user.has_role("counsellor"):
            return self.none()
        return self.filter(Q(counsellor=None) | Q(counsellor__user=user))

    def of_relative(self, user: "User") -> "WaitlistEntryQuerySet":
        """A relative's own places, the newest first."""
        return self.filter(person=user).order_by("-queued_at", "-sequence")

    def on_the_list(self) -> "WaitlistEntryQuerySet":
        """Those who still want a time."""
        return self.filter(status__in=ON_THE_LIST)

    def without_a_talk_for(self, person: Any, meeting_type: Any) -> "WaitlistEntryQuerySet":
        """A person's places for a type of talk that have no later talk yet. Keys, or what stands for them."""
        return self.on_the_list().filter(appointment=None, person_id=person, meeting_type_id=meeting_type)

    def asked_enough(self) -> "WaitlistEntryQuerySet":
        """Those who let three offers go: somebody should ring them."""
        return self.filter(status=WaitingStatus.EXHAUSTED)

    def in_order(self) -> "WaitlistEntryQuerySet":
        """By priority, then by how long they have waited."""
        return self.annotate(rank=IN_ORDER).order_by("rank", "queued_at", "sequence")

    def askable(self, counsellor: Resource) -> "WaitlistEntryQuerySet":
        """Those without an offer who may talk to this counsellor and would, in the order they are asked."""
        waiting = self.filter(Q(counsellor=None) | Q(counsellor=counsellor), status=WaitingStatus.WAITING)
        reachable = waiting.filter(person__is_active=True, meeting_type__is_active=True)
        if counsellor.user_id is not None:
            reachable = reachable.exclude(person__conflicts__worker=counsellor.user_id)
        return reachable.in_order().select_related("meeting_type", "appointment", "person")

    def not_asked_about(self, freed_ref: UUID) -> "WaitlistEntryQuerySet":
        """Those who have not been asked about a freed time yet, nor given it back themselves."""
        return self.exclude(offers__freed_ref=freed_ref).exclude(person__appointments=freed_ref)

    def holding(self, appointment_id: UUID) -> "WaitlistEntryQuerySet":
        """Those on the list who keep this talk until there is an earlier time."""
        return self.on_the_list().filter(appointment=appointment_id)

    def for_talk(self, person_id: UUID, meeting_type_id: UUID) -> "WaitlistEntry | None":
        """Somebody's place on the list for a kind of talk."""
        return self.on_the_list().filter(person=person_id, meeting_type=meeting_type_id).first()

    def with_begun_talk(self, now: datetime) -> "WaitlistEntryQuerySet":
        """Those whose later talk has begun: there is no earlier time any more."""
        return self.on_the_list().filter(appointment__starts_at__lte=now)

    def for_list(self) -> "WaitlistEntryQuerySet":
        """With all that a line shows, in a constant number of queries."""
        open_offers = SlotOffer.objects.open().select_related("counsellor")
        return self.select_related("person", "meeting_type", "counsellor", "appointment__counsellor").prefetch_related(
            Prefetch("offers", queryset=open_offers, to_attr="open_offers")
        )

    def waits_lately(self, meeting_type_id: UUID, now: datetime) -> list[float]:
        """How many days those waited who got a time in the last half year."""
        served = self.filter(meeting_type=meeting_type_id, status=WaitingStatus.SERVED)
        rows = served.filter(done_at__gte=now - timedelta(days=182)).values_list("queued_at", "done_at")
        return [(done - queued) / timedelta(days=1) for queued, done in rows if done]

    def ahead_of(self, priority: str, meeting_type_id: UUID) -> int:
        """How many wait for a kind of talk with this priority or a higher one. For a range of time only."""
        order = [choice.value for choice in Priority]
        before = order[: order.index(Priority(priority).value) + 1]
        return self.on_the_list().filter(meeting_type=meeting_type_id, priority__in=before).count()


class WaitlistEntry(models.Model):
    """Somebody who would like a time, or an earlier one than they have: what, how, when they can, since when."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.ForeignKey(  # nobody once the row is only a number in the statistics
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="waiting"
    )
    meeting_type = models.ForeignKey(MeetingType, on_delete=models.PROTECT, related_name="+")
    modes = ArrayField(models.CharField(max_length=12, choices=Mode.choices))
    counsellor = models.ForeignKey(Resource, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)  # ISO; empty: any
    day_parts = ArrayField(models.CharField(max_length=12, choices=DayPart.choices), default=list, blank=True)
    earliest_on = models.DateField(null=True, blank=True)
    interpreter_language = models.CharField(max_length=5, blank=True)
    company = models.CharField(max_length=12, choices=Company.choices, default=Company.ALONE)
    wants_respite = models.BooleanField(default=False)
    priority = models.CharField(max_length=12, choices=Priority.choices)
    status = models.CharField(max_length=12, choices=WaitingStatus.choices, default=WaitingStatus.WAITING)
    appointment = models.ForeignKey(  # the later talk they keep until they take an earlier one
        Appointment, on_delete=models.SET_NULL, null=True, blank=True, related_name="waiting"
    )
    rounds = models.PositiveSmallIntegerField(default=0)  # offers they did not take
    queued_at = models.DateTimeField()
    sequence = models.BigIntegerField(
        db_default=Func(Value("counselling_waiting_sequence"), function="nextval"), editable=False
    )
    done_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    out_reason = EncryptedTextField(null=True, blank=True)  # type: ignore[misc]  # why staff took somebody out
    version = models.PositiveIntegerField(default=1)

    objects = WaitlistEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["priority", "queued_at", "sequence"],
                condition=Q(status__in=["waiting", "offered"]),
                name="waiting_in_order",
            ),
            models.Index(fields=["done_at"], condition=Q(done_at__isnull=False), name="waiting_done"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "meeting_type"], condition=Q(status__in=["waiting", "offered"]), name=ONE_PLACE
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "offered"], done_at__isnull=True)
                | ~Q(status__in=["waiting", "offered"]) & Q(done_at__isnull=False),
                name="who_left_the_waiting_list_did_so_at_a_time",
            ),
            models.CheckConstraint(condition=Q(status__in=WaitingStatus.values), name="waiting_status_is_known"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="waiting_priority_is_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["waiting", "offered"]) | Q(person__isnull=False),
                name="on_the_waiting_list_is_somebody",
            ),
            models.CheckConstraint(condition=~Q(modes=[]), name="waiting_is_for_some_way_to_meet"),
        ]

    def __str__(self) -> str:
        return f"{self.priority} {self.queued_at:%Y-%m-%d}"

    @property
    def is_on_the_list(self) -> bool:
        """Whether they still want a time."""
        return self.status in ON_THE_LIST

    @property
    def hours(self) -> list[tuple[int, int]]:
        """The local hours they can come, [from, to); empty: any."""
        return [PART_HOURS[part] for part in self.day_parts]

    @property
    def mode_words(self) -> str:
        """The ways they would meet, in words."""
        return ", ".join(str(MODE_WORDS[mode]) for mode in self.modes)

    @property
    def day_words(self) -> str:
        """The weekdays they can come, in words; empty: any."""
        return ", ".join(str(name).lower() for number, name in WEEKDAYS if number in self.weekdays)

    @property
    def part_words(self) -> str:
        """The parts of the day they can come, in words; empty: any."""
        return ", ".join(str(DayPart(part).label).lower() for part in self.day_parts)

    @property
    def days_waited(self) -> int:
        """Whole days since they joined."""
        return max(0, (clock.now() - self.queued_at).days)

    @property
    def offer(self) -> "SlotOffer | None":
        """The open offer, when the row came from for_list."""
        return next(iter(getattr(self, "open_offers", [])), None)


class SlotOfferQuerySet(models.QuerySet["SlotOffer"]):
    """Reads of offers."""

    def open(self) -> "SlotOfferQuerySet":
        """Offers without an answer."""
        return self.filter(state=OfferState.OPEN)

    def of_relative(self, user: "User") -> "SlotOfferQuerySet":
        """The offers made to somebody."""
        return self.filter(entry__person=user).order_by("-offered_at")

    def visible_to(self, user: "User") -> "SlotOfferQuerySet":
        """Every offer for a team lead; for a counsellor those of their own time, to those they see on the list, and
        whoever must be rung now: whoever has the phone does it.
        """
        if user.has_role("team_lead"):
            return self.all()
        if not user.has_role("counsellor"):
            return self.none()
        theirs = Q(counsellor__user=user) | Q(entry__counsellor=None) | Q(entry__counsellor__user=user)
        return self.filter(theirs | Q(state=OfferState.OPEN, channel=OfferChannel.PHONE))

    def lapsed(self, now: datetime) -> "SlotOfferQuerySet":
        """Open offers whose clock has run out, the oldest first."""
        return self.open().filter(expires_at__lte=now).order_by("expires_at", "pk")

    def answerable(self, now: datetime) -> "SlotOfferQuerySet":
        """Open offers that can still be taken."""
        return self.open().filter(expires_at__gt=now).order_by("expires_at")

    def with_code(self, code_hash: str) -> "SlotOffer | None":
        """The open offer a text message's code belongs to."""
        return self.open().for_list().filter(code_hash=code_hash).first()

    def with_id(self, key: UUID) -> "SlotOffer | None":
        """The offer with this key, or None."""
        return self.for_list().filter(pk=key).first()

    def by_ids(self, keys: Iterable[UUID]) -> dict[UUID, "SlotOffer"]:
        """Offers by key, one query."""
        return self.for_list().in_bulk(list(keys))

    def for_list(self) -> "SlotOfferQuerySet":
        """With all that a line or a message needs."""
        return self.select_related(
            "entry__person", "entry__meeting_type", "entry__appointment", "counsellor", "room", "appointment"
        )


class SlotOffer(models.Model):
    """A freed time, held for one person on the waiting list until they answer or its clock runs out."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)  # owns the held occupancy
    entry = models.ForeignKey(WaitlistEntry, on_delete=models.CASCADE, related_name="offers")
    freed_ref = models.UUIDField(db_index=True)  # the talk whose time it was: the same for all who are asked in turn
    round_number = models.PositiveSmallIntegerField(default=1)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    counsellor = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    interpreter = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=OfferState.choices, default=OfferState.OPEN)
    channel = models.CharField(max_length=12, choices=OfferChannel.choices)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    paused = models.DurationField(default=timedelta)  # how long of that the clock rests (21 to 8)
    ended_at = models.DateTimeField(null=True, blank=True)
    calls_tried = models.PositiveSmallIntegerField(default=0)
    skip_reason = EncryptedTextField(null=True, blank=True)  # type: ignore[misc]  # NULL unless skipped
    code_hash = models.CharField(max_length=64, unique=True)  # of the code in a text message
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    is_by_hand = models.BooleanField(default=False)
    appointment = models.ForeignKey(  # what it became
        Appointment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = SlotOfferQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], condition=Q(state="open"), name="offer_open_by_expiry"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry"], condition=Q(state="open"), name=ONE_OFFER),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True) | ~Q(state="open") & Q(ended_at__isnull=False),
                name="offer_ends_at_a_time",
            ),
            models.CheckConstraint(condition=Q(state__in=OfferState.values), name="offer_state_is_known"),
            models.CheckConstraint(condition=Q(channel__in=OfferChannel.values), name="offer_channel_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="offered_time_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("offered_at")), name="offer_lasts_a_while"),
            models.CheckConstraint(condition=Q(paused__gte=timedelta()), name="offer_rests_forwards"),
            models.CheckConstraint(
                condition=Q(state="skipped", skip_reason__isnull=False)
                | ~Q(state="skipped") & Q(skip_reason__isnull=True),
                name="offer_is_skipped_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.state}"

    @property
    def mode_words(self) -> str:
        """How the two would meet, as said to a relative."""
        return str(MODE_WORDS[self.mode])

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == OfferState.OPEN
