"""A sign-up: one row for the whole life of a party, from the first click to the last; who comes; why it changed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from groups.choices import LIVE, OccurrenceStatus, PoolChannel, RegistrationState, Source
from groups.models.seats import SeatPool
from portal.keys import new_key
from portal.vault.fields import EncryptedJSONField, EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User

SEATED = ("held", "offered", "confirmed")
ONE_LIVE_PERSON = "person_is_signed_up_once_for_a_date"
ONE_LIVE_GUEST = "guest_is_signed_up_once_for_a_date"
ONE_PARTY_A_CODE = "a_door_code_opens_one_party"


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Reads of sign-ups."""

    def of_person(self, user: "User") -> "RegistrationQuerySet":
        """A person's own, the nearest date first."""
        rows = self.filter(person=user).for_link()
        return rows.order_by("pool__occurrence__period")

    def of_person_apart(self, user: "User", now: datetime) -> tuple["list[Registration]", "list[Registration]"]:
        """A person's own: what is ahead, the next first; what is behind, the latest first."""
        rows = list(self.of_person(user))
        ahead = [row for row in rows if row.pool.occurrence.ends_at > now]
        return ahead, [row for row in reversed(rows) if row.pool.occurrence.ends_at <= now]

    def of_pool(self, pool_id: UUID) -> "RegistrationQuerySet":
        """Those for one kind of seats at one date."""
        return self.filter(pool_id=pool_id)

    def live(self) -> "RegistrationQuerySet":
        """Those that still count."""
        return self.filter(state__in=LIVE)

    def of_event_ahead(self, event_id: UUID, now: datetime) -> "RegistrationQuerySet":
        """Those for an event's dates that are not over."""
        return self.filter(pool__occurrence__event_id=event_id, pool__occurrence__period__endswith__gt=now)

    def of_event(self, event_id: UUID) -> "RegistrationQuerySet":
        """Those for any date of an event, whatever became of them."""
        return self.filter(pool__occurrence__event_id=event_id)

    def of_date(self, occurrence_id: UUID) -> "RegistrationQuerySet":
        """Those for a date, whatever kind of seats, in the order they came."""
        return self.filter(pool__occurrence_id=occurrence_id).select_related("person", "pool").order_by("sequence")

    def of_dates(self, keys: "list[UUID]") -> "RegistrationQuerySet":
        """Those for any of these dates."""
        return self.filter(pool__occurrence__in=keys)

    def parties_by_date(self, keys: "list[UUID]") -> "dict[UUID, int]":
        """How many parties count at each of these dates. One query."""
        rows = self.of_dates(keys).live().values_list("pool__occurrence").annotate(count=models.Count("pk")).order_by()
        return dict(rows)

    def seated(self) -> "RegistrationQuerySet":
        """Those that take seats."""
        return self.filter(state__in=SEATED)

    def to_decide(self, occurrence_id: UUID) -> "RegistrationQuerySet":
        """Who asked for a place at a date, or was put on its list, and showed that they can be reached; first come
        first. Theirs is a person's decision.
        """
        states = (RegistrationState.APPLIED, RegistrationState.WAITING)
        return self.of_date(occurrence_id).filter(state__in=states, proven_at__isnull=False)

    def asked_by_event(self, now: datetime) -> "dict[UUID, int]":
        """How many wait for an answer, by the event they asked for a place at. One query."""
        asked = self.filter(state=RegistrationState.APPLIED, proven_at__isnull=False)
        ahead = asked.filter(pool__occurrence__period__endswith__gt=now)
        rows = ahead.values_list("pool__occurrence__event").annotate(count=models.Count("pk")).order_by()
        return dict(rows)

    def unproven(self, occurrence_id: UUID) -> "RegistrationQuerySet":
        """Who asked for a place and has not answered from their address yet."""
        return self.of_date(occurrence_id).filter(state=RegistrationState.APPLIED, proven_at=None)

    def queue(self) -> "RegistrationQuerySet":
        """Those that wait and have answered from where they can be reached, in the order they came."""
        waiting = self.filter(state=RegistrationState.WAITING, proven_at__isnull=False)
        return waiting.order_by("queued_at", "sequence")

    def before_in_line(self, row: "Registration") -> int:
        """How many parties wait in front of one."""
        queue = self.of_pool(row.pool_id).queue()
        earlier = Q(queued_at__lt=row.queued_at) | Q(queued_at=row.queued_at, sequence__lt=row.sequence)
        return queue.filter(earlier).count()

    def lapsed(self, now: datetime) -> "RegistrationQuerySet":
        """Held or offered, and out of time."""
        return self.filter(state__in=("held", "offered"), expires_at__lte=now)

    def on_dates_with_a_time(self) -> "RegistrationQuerySet":
        """Not those for a date that is put off."""
        return self.exclude(pool__occurrence__status=OccurrenceStatus.POSTPONED)

    def for_door(self, occurrence_id: UUID) -> "RegistrationQuerySet":
        """Those for a date that still count, with who comes; what they need and answered stays sealed. Two queries."""
        people = models.Prefetch("attendees", Attendee.objects.defer("needs"))
        rows = self.filter(pool__occurrence_id=occurrence_id).live().select_related("person", "pool")
        return rows.defer("answers", "guest_email", "guest_phone").prefetch_related(people).order_by("sequence")

    def party_at(self, occurrence_id: UUID) -> "RegistrationQuerySet":
        """One date's parties, whatever became of them, with all the door shows of one."""
        rows = self.select_related("pool__occurrence__event", "pool__occurrence__venue", "person")
        return rows.filter(pool__occurrence_id=occurrence_id)

    def with_door_code(self, code: str) -> "Registration | None":
        """The party of a code, whatever became of it, or None."""
        rows = self.select_related("pool__occurrence__event", "pool__occurrence__venue", "person")
        return rows.filter(door_code=code).first() if code else None

    def seated_between(self, user: "User", since: datetime, until: datetime) -> "RegistrationQuerySet":
        """A person's own that have a place at a date in that time, with date and place."""
        has_place = self.of_person(user).filter(state=RegistrationState.CONFIRMED)
        return has_place.filter(pool__occurrence__period__overlap=(since, until))

    def confirmed(self) -> "RegistrationQuerySet":
        """Those with a place."""
        return self.filter(state=RegistrationState.CONFIRMED)

    def had_a_place(self) -> "RegistrationQuerySet":
        """Those that have a place, and those that had one and gave it back: they were kept at home."""
        ended = RegistrationLog.objects.filter(registration=OuterRef("pk"), before="confirmed", after="cancelled")
        gave_back = ended.exclude(why="merged")  # the person's other sign-up for the date has the place
        return self.filter(Q(state=RegistrationState.CONFIRMED) | Q(Exists(gave_back), state="cancelled"))

    def may_have_handouts(self, now: datetime) -> "RegistrationQuerySet":
        """Those of a date that is over and took place, with a place then or before."""
        over = self.filter(pool__occurrence__period__endswith__lte=now).for_link()
        return over.exclude(pool__occurrence__status__in=["cancelled", "postponed"]).had_a_place()

    def for_link(self) -> "RegistrationQuerySet":
        """With all that a link's page shows, and has_come: one of them has been welcomed at the door. One query."""
        return self.annotate(has_come=Exists(Attendee.objects.welcomed(OuterRef("pk")))).select_related(
            "pool__occurrence__event", "pool__occurrence__venue", "person", "application_answer__other_event"
        )


