"""Theme weeks, such as Carers' Week: several hosts, one programme."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from portal.keys import new_key


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Reads of theme weeks."""

    def published(self) -> "CampaignQuerySet":
        """Those everybody may see."""
        return self.filter(is_published=True)

    def on_show(self, today: date) -> "CampaignQuerySet":
        """Those everybody may see that are not over, the next first."""
        return self.published().filter(ends_on__gte=today).order_by("starts_on", "title")

    def for_list(self) -> "CampaignQuerySet":
        """All of them, the latest first, with how many events each has."""
        counted = models.Count("events", filter=Q(events__is_template=False))
        return self.annotate(event_count=counted).order_by("-starts_on", "title")


class Campaign(models.Model):
    """A theme week with several hosts, such as Carers' Week. Its events are published each by themselves."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=400, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    hosts = ArrayField(models.CharField(max_length=120), default=list, blank=True)  # who invites, besides us
    is_published = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.title
