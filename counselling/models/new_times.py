"""Other times for a talk whose counsellor is away: kept free until the relative has chosen one."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from counselling.handover_choices import NewTimesState
from counselling.models.appointments import Appointment, AppointmentQuerySet
from portal.calendar.models import Resource
from portal.keys import new_key

if TYPE_CHECKING:
    from portal.accounts.models import User

ONE_OFFER = "a_talk_has_one_offer_of_new_times"


class NewTimesQuerySet(models.QuerySet["NewTimesOffer"]):
    """Reads of offers of new times."""

    def visible_to(self, user: "User") -> "NewTimesQuerySet":
        """A relative's own."""
        return self.filter(appointment__booked_by=user)

    def open(self, now: datetime) -> "NewTimesQuerySet":
        """Those that can be answered."""
        return self.filter(state=NewTimesState.OPEN, expires_at__gt=now)

    def lapsed(self, now: datetime) -> "NewTimesQuerySet":
        """Those that ran out and that nobody has closed."""
        return self.filter(state=NewTimesState.OPEN, expires_at__lte=now).order_by("expires_at")

    def of_talks(self, keys: list[UUID]) -> "NewTimesQuerySet":
        """The offers of these talks that wait."""
        return self.filter(appointment_id__in=keys, state=NewTimesState.OPEN)

    def marked(self, talks: AppointmentQuerySet, now: datetime) -> AppointmentQuerySet:
        """These talks, each knowing whether other times for it wait for an answer. No query of its own."""
        return talks.annotate(has_new_times=Exists(self.open(now).filter(appointment=OuterRef("pk"))))

    def with_times(self) -> "NewTimesQuerySet":
        """With the talk and the times, two queries."""
        rows = self.select_related("appointment__meeting_type", "appointment__booked_by", "appointment__counsellor")
        return rows.prefetch_related("times")


class NewTimesOffer(models.Model):
    """Up to three other times for a talk that can't be held as booked. The relative chooses one, or none."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="new_times_offers")
    state = models.CharField(max_length=10, choices=NewTimesState.choices, default=NewTimesState.OPEN)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = NewTimesQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], condition=Q(state="open"), name="new_times_open")]
        constraints = [
            models.UniqueConstraint(fields=["appointment"], condition=Q(state="open"), name=ONE_OFFER),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="new_times_are_kept_for_a_while"),
            models.CheckConstraint(condition=Q(state__in=NewTimesState.values), name="new_times_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | ~Q(state="open") & ~Q(decided_at=None),
                name="new_times_are_decided_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d} {self.state}"


class NewTime(models.Model):
    """One of the times; it owns the time it keeps."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    offer = models.ForeignKey(NewTimesOffer, on_delete=models.CASCADE, related_name="times")
    counsellor = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    room = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, related_name="+")
    interpreter = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_new_time_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
