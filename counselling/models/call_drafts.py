"""What a colleague has typed of a call and not saved: kept on the server, so that nothing is lost."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from portal.keys import new_key
from portal.vault.fields import EncryptedJSONField, EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User

ONE_CALL_DRAFT = "one_draft_of_a_call_for_each_colleague"


class CallDraftQuerySet(models.QuerySet["CallDraft"]):
    """Reads of drafts."""

    def of(self, author: "User") -> "CallDraftQuerySet":
        """What somebody typed: none or one."""
        return self.filter(author=author)

    def old(self, before: datetime) -> "CallDraftQuerySet":
        """Drafts nobody touched since a moment."""
        return self.filter(changed_at__lt=before)


class CallDraft(models.Model):
    """A call on its way to be noted. Nobody but its author sees it; it goes when the call is saved."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField(blank=True, default="")
    rest = EncryptedJSONField(null=True, blank=True)  # the other boxes of the page, as they were
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    objects = CallDraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["changed_at"], name="call_draft_by_age")]
        constraints = [models.UniqueConstraint(fields=["author"], name=ONE_CALL_DRAFT)]

    def __str__(self) -> str:
        return f"{self.changed_at:%Y-%m-%d}"

    def vault_context(self) -> str:
        """Sealed for who typed it."""
        return str(self.author_id)
