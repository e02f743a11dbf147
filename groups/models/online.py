"""The way in for those who take part online."""

from django.db import models

from groups.models.events import Occurrence
from portal.vault.fields import EncryptedTextField


class OnlineAccess(models.Model):
    """The link to take part online. Served only to who has a place, and only around the time; sealed."""

    occurrence = models.OneToOneField(
        Occurrence, on_delete=models.CASCADE, primary_key=True, related_name="online_access"
    )
    address = EncryptedTextField(blank=True, default="")

    def __str__(self) -> str:
        return "online"