class Registration(models.Model):
    """A party's sign-up. Changed only by the actions in groups.actions.seats, under the pool's lock."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    pool = models.ForeignKey(SeatPool, on_delete=models.PROTECT, related_name="registrations")
    sequence = models.BigIntegerField(db_default=models.Func(function="nextval", template="nextval('groups_queue')"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    guest_name = EncryptedTextField(blank=True, default="")
    guest_email = EncryptedTextField(blank=True, default="")
    guest_phone = EncryptedTextField(blank=True, default="")
    guest_index = models.CharField(max_length=64, blank=True)  # blind index of the address or number
    seats = models.PositiveSmallIntegerField(default=1)
    wanted = models.PositiveSmallIntegerField(
        default=1
    )  # the whole party; seats are fewer only when they said yes to it
    accepts_fewer = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=RegistrationState.choices)
    expires_at = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    skips = models.PositiveSmallIntegerField(default=0)  # how often a smaller party went first
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.SELF)
    language = models.CharField(max_length=5, default="da")
    answers = EncryptedJSONField(null=True, blank=True)
    door_code = models.CharField(max_length=6, blank=True)  # groups.door_codes: shown as a QR code, typed at the door
    link_version = models.PositiveIntegerField(default=1)  # of the links in messages; growing it closes them
    form_key = models.UUIDField(unique=True)  # a second press of the button finds this row
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    proven_at = models.DateTimeField(null=True, blank=True)  # a guest's address or number answered; a person's is known
    entered_at = models.DateTimeField(null=True, blank=True)  # when the way in online was opened: they may take part
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["pool", "queued_at", "sequence"], condition=Q(state="waiting"), name="registration_queue"
            ),
            models.Index(
                fields=["pool", "expires_at"], condition=Q(state__in=["held", "offered"]), name="registration_lapse"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pool", "person"], condition=Q(state__in=LIVE, person__isnull=False), name=ONE_LIVE_PERSON
            ),
            models.UniqueConstraint(
                fields=["pool", "guest_index"], condition=Q(state__in=LIVE) & ~Q(guest_index=""), name=ONE_LIVE_GUEST
            ),
            models.UniqueConstraint(fields=["door_code"], condition=~Q(door_code=""), name=ONE_PARTY_A_CODE),
            models.CheckConstraint(
                condition=Q(person__isnull=False, guest_index="") | Q(person__isnull=True),
                name="registration_is_a_persons_or_a_guests",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=F("wanted"), wanted__lte=6), name="party_is_one_to_six"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["held", "offered"], expires_at__isnull=False)
                | ~Q(state__in=["held", "offered"]) & Q(expires_at__isnull=True),
                name="registration_expires_exactly_while_held_or_offered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "offered"]) | Q(queued_at__isnull=False),
                name="registration_in_the_queue_has_its_moment",
            ),
            models.CheckConstraint(condition=Q(state__in=RegistrationState.values), name="registration_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.seats}"

    @property
    def who_comes(self) -> "list[Attendee]":
        """The party, one by one."""
        return list(self.attendees.all())

    @property
    def is_live(self) -> bool:
        """Whether it still counts."""
        return self.state in LIVE


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    """Reads of those who come."""

    def in_the_room(self, occurrence_id: UUID) -> "AttendeeQuerySet":
        """Those with a place in the room at a date, not at home before a screen."""
        rows = self.filter(registration__pool__occurrence_id=occurrence_id, registration__state="confirmed")
        return rows.exclude(registration__pool__channel=PoolChannel.ONLINE)

    def welcomed(self, registration_id: Any) -> "AttendeeQuerySet":
        """Those of a party who have been welcomed at the door."""
        return self.filter(registration_id=registration_id, came_at__isnull=False)

    def online(self, occurrence_id: UUID) -> "AttendeeQuerySet":
        """Those with a place before a screen at a date: by choice, or all of them when it was moved there."""
        rows = self.filter(registration__pool__occurrence_id=occurrence_id, registration__state="confirmed")
        moved = Q(registration__pool__occurrence__status=OccurrenceStatus.MOVED_ONLINE)
        return rows.filter(moved | Q(registration__pool__channel=PoolChannel.ONLINE))

    def is_here(self, registration_id: UUID) -> bool:
        """Whether one of a party has been welcomed."""
        return self.welcomed(registration_id).exists()

    def unmarked(self) -> "AttendeeQuerySet":
        """Those of whom nobody has said whether they came."""
        return self.filter(came_at=None, stayed_away=False)


class Attendee(models.Model):
    """One of a party. Whether they came is said here, never by the sign-up's state."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="attendees")
    number = models.PositiveSmallIntegerField()
    first_name = EncryptedTextField(blank=True, default="")
    needs = EncryptedTextField(null=True, blank=True)  # type: ignore[misc]  # NULL is how it is wiped
    has_needs = models.BooleanField(default=False)  # the door list's flag
    came_at = models.DateTimeField(null=True, blank=True)
    stayed_away = models.BooleanField(default=False)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "number"], name="an_attendee_has_a_number_of_their_own"),
            models.CheckConstraint(
                condition=Q(came_at__isnull=True) | Q(stayed_away=False), name="nobody_came_and_stayed_away"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class RegistrationLogQuerySet(models.QuerySet["RegistrationLog"]):
    """Reads of why sign-ups changed."""

    def more_time_given(self, row: Registration) -> "RegistrationLogQuerySet":
        """How a place that is kept or offered now was kept longer."""
        return self.filter(registration=row, why="more_time", at__gte=row.changed_at).order_by("at")

    def of_pool_since(self, pool_id: UUID, since: datetime) -> "RegistrationLogQuerySet":
        """What happened to the parties of one kind of seats, in order."""
        return self.filter(registration__pool_id=pool_id, at__gte=since).order_by("at", "id")


class RegistrationLog(models.Model):
    """Why a sign-up changed: what "why not me?" is answered from. Codes only, no words about people."""

    id = models.BigAutoField(primary_key=True)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField()
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    why = models.CharField(max_length=20)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)  # of the party after it
    until = models.DateTimeField(null=True, blank=True)  # how long a place was kept
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = RegistrationLogQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.before}→{self.after}"
