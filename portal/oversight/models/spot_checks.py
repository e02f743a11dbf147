"""One spot check a month: a random sample of what staff read, and every read that looks unusual."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import pgettext_lazy

from portal.keys import new_key
from portal.vault.fields import EncryptedTextField


class Verdict(models.TextChoices):
    """What whoever checked a read made of it."""

    IN_ORDER = "in_order", pgettext_lazy("spot check", "In order")
    ASK = "ask", pgettext_lazy("spot check", "Ask the colleague")
    REPORT = "report", pgettext_lazy("spot check", "Report it")


class Why(models.TextChoices):
    """What is unusual about a read. None of it proves anything; each is worth a question."""

    BREAK_GLASS = "break_glass", pgettext_lazy("unusual", "Opened in an emergency")
    OWN_RECORD = "own_record", pgettext_lazy("unusual", "The reader's own record")
    COLLEAGUE = "colleague", pgettext_lazy("unusual", "A colleague's record")
    SAME_SURNAME = "same_surname", pgettext_lazy("unusual", "Same surname as the reader")
    NO_RELATION = "no_relation", pgettext_lazy("unusual", "No talk and no case together")
    AFTER_THE_END = "after_the_end", pgettext_lazy("unusual", "Looked again after the work together had ended")
    MANY = "many", pgettext_lazy("unusual", "Very many people in an hour")
    OUTSIDE_HOURS = "outside_hours", pgettext_lazy("unusual", "At night, early or late")


class SpotCheckQuerySet(models.QuerySet["SpotCheck"]):
    """Reads of spot checks."""

    def with_counts(self) -> "SpotCheckQuerySet":
        """Newest first, with how many reads are to be looked at and how many have been."""
        judged = Count("items", filter=~Q(items__verdict=""))
        return self.select_related("completed_by").annotate(chosen=Count("items"), judged=judged).order_by("-month")

    def unfinished(self) -> "SpotCheckQuerySet":
        """Months nobody has finished."""
        return self.filter(completed_at=None)

    def drawn_before(self, moment: datetime) -> "SpotCheckQuerySet":
        """Those of a time long gone."""
        return self.filter(drawn_at__lt=moment)


class SpotCheck(models.Model):
    """What there is to check for one month.

    seed: the hash of the log's last seal when it was drawn. Nobody knows it while the month lasts, and with it anybody
    can draw the same sample again.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    month = models.DateField()
    seed = models.CharField(max_length=64)
    reads = models.PositiveIntegerField()
    drawn_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = SpotCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month"], name="a_month_is_drawn_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="a_spot_check_is_about_a_whole_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class SpotCheckItemQuerySet(models.QuerySet["SpotCheckItem"]):
    """Reads of what is to be looked at."""

    def open(self) -> "SpotCheckItemQuerySet":
        """What nobody has judged."""
        return self.filter(verdict="")

    def in_group(self, check: SpotCheck, group: str) -> "SpotCheckItemQuerySet":
        """A month's reads: those to look at ("open"), those with a verdict, or all; the unusual ones first."""
        rows = self.filter(spot_check=check).select_related("judged_by")
        if group == "open":
            rows = rows.open()
        elif group in Verdict.values:
            rows = rows.filter(verdict=group)
        return rows.order_by("is_sampled", "event_id")

    def next_after(self, item: "SpotCheckItem", reader: UUID) -> "SpotCheckItem | None":
        """The next one to look at that is not the checker's own read."""
        rows = self.in_group(item.spot_check, "open").exclude(actor=reader)
        later = rows.filter(
            Q(is_sampled=item.is_sampled, event_id__gt=item.event_id) | Q(is_sampled__gt=item.is_sampled)
        )
        return later.first() or rows.first()


class SpotCheckItem(models.Model):
    """One read of the log that somebody looks at: why it was chosen, and what came of it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    spot_check = models.ForeignKey(SpotCheck, on_delete=models.CASCADE, related_name="items")
    event_id = models.BigIntegerField()
    actor = models.UUIDField()
    reasons = models.JSONField(default=list)
    is_sampled = models.BooleanField(default=False)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True, default="")
    said = EncryptedTextField(null=True, blank=True)  # type: ignore[misc]  # NULL until somebody judges
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = SpotCheckItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["spot_check", "event_id"], name="a_read_is_checked_once"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_at=None)
                | Q(~Q(verdict=""), judged_at__isnull=False, said__isnull=False),
                name="a_verdict_has_a_time_and_a_sentence",
            ),
            models.CheckConstraint(condition=Q(verdict__in=["", *Verdict.values]), name="a_verdict_is_known"),
        ]

    def __str__(self) -> str:
        return f"read {self.event_id}"

    @property
    def why(self) -> list[Any]:
        """What is unusual about it, in words."""
        return [Why(reason).label for reason in self.reasons]


def month_of(day: date) -> date:
    """The first of its month."""
    return day.replace(day=1)
