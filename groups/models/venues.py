"""Where evenings take place, and what somebody in a wheelchair, or hard of hearing, must know before they come."""

from django.db import models
from django.db.models import Q

from groups.choices import YesNoUnknown
from portal.keys import new_key

FACTS = ("step_free", "hearing_loop", "accessible_wc", "lift", "parking", "public_transport")


class VenueQuerySet(models.QuerySet["Venue"]):
    """Reads of places."""

    def active(self) -> "VenueQuerySet":
        """Places in use, by name."""
        return self.filter(is_active=True).order_by("name")

    def for_list(self) -> "VenueQuerySet":
        """All places, those in use first."""
        return self.order_by("-is_active", "name")


class Venue(models.Model):
    """A house with a door: address, how to get there, and what is known of its access. Unknown is said, never blank."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    name = models.CharField(max_length=120, unique=True)
    street = models.CharField(max_length=160)
    postcode = models.CharField(max_length=8)
    town = models.CharField(max_length=80)
    arrival = models.CharField(max_length=600, blank=True)
    step_free = models.CharField(max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN)
    hearing_loop = models.CharField(max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN)
    accessible_wc = models.CharField(max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN)
    lift = models.CharField(max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN)
    parking = models.CharField(max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN)
    public_transport = models.CharField(max_length=8, choices=YesNoUnknown.choices, default=YesNoUnknown.UNKNOWN)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = VenueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(*((f"{fact}__in", YesNoUnknown.values) for fact in FACTS)),
                name="venue_access_is_known_or_said_to_be_unknown",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Street, postcode and town on one line."""
        return f"{self.street}, {self.postcode} {self.town}"
