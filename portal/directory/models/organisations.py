"""Who stands behind an offer: the municipality itself, an association, the region, a church, a firm."""

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.keys import new_key


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reads of organisations."""

    def active(self) -> "OrganisationQuerySet":
        """Organisations that may stand behind an offer, by name."""
        return self.filter(is_active=True).order_by(Lower("name"))

    def for_list(self) -> "OrganisationQuerySet":
        """Every organisation, those in use first, with the number of offers that are shown."""
        shown = Count("offers", filter=Q(offers__is_active=True))
        return self.annotate(shown_offers=shown).order_by("-is_active", Lower("name"))


class Organisation(models.Model):
    """Somebody relatives can get help from: who they are, and how anybody reaches them."""

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        MUNICIPALITY = "municipality", _("Municipality")
        REGION = "region", _("Region or hospital")
        ASSOCIATION = "association", _("Association")
        CHURCH = "church", _("Church or faith community")
        PRIVATE = "private", _("Private firm")
        OTHER = "other", _("Somebody else")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    website = models.URLField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="an_organisation_has_a_name_of_its_own"),
            models.CheckConstraint(condition=~Q(name=""), name="an_organisation_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=["municipality", "region", "association", "church", "private", "other"]),
                name="organisation_kind_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name
