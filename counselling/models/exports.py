"""A file with numbers that somebody takes out of the portal."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User


class DataExportQuerySet(models.QuerySet["DataExport"]):
    """Reads of files."""

    def visible_to(self, user: "User") -> "DataExportQuerySet":
        """Only one's own, and only while one leads the team."""
        return self.filter(made_by=user) if user.has_role("team_lead") else self.none()

    def ended(self, before: datetime) -> "DataExportQuerySet":
        """Files whose day was over before a moment: to be deleted."""
        return self.filter(expires_at__lt=before)


class DataExport(models.Model):
    """A file of numbers: fetched once, by whoever made it, within a day. Then the log alone knows of it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)
    file_format = models.CharField(max_length=4)
    rows = models.PositiveIntegerField()
    reason = EncryptedTextField(null=True)  # type: ignore[misc]  # as every sealed text of ours
    # The file, base64; gone once it is fetched.
    content = EncryptedTextField(null=True)  # type: ignore[misc]  # NULL is how it is wiped

    objects = DataExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="an_export_ends_later"),
            models.CheckConstraint(
                condition=Q(fetched_at__isnull=True, content__isnull=False)
                | Q(fetched_at__isnull=False, content__isnull=True),
                name="a_fetched_export_is_gone",
            ),
            models.CheckConstraint(condition=Q(file_format__in=["csv", "xlsx"]), name="export_format_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"

    @property
    def file_name(self) -> str:
        """What the file is called on the reader's machine."""
        return f"tal-{self.made_at:%Y-%m-%d}.{self.file_format}"
