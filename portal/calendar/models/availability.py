"""When a resource may be asked for: weekly rules, exceptions, absences, the person's other calendar."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Self, TypeVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import Range, TimestamptzRange

from portal import clock
from portal.calendar.models.periods import bounded_period
from portal.calendar.models.resource import Resource
from portal.keys import new_key


class MeetingMode(models.TextChoices):
    """How two people meet."""

    PHONE = "phone", _("Phone")
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video")
    HOME_VISIT = "home_visit", _("Home visit")


class Purpose(models.TextChoices):
    """What a time is kept for. A rule for 'any' serves everybody."""

    ANY = "any", _("Any talk")
    FIRST = "first", _("First talk")
    FOLLOW_UP = "follow_up", _("Follow-up")
    URGENT = "urgent", _("Urgent talk")


class WeekPattern(models.TextChoices):
    """Which weeks a rule holds in. Odd and even are ISO week numbers: weeks 53 and 1 are both odd."""

    EVERY = "every", _("every week")
    ODD = "odd", _("odd weeks")
    EVEN = "even", _("even weeks")
    EVERY_N = "every_n", _("every few weeks, counted from a date")


Row = TypeVar("Row", bound=models.Model)


class PeriodQuerySet(models.QuerySet[Row]):
    """Reads of rows that block or open a stretch of time."""

    def touching(self, start: datetime, end: datetime) -> Self:
        """Rows whose period overlaps [start, end)."""
        return self.filter(period__overlap=TimestamptzRange(start, end))

    def upcoming(self, now: datetime) -> Self:
        """Rows that are not over, the nearest first."""
        return self.filter(period__endswith__gt=now).order_by(Lower("period"))


class AbsenceQuerySet(PeriodQuerySet["Absence"]):
    """Reads of absences."""

    def of_week(self, resource_ids: Sequence[UUID], first: date) -> dict[UUID, list[tuple[Range[datetime], str]]]:
        """Who is away in the week from a Monday: the stretches and their word."""
        start = datetime.combine(first, time(), clock.zone())
        found: dict[UUID, list[tuple[Range[datetime], str]]] = {}
        for row in self.touching(start, start + timedelta(days=7)).filter(resource_id__in=resource_ids):
            found.setdefault(row.resource_id, []).append((row.period, row.get_kind_display()))
        return found

    def open_ended_until(self, moment: datetime) -> "AbsenceQuerySet":
        """Those without an end whose stored one is nearer than a moment, the nearest first."""
        return self.filter(is_open_ended=True, period__endswith__lt=moment).order_by("period")


class RuleQuerySet(models.QuerySet["AvailabilityRule"]):
    """Reads of weekly rules."""

    def not_ended(self, on: date) -> "RuleQuerySet":
        """Rules that hold on a day or later, in the order of a week."""
        return self.filter(Q(valid__endswith__gt=on) | Q(valid__upper_inf=True)).order_by(
            "iso_weekday", "start_time", "id"
        )


class AvailabilityRule(models.Model):
    """One sentence of a working week: every Tuesday 9-12, by phone and in person, in odd weeks.

    Times are local wall-clock times in the resource's zone. Empty modes mean every mode.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="rules")
    iso_weekday = models.PositiveSmallIntegerField()  # 1 is Monday
    start_time = models.TimeField()
    end_time = models.TimeField()
    valid = DateRangeField()
    week_pattern = models.CharField(max_length=10, choices=WeekPattern.choices, default=WeekPattern.EVERY)
    every_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    counted_from = models.DateField(null=True, blank=True)
    modes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    purposes = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # empty means any
    release_days_before = models.PositiveSmallIntegerField(null=True, blank=True)
    is_within_opening_hours = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(iso_weekday__range=(1, 7)), name="rule_is_for_a_day_of_the_week"),
            models.CheckConstraint(condition=Q(start_time__lt=F("end_time")), name="rule_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(iso_weekday=7)
                | ~(
                    Q(start_time__gte="02:00", start_time__lt="03:00") | Q(end_time__gte="02:00", end_time__lt="03:00")
                ),
                name="rule_edges_avoid_the_hour_that_changes",
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False, valid__lower_inf=False), name="rule_is_valid_from_a_day"
            ),
            models.CheckConstraint(condition=Q(week_pattern__in=WeekPattern.values), name="rule_week_pattern_is_known"),
            models.CheckConstraint(
                condition=Q(week_pattern="every_n", every_weeks__gte=2, counted_from__isnull=False)
                | (~Q(week_pattern="every_n") & Q(every_weeks__isnull=True, counted_from__isnull=True)),
                name="rule_counts_weeks_exactly_when_every_n",
            ),
            models.CheckConstraint(
                condition=Q(modes__contained_by=list(MeetingMode.values)), name="rule_modes_are_known"
            ),
            models.CheckConstraint(
                condition=Q(purposes__contained_by=list(Purpose.values)), name="rule_purposes_are_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.iso_weekday} {self.start_time:%H:%M}-{self.end_time:%H:%M}"


class AvailabilityException(models.Model):
    """One stretch of time that differs from the rules: open when they say closed, or closed when they say open."""

    class Kind(models.TextChoices):
        """Which way it differs."""

        OPEN = "open", _("Extra time")
        CLOSED = "closed", _("Closed")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="exceptions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    period = DateTimeRangeField()
    modes = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # of extra time; empty means every
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [
            bounded_period("exception_period_is_bounded"),
            models.CheckConstraint(condition=Q(kind__in=["open", "closed"]), name="exception_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Absence(models.Model):
    """A person is away: holiday, course, illness. Says when, never why in detail."""

    class Kind(models.TextChoices):
        """The little that colleagues need to know."""

        HOLIDAY = "holiday", _("Holiday")
        COURSE = "course", _("Course or meeting")
        AWAY = "away", _("Away")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.AWAY)
    period = DateTimeRangeField()
    is_open_ended = models.BooleanField(default=False, db_default=False)  # until further notice: its end is moved on
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            bounded_period("absence_period_is_bounded"),
            models.CheckConstraint(condition=Q(kind__in=["holiday", "course", "away"]), name="absence_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class ExternalBusy(models.Model):
    """Busy time from the person's own calendar. Taken off the offers, never part of the constraint."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="external_busy")
    period = DateTimeRangeField()
    imported_at = models.DateTimeField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = [bounded_period("external_busy_period_is_bounded")]
        indexes = [GistIndex(fields=["resource", "period"], name="external_busy_by_time")]

    def __str__(self) -> str:
        return "busy"
