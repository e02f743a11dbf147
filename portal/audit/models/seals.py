"""Seals over the log: each names exactly the events it holds and the seal before it, so nothing can change unseen."""

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from portal.audit.fields import EventIds


class AuditSealQuerySet(models.QuerySet["AuditSeal"]):
    """Reads of the chain."""

    def head(self) -> "AuditSeal | None":
        """The newest seal."""
        return self.order_by("-number").first()

    def stands(self, number: int, digest: str) -> bool:
        """Whether a seal with this number and hash is in the chain."""
        return self.filter(number=number, hash=digest).exists()

    def last_complete(self, before: datetime | None = None) -> "AuditSeal | None":
        """The newest seal that left nothing unsealed (made before a moment)."""
        rows = self.filter(is_complete=True).order_by("-number")
        return (rows if before is None else rows.filter(sealed_at__lt=before)).first()

    def removed_to(self) -> int:
        """Up to which seal the events were removed because their time had ended; 0 when none were."""
        return self.aggregate(most=models.Max("removed_to"))["most"] or 0

    def older_than(self, moment: datetime) -> "AuditSealQuerySet":
        """Seals made before a moment, oldest first."""
        return self.filter(sealed_at__lt=moment).order_by("number")

    def having_events(self, after: int, up_to: int) -> "AuditSealQuerySet":
        """Seals between two numbers that hold events."""
        return self.filter(number__gt=after, number__lte=up_to, count__gt=0)


class AuditSeal(models.Model):
    """A minute of the log, closed: which events, a digest of each, and the hash of the seal before.

    settled: no event with this id or a lower one can appear any more; what is newer is looked at again each time.
    removed_to: this seal holds no events, it says that those of older seals were removed when their time had ended.
    """

    is_append_only = True

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    events = EventIds()
    digests = models.BinaryField()
    newest = models.BigIntegerField()
    settled = models.BigIntegerField()
    is_complete = models.BooleanField()
    removed_to = models.BigIntegerField(null=True, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditSealQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(name="an_event_stands_in_one_seal", expressions=[("events", RangeOperators.OVERLAPS)]),
            models.UniqueConstraint(fields=["previous"], name="a_seal_has_one_successor"),
            models.CheckConstraint(
                condition=Q(removed_to=None, count__gt=0) | Q(removed_to__isnull=False, count=0),
                name="a_seal_holds_events_or_says_what_was_removed",
            ),
        ]
        indexes = [models.Index(fields=["sealed_at"], name="audit_seal_by_time")]

    def __str__(self) -> str:
        return f"seal {self.number}"
