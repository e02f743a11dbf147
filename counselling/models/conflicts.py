"""Who must not meet whom in the work."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.keys import new_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portal.accounts.models import User


class ConflictQuerySet(models.QuerySet["ConflictOfInterest"]):
    """Reads of conflicts."""

    def of_worker(self, user: "User") -> "ConflictQuerySet":
        """The people a worker must not meet in the work."""
        return self.filter(worker=user)

    def about(self, people: "Iterable[User]") -> "ConflictQuerySet":
        """Conflicts with any of these people."""
        return self.filter(person__in=people)


class ConflictOfInterest(models.Model):
    """A worker must not meet this person in the work: a neighbour, family. Blocks even an assigned worker."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="barred_from")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conflicts")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField()

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worker", "person"], name="a_conflict_is_noted_once"),
            models.CheckConstraint(condition=~Q(worker=F("person")), name="nobody_conflicts_with_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.noted_at:%Y-%m-%d}"
