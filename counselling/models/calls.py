"""Talks outside the calendar's usual path: call me, phone duty, and a talk without a name."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from counselling.choices import CallStatus, CallTopic
from counselling.models.meeting_types import MeetingType
from portal.calendar.models import Resource
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User


class CallRequestQuerySet(models.QuerySet["CallRequest"]):
    """Reads of wishes for a call."""

    def visible_to(self, user: "User") -> "CallRequestQuerySet":
        """All for those who call, one's own for a relative."""
        if user.has_role("counsellor", "team_lead"):
            return self.all()
        return self.filter(person=user)

    def named(self) -> "CallRequestQuerySet":
        """Of somebody who is known here."""
        return self.filter(person__isnull=False).select_related("person")

    def waiting(self) -> "CallRequestQuerySet":
        """Not yet called, the most urgent first."""
        return self.filter(status=CallStatus.OPEN).order_by("due_at", "id")

    def tried(self, since: datetime) -> "CallRequestQuerySet":
        """Rung without an answer since a moment: worth another try, the oldest first."""
        return self.filter(status=CallStatus.NOT_REACHED, done_at__gte=since).order_by("done_at", "id")


class CallRequest(models.Model):
    """A wish to be rung: a number, when it suits, and how soon we promise to ring."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    name = EncryptedTextField(blank=True, default="")
    phone = EncryptedTextField()
    phone_index = models.CharField(max_length=64, db_index=True)
    topic = models.CharField(max_length=12, choices=CallTopic.choices, default=CallTopic.UNSURE)
    when = models.CharField(max_length=12, default="any")  # day part: morning | midday | afternoon | any
    may_leave_voicemail = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=CallStatus.choices, default=CallStatus.OPEN)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    form_key = models.UUIDField(unique=True)
    created_at = models.DateTimeField()

    objects = CallRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", done_at__isnull=True) | ~Q(status="open") & Q(done_at__isnull=False),
                name="call_request_is_open_until_done",
            ),
        ]

    def __str__(self) -> str:
        return self.status


class PhoneDutyQuerySet(models.QuerySet["PhoneDuty"]):
    """Reads of the roster."""

    def on_duty(self, now: datetime) -> "PhoneDutyQuerySet":
        """Who owns call requests and failed messages now."""
        return self.filter(starts_at__lte=now, ends_at__gt=now).select_related("user")

    def from_moment(self, now: datetime) -> "PhoneDutyQuerySet":
        """The roster from now on, in order."""
        return self.filter(ends_at__gt=now).select_related("user").order_by("starts_at")


class PhoneDuty(models.Model):
    """Who owns call requests and failed messages from one moment to another; one person at a time."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = PhoneDutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="phone_duty_ends_after_it_starts"),
            ExclusionConstraint(
                name="one_person_has_phone_duty_at_a_time",
                expressions=[(Func("starts_at", "ends_at", function="tstzrange"), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def last_moment(self) -> datetime:
        """Its last moment, for saying the last day."""
        return self.ends_at - timedelta(minutes=1)


class NamelessTalkQuerySet(models.QuerySet["NamelessTalk"]):
    """Reads of talks without a name."""

    def of_counsellor(self, user: "User") -> "NamelessTalkQuerySet":
        """In a counsellor's calendar."""
        return self.filter(counsellor__user=user)

    def managed_by(self, user: "User") -> "NamelessTalkQuerySet":
        """What a member of staff works with: the counsellor's own; every talk for a team lead."""
        return self.all() if user.has_role("team_lead") else self.of_counsellor(user)

    def of_resource(self, resource_id: UUID) -> "NamelessTalkQuerySet":
        """In one counsellor's calendar, by the calendar."""
        return self.filter(counsellor_id=resource_id)

    def for_list(self) -> "NamelessTalkQuerySet":
        """With all that a line of a list shows."""
        rows = self.select_related("meeting_type", "counsellor__counsellor_profile")
        return rows.defer("counsellor__counsellor_profile__photo")

    def live(self) -> "NamelessTalkQuerySet":
        """Talks that hold their time."""
        return self.filter(status="booked")

    def ahead(self, now: datetime) -> "NamelessTalkQuerySet":
        """Live talks that have not ended."""
        return self.live().filter(ends_at__gt=now).order_by("starts_at")

    def between(self, start: datetime, end: datetime) -> "NamelessTalkQuerySet":
        """Not cancelled, within [start, end), in order."""
        return self.exclude(status="cancelled").filter(starts_at__lt=end, ends_at__gt=start).order_by("starts_at")

    def unresolved(self, now: datetime) -> "NamelessTalkQuerySet":
        """Past their end without an outcome."""
        return self.filter(status="booked", ends_at__lte=now).order_by("starts_at")


class NamelessTalk(models.Model):
    """A phone talk without a name: a time, a counsellor and the hash of a code. Nothing else is known or kept."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    code_hash = models.CharField(max_length=64, unique=True)
    meeting_type = models.ForeignKey(MeetingType, on_delete=models.PROTECT)
    counsellor = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    status = models.CharField(
        max_length=12,
        choices=[("booked", "booked"), ("cancelled", "cancelled"), ("fulfilled", "fulfilled"), ("noshow", "noshow")],
    )

    objects = NamelessTalkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="nameless_talk_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(status__in=["booked", "cancelled", "fulfilled", "noshow"]),
                name="nameless_talk_status_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.status
