"""A service stop: for some days nobody is met in person. The row closes such times; lifting it opens them."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models

from portal.calendar.models.free_times import NOBODY
from portal.calendar.models.periods import bounded_period
from portal.keys import new_key

OWN_SERVICE = NOBODY  # stands for the calendars without a unit: the counselling service's own


class ServiceStopQuerySet(models.QuerySet["ServiceStop"]):
    """Reads of stops."""

    def in_force(self, now: datetime) -> "ServiceStopQuerySet":
        """Those that were not lifted and are not over, the first one first."""
        return self.filter(lifted_at=None, period__endswith__gt=now).order_by("period")

    def said_now(self, now: datetime) -> "ServiceStop | None":
        """What the front page says: the stop that holds, or the next one."""
        return self.in_force(now).only("says", "period").first()

    def for_list(self) -> "ServiceStopQuerySet":
        """With who stopped, the latest first."""
        return self.select_related("made_by").order_by("-made_at")


class ServiceStop(models.Model):
    """From a moment to a moment, in some areas or everywhere (empty). Made once, never changed, only lifted."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    period = DateTimeRangeField()
    areas = ArrayField(models.UUIDField(), default=list, blank=True)  # units and places; OWN_SERVICE for ours
    says = models.CharField(max_length=300)  # to everybody, on the front page and in what is cancelled
    counts = models.JSONField(default=dict)  # what became of how many: {"counselling.phone": 12}
    form_key = models.UUIDField(unique=True)  # a second press of the button finds this row
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = ServiceStopQuerySet.as_manager()

    class Meta:
        indexes = [GistIndex(fields=["period"], condition=models.Q(lifted_at=None), name="stop_in_force")]
        constraints = [
            bounded_period("stop_period_is_bounded"),
            models.CheckConstraint(condition=~models.Q(says=""), name="stop_says_why"),
        ]

    def __str__(self) -> str:
        return self.says

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        begins: datetime = self.period.lower
        return begins

    @property
    def ends_at(self) -> datetime:
        """When it is over: the midnight after its last day."""
        ends: datetime = self.period.upper
        return ends

    @property
    def last_moment(self) -> datetime:
        """The last minute of its last day."""
        return self.ends_at - timedelta(minutes=1)
