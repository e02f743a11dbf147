"""The relative: how to reach them without making their life harder."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.accounts.models import User
from portal.database.questions import Question
from portal.keys import new_key
from portal.vault.fields import EncryptedTextField

if TYPE_CHECKING:
    from collections.abc import Iterable


class Channel(models.TextChoices):
    """Where we write."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message (SMS)")
    INBOX = "inbox", _("Only here on the site")
    LETTER = "letter", _("Letter by post")


class Readers(models.TextChoices):
    """Who can read what we send."""

    ONLY_ME = "only_me", _("Only me")
    OTHERS = "others", _("Others too")


class Discreet(models.TextChoices):
    """How much less than usual may leave the house."""

    NO = "no", _("Ordinary messages are fine")
    INBOX_ONLY = "inbox_only", _("Nothing outside this site")
    NEUTRAL_EMAIL = "neutral_email", _("Only e-mail, and always neutral")
    NEUTRAL_SMS = "neutral_sms", _("Only text messages, and always neutral")


class RelativeProfileQuerySet(models.QuerySet["RelativeProfile"]):
    """Reads of profiles."""

    def of(self, user: User) -> "RelativeProfile":
        """The person's profile; the careful defaults, unsaved, when they never chose anything."""
        found = PROFILE_OF.first(user.pk)
        if found is None:
            return RelativeProfile(user=user)
        found.user = user
        return found

    def of_people(self, user_ids: "Iterable[UUID]") -> "dict[UUID, RelativeProfile]":
        """Profiles by person, one query for many people."""
        return {profile.user_id: profile for profile in self.filter(user_id__in=list(user_ids))}

    def with_phone_index(self, index: str) -> "RelativeProfileQuerySet":
        """Profiles whose number has this blind index: staff look up who is ringing."""
        return self.filter(phone_index=index).select_related("user")


PROFILE_OF = Question(lambda user: RelativeProfile.objects.filter(user_id=user))


class RelativeProfile(models.Model):
    """How one person wants to be met: channel, who else reads along, when, and how discreetly."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="relative_profile")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    readers = models.CharField(max_length=10, choices=Readers.choices, default=Readers.OTHERS)
    discreet = models.CharField(max_length=20, choices=Discreet.choices, default=Discreet.NO)
    phone = EncryptedTextField(blank=True, default="")
    phone_index = models.CharField(max_length=64, blank=True, default="", db_index=True)
    postal_address = EncryptedTextField(blank=True, default="")
    hours_from = models.TimeField(null=True, blank=True)
    hours_to = models.TimeField(null=True, blank=True)
    no_voicemail = models.BooleanField(default=False)
    shared_phone = models.BooleanField(default=False)
    shared_email = models.BooleanField(default=False)
    contact_changed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = RelativeProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(channel__in=Channel.values), name="relative_channel_is_known"),
            models.CheckConstraint(condition=models.Q(readers__in=Readers.values), name="relative_readers_are_known"),
            models.CheckConstraint(condition=models.Q(discreet__in=Discreet.values), name="relative_discreet_is_known"),
            models.CheckConstraint(
                condition=models.Q(hours_from__isnull=True, hours_to__isnull=True)
                | models.Q(hours_from__isnull=False, hours_to__isnull=False, hours_to__gt=models.F("hours_from")),
                name="relative_hours_are_a_pair_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def has_phone(self) -> bool:
        """Whether we know a number (by its index, without deciphering)."""
        return bool(self.phone_index)

    @property
    def has_postal_address(self) -> bool:
        """Whether we know where letters go."""
        return bool(self.postal_address)


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Reads of calendar addresses."""

    def of(self, user: User) -> "CalendarFeed | None":
        """A person's own, or None."""
        return self.filter(user=user).first()

    def opened_by(self, secret_hash: str) -> "CalendarFeed | None":
        """The one a secret opens, with the person and how they want to be met; closed with the account."""
        known = self.filter(secret_hash=secret_hash, user__is_active=True)
        return known.select_related("user__relative_profile").first()


class CalendarFeed(models.Model):
    """A secret address where a person's own calendar fetches their talks and evenings. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    secret_hash = models.CharField(max_length=64, unique=True)
    says_titles = models.BooleanField(default=False)  # what open evenings are called, where nobody else reads
    made_at = models.DateTimeField()

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.id)
