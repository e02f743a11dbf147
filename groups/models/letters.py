"""What an organiser writes to those who signed up. The words stay in the portal; the mail says: you have a message."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from groups.choices import LetterTo
from groups.models.events import Event, Occurrence
from groups.models.registrations import Registration
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from portal.accounts.models import User


class EventLetter(models.Model):
    """A message to the people of one date: who has a place, who waits, or all."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="letters")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="letters")
    to = models.CharField(max_length=10, choices=LetterTo.choices)
    text = EncryptedTextField(null=True)  # type: ignore[misc]  # NULL is how it is wiped
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    form_key = models.UUIDField(unique=True)  # a second press of the button sends nothing more

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(to__in=LetterTo.values), name="letter_is_to_a_known_circle"),
        ]

    def __str__(self) -> str:
        return self.get_to_display()


class LetterCopyQuerySet(models.QuerySet["LetterCopy"]):
    """Reads of copies."""

    def readable_by(self, user: "User") -> "LetterCopyQuerySet":
        """Those to a person's own sign-ups."""
        return self.for_reading().filter(registration__person=user)

    def for_reading(self) -> "LetterCopyQuerySet":
        """With the words and the date they are about."""
        return self.select_related("letter__occurrence__event", "registration__person")


class LetterCopy(models.Model):
    """One party's copy of a letter: what lets them, and nobody else, read it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    letter = models.ForeignKey(EventLetter, on_delete=models.CASCADE, related_name="copies")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="letters")

    objects = LetterCopyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "registration"], name="a_party_has_one_copy_of_a_letter"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
