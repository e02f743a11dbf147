"""Somebody outside a case reads it for an hour, because it can't wait."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce, Least

from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from counselling.models.cases import Case
    from portal.accounts.models import User


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    """Reads of emergency access."""

    def open(self, now: datetime) -> "EmergencyAccessQuerySet":
        """Access that holds now: not run out, not ended."""
        return self.filter(expires_at__gt=now, ended_at=None)

    def since(self, moment: datetime) -> "EmergencyAccessQuerySet":
        """Opened since a moment, the latest first, with who and whose case."""
        return self.filter(opened_at__gte=moment).select_related("by", "case__person").order_by("-opened_at")

    def of_case(self, case: "Case") -> "EmergencyAccessQuerySet":
        """One case's."""
        return self.filter(case=case)

    def ended_lately(self, user: "User", since: datetime, now: datetime) -> "EmergencyAccessQuerySet":
        """One person's access that ran out or was ended since a moment, the latest end first."""
        over = self.filter(by=user).alias(ended=Least("expires_at", Coalesce("ended_at", "expires_at")))
        return over.filter(ended__gt=since, ended__lte=now).order_by("-ended")


class EmergencyAccess(models.Model):
    """Break-glass: a worker outside a case reads it for 60 minutes, with a reason; the leader and the DPO are told."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    case = models.ForeignKey("counselling.Case", on_delete=models.CASCADE, related_name="emergency_accesses")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField(blank=True, default="")
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    expires_at__gt=F("opened_at"),
                    expires_at__lte=Func(F("opened_at"), template="%(expressions)s + interval '60 minutes'"),
                ),
                name="emergency_access_lasts_at_most_an_hour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opened_at:%Y-%m-%d %H:%M}"

    @property
    def over_at(self) -> datetime:
        """When it runs out, or was ended before that."""
        return min(self.expires_at, self.ended_at or self.expires_at)
