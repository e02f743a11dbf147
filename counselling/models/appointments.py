"""A conversation between a relative and a counsellor, and who takes part."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from counselling.choices import MODE_WORDS, CancelActor, Company, Mode, Status
from counselling.models.meeting_types import MeetingType
from counselling.models.stopped import StoppedQuerySet
from portal.calendar.models import Resource, ServiceStop
from portal.keys import new_key
from portal.vault import CannotBeShown
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User

LIVE = (Status.PENDING, Status.BOOKED, Status.CHECKED_IN)


class AppointmentQuerySet(StoppedQuerySet["Appointment"]):
    """Reads of appointments."""

    def visible_to(self, user: "User") -> "AppointmentQuerySet":
        """Own talks: the relative's, or the counsellor's; the team lead sees every talk's header."""
        if user.has_role("team_lead"):
            return self.all()
        return self.filter(Q(booked_by=user) | Q(counsellor__user=user))

    def of_relative(self, user: "User") -> "AppointmentQuerySet":
        """The talks a relative booked."""
        return self.filter(booked_by=user)

    def made_from(self, hold_id: UUID) -> "Appointment | None":
        """The talk a hold became, or None."""
        return self.filter(hold_ref=hold_id).first()

    def with_id(self, key: UUID) -> "Appointment | None":
        """The talk with this key among these, or None."""
        return self.filter(pk=key).first()

    def with_reply_code(self, code_hash: str) -> "Appointment | None":
        """The live talk whose present version a text message's code opens."""
        known = self.live().filter(reply_codes__code_hash=code_hash, reply_codes__version=models.F("version"))
        return known.for_list().first()

    def living(self, moved: "Appointment") -> "Appointment":
        """The row in which a moved talk lives on (the row itself when it was not moved)."""
        return self.filter(uid=moved.uid).exclude(status=Status.SUPERSEDED).first() or moved

    def of_counsellor(self, user: "User") -> "AppointmentQuerySet":
        """The talks in a counsellor's calendar."""
        return self.filter(counsellor__user=user)

    def goes_on(self, talk: "Appointment") -> bool:
        """Whether a talk goes on with what has begun: its person has a case, or talked with this counsellor before."""
        if self.filter(pk=talk.pk, case__isnull=False).exists():
            return True
        met = self.filter(booked_by_id=talk.booked_by_id, counsellor_id=talk.counsellor_id, status=Status.FULFILLED)
        return met.exists()

    def managed_by(self, user: "User") -> "AppointmentQuerySet":
        """What a member of staff works with: the counsellor's own talks; every talk for a team lead."""
        return self.all() if user.has_role("team_lead") else self.of_counsellor(user)

    def live(self) -> "AppointmentQuerySet":
        """Talks that hold their time."""
        return self.filter(status__in=LIVE)

    def upcoming(self, now: datetime) -> "AppointmentQuerySet":
        """Live talks that have not ended, the next one first."""
        return self.live().filter(ends_at__gt=now).order_by("starts_at")

    def past(self, now: datetime) -> "AppointmentQuerySet":
        """Talks that are over or called off, the latest first (a moved talk shows as its new time only)."""
        return (
            self.exclude(status=Status.SUPERSEDED)
            .filter(Q(ends_at__lte=now) | ~Q(status__in=LIVE))
            .order_by("-starts_at")
        )

    def with_company(self) -> "AppointmentQuerySet":
        """With who comes along and what was written, two queries for any number of talks."""
        return self.prefetch_related("participants", "answers")

    def with_answers(self) -> "AppointmentQuerySet":
        """With what was written before, one query for any number of talks."""
        return self.prefetch_related("answers")

    def late_to_decide(self, now: datetime) -> "AppointmentQuerySet":
        """Requests whose promised answer is overdue."""
        return self.undecided().filter(decide_by__lte=now)

    def using_resource(self, resource_id: UUID) -> "AppointmentQuerySet":
        """Talks that need a calendar: the counsellor's, the room's or the interpreter's."""
        needs = Q(counsellor_id=resource_id) | Q(room_id=resource_id) | Q(interpreter_id=resource_id)
        return self.filter(needs).select_related("booked_by")

    def of_case(self, case_id: UUID) -> "AppointmentQuerySet":
        """The talks of a case, in order."""
        return self.filter(case_id=case_id).order_by("starts_at")

    def home_visits(self) -> "AppointmentQuerySet":
        """Talks in somebody's home."""
        return self.filter(mode=Mode.HOME_VISIT)

    def stopped_by(self, stop: ServiceStop, now: datetime) -> "AppointmentQuerySet":
        """Live talks in person in a service stop that have not begun, in order."""
        rows = self.live().met_in(stop).filter(starts_at__gt=now).exclude(status=Status.CHECKED_IN)
        return rows.order_by("starts_at")

    def in_spite_of(self, stop: ServiceStop, now: datetime) -> "AppointmentQuerySet":
        """Talks in person in a service stop that were made after it."""
        return self.stopped_by(stop, now).filter(created_at__gte=stop.made_at)

    def in_mode(self, mode: str) -> "AppointmentQuerySet":
        """Talks of one way to meet."""
        return self.filter(mode=mode)

    def asked_about(self, keys: "models.QuerySet[Any, Any]") -> "AppointmentQuerySet":
        """These talks with whose they are, by their start."""
        return self.filter(pk__in=keys).select_related("counsellor").order_by("starts_at")

    def of_resource(self, resource_id: UUID) -> "AppointmentQuerySet":
        """The talks in one counsellor's calendar, by the calendar."""
        return self.filter(counsellor_id=resource_id)

    def unresolved(self, now: datetime) -> "AppointmentQuerySet":
        """Talks past their end without an outcome, the oldest first."""
        return self.filter(status__in=(Status.BOOKED, Status.CHECKED_IN), ends_at__lte=now).order_by("starts_at")

    def undecided(self) -> "AppointmentQuerySet":
        """Requests that wait for a yes or no, the most urgent first."""
        return self.filter(status=Status.PENDING).order_by("decide_by")

    def between(self, start: datetime, end: datetime) -> "AppointmentQuerySet":
        """Talks that hold or held their time within [start, end), in order."""
        shown = (*LIVE, Status.FULFILLED, Status.NOSHOW)
        return self.filter(status__in=shown, starts_at__lt=end, ends_at__gt=start).order_by("starts_at")

    def for_list(self) -> "AppointmentQuerySet":
        """With all that a line of a list shows, in a constant number of queries."""
        rows = self.select_related("meeting_type", "counsellor__counsellor_profile", "room", "interpreter", "booked_by")
        return rows.defer("counsellor__counsellor_profile__photo")

    def with_profiles(self) -> "AppointmentQuerySet":
        """With how each relative wants to be met, still sealed."""
        return self.select_related("booked_by__relative_profile")

    def own_counsellor(self, user: "User") -> UUID | None:
        """The resource id of the counsellor a relative last talked or will talk with."""
        met = self.of_relative(user).filter(status__in=(*LIVE, Status.FULFILLED)).order_by("-starts_at")
        return met.values_list("counsellor_id", flat=True).first()


