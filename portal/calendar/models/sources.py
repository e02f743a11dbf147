"""The address of a person's own calendar, read in the background so that nobody is offered a time that is taken."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.calendar.models.resource import Resource
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField


class SyncProblem(models.TextChoices):
    """Why the last reading failed, in words for the person whose calendar it is."""

    UNREACHABLE = "unreachable", _("The other calendar does not answer. We try again by ourselves.")
    REFUSED = "refused", _("The other calendar says no. The address may be old: make a new one there.")
    NOT_A_CALENDAR = "not_a_calendar", _("What stands at the address is no calendar. Copy the ICS address again.")
    TOO_LARGE = "too_large", _("The calendar is too large to read. Share one with fewer years.")
    NOT_ALLOWED = (
        "not_allowed",
        _("Calendars may no longer be read from that place. Ask your administrator."),
    )


class CalendarSourceQuerySet(models.QuerySet["CalendarSource"]):
    """Reads of addresses."""

    def due(self, now: datetime) -> "CalendarSourceQuerySet":
        """Those whose turn has come, the longest waiting first."""
        return self.filter(next_sync_at__lte=now, resource__is_active=True).order_by("next_sync_at")

    def of_resource(self, resource: Resource) -> "CalendarSource | None":
        """The address of one calendar, if there is one."""
        return self.filter(resource=resource).first()


class CalendarSource(models.Model):
    """Where a person's own calendar can be read. The address opens it, so it is sealed and never shown again."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, related_name="calendar_source")
    address = EncryptedTextField(blank=True, default="")
    host = models.CharField(max_length=120)
    etag = models.CharField(max_length=200, blank=True)
    next_sync_at = models.DateTimeField()
    last_tried_at = models.DateTimeField(null=True, blank=True)
    last_synced_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=20, choices=SyncProblem.choices, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    added_at = models.DateTimeField()

    objects = CalendarSourceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["next_sync_at"], name="calendar_source_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(failures=0, problem="") | ~Q(problem="") & Q(failures__gt=0),
                name="calendar_source_fails_with_a_problem",
            ),
        ]

    def __str__(self) -> str:
        return self.host
