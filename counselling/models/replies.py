"""The code in a text message: an SMS has no link, so this opens the same page."""

from django.db import models

from counselling.models.appointments import Appointment
from portal.keys import new_key


class ReplyCode(models.Model):
    """Opens one version of a talk from the page "Reply to a message"; ends when the talk changes or is over."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="reply_codes")
    version = models.PositiveIntegerField()
    code_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "version"], name="a_talk_s_version_has_one_reply_code"),
        ]

    def __str__(self) -> str:
        return str(self.version)
