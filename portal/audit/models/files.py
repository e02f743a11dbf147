"""A file that somebody takes out of the portal."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from portal.audit import file_kinds
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField


class ExportFileQuerySet(models.QuerySet["ExportFile"]):
    """Reads of files."""

    def visible_to(self, user: Any) -> "ExportFileQuerySet":
        """Only one's own, and only of the kinds one may still make."""
        return self.filter(made_by=user, kind__in=file_kinds.held_by(user))

    def to_fetch(self, now: datetime) -> "ExportFileQuerySet":
        """Those whose day is not over, the newest first, without what is in them."""
        return self.filter(expires_at__gt=now).defer("content").order_by("-made_at", "-id")

    def ended(self, before: datetime) -> "ExportFileQuerySet":
        """Those whose day was over before a moment: to be deleted."""
        return self.filter(expires_at__lt=before)


class ExportFile(models.Model):
    """A file of names or numbers: fetched by whoever made it, within a day. Then the log alone knows of it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=60)  # as the file is called; neutral, without its ending
    file_format = models.CharField(max_length=4)
    rows = models.PositiveIntegerField()
    fetches = models.PositiveIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True, blank=True)  # the last time
    reason = EncryptedTextField(default="")
    content = EncryptedTextField(default="")  # base64

    objects = ExportFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="a_file_ends_later"),
            models.CheckConstraint(
                condition=Q(fetches=0, fetched_at__isnull=True) | Q(fetches__gt=0, fetched_at__isnull=False),
                name="a_fetched_file_says_when",
            ),
            models.CheckConstraint(condition=Q(file_format__in=["csv", "xlsx"]), name="file_format_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"

    @property
    def label(self) -> Any:
        """What is in it."""
        return file_kinds.get(self.kind).label

    @property
    def file_name(self) -> str:
        """What it is called on the reader's machine."""
        return f"{self.name}.{self.file_format}"