class Appointment(models.Model):
    """A conversation at a time. Its row is never deleted by cancelling; moving makes a new row with the same uid."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    uid = models.UUIDField(db_index=True)  # the calendar file's stable UID: the same through every move
    meeting_type = models.ForeignKey(MeetingType, on_delete=models.PROTECT)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    counsellor = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="appointments")
    room = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    interpreter = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    interpreter_language = models.CharField(max_length=5, blank=True)
    company = models.CharField(max_length=12, choices=Company.choices, default=Company.ALONE)
    wants_respite = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=Status.choices)
    version = models.PositiveIntegerField(default=1)
    link_version = models.PositiveIntegerField(default=1, db_default=1)  # of links and codes in messages
    ics_sequence = models.PositiveIntegerField(default=0)
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    hold_ref = models.UUIDField(unique=True)  # the hold it grew from: a second press of the button finds this row
    place = models.CharField(max_length=330, blank=True)  # the room and how to find it, as they were said
    video_link = models.URLField(blank=True)
    decide_by = models.DateTimeField(null=True, blank=True)
    decline_reason = EncryptedTextField(blank=True, default="")
    cancel_actor = models.CharField(max_length=12, choices=CancelActor.choices, blank=True)
    cancel_reason = EncryptedTextField(blank=True, default="")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    is_late_cancel = models.BooleanField(default=False)
    supersedes = models.OneToOneField("self", on_delete=models.RESTRICT, null=True, related_name="superseded_by")
    case = models.ForeignKey("Case", on_delete=models.CASCADE, null=True, related_name="appointments")
    checked_in_at = models.DateTimeField(null=True, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["counsellor", "starts_at"], name="appointment_by_counsellor"),
            models.Index(fields=["booked_by", "starts_at"], name="appointment_by_relative"),
            models.Index(fields=["ends_at"], condition=Q(status__in=["booked", "checked_in"]), name="appointment_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")), name="appointment_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="appointment_status_is_known"),
            models.CheckConstraint(
                condition=Q(status="pending", decide_by__isnull=False)
                | ~Q(status="pending") & Q(decide_by__isnull=True),
                name="appointment_has_a_deadline_while_pending",
            ),
            models.CheckConstraint(
                condition=Q(status="cancelled", cancelled_at__isnull=False) & ~Q(cancel_actor="")
                | ~Q(status="cancelled") & Q(cancelled_at__isnull=True, cancel_actor=""),
                name="appointment_cancelled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["fulfilled", "noshow"], outcome_at__isnull=False)
                | ~Q(status__in=["fulfilled", "noshow"]) & Q(outcome_at__isnull=True),
                name="appointment_outcome_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def mode_words(self) -> str:
        """How the two meet, as said to a relative."""
        return str(MODE_WORDS[self.mode])

    @property
    def home(self) -> str:
        """Where a home visit goes, for the person who lives there: in words, empty for other talks."""
        row = getattr(self, "visit_address", None) if self.mode == Mode.HOME_VISIT else None
        try:
            return row.address.words if row else ""
        except CannotBeShown:
            return ""

    @property
    def is_live(self) -> bool:
        """Whether it holds its time."""
        return self.status in LIVE


class Participant(models.Model):
    """Somebody who comes along: another relative, or the person cared for (first name only)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    first_name = EncryptedTextField(blank=True, default="")
    role = models.CharField(max_length=12, choices=Company.choices)
    came = models.BooleanField(null=True)  # None: nobody has said

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "role"], name="one_participant_of_a_kind"),
        ]

    def __str__(self) -> str:
        return self.role


class IntakeAnswer(models.Model):
    """What the relative wrote before the talk, one row per question; theirs to change until it starts."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="answers")
    number = models.PositiveSmallIntegerField()
    text = EncryptedTextField(blank=True, default="")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["appointment", "number"], name="a_question_is_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
