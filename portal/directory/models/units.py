"""Units of the municipality: who they are and how to reach them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.keys import new_key


class UnitQuerySet(models.QuerySet["Unit"]):
    """Reads of units."""

    def shown(self) -> "UnitQuerySet":
        """Units that have a page."""
        return self.filter(is_active=True)

    def for_list(self) -> "UnitQuerySet":
        """By name, with what stands above them."""
        return self.select_related("parent").order_by("name")

    def counselling(self) -> "Unit | None":
        """The unit that gives counselling: the first one made, should there be several."""
        return self.filter(kind=Unit.Kind.COUNSELLING, is_active=True).order_by("created_at").first()


class Unit(models.Model):
    """A department, a centre, a facility or the counselling service: something with a door and a phone."""

    class Kind(models.TextChoices):
        """What sort of unit it is."""

        DEPARTMENT = "department", _("Department")
        CENTRE = "centre", _("Centre")
        COUNSELLING = "counselling", _("Counselling service")
        NURSING_HOME = "nursing_home", _("Nursing home")
        FACILITY = "facility", _("Facility")
        HOME_CARE = "home_care", _("Home care")
        PARTNER = "partner", _("Partner")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    summary = models.TextField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    leader_name = models.CharField(max_length=120, blank=True)
    relatives_contact = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        "department",
                        "centre",
                        "counselling",
                        "nursing_home",
                        "facility",
                        "home_care",
                        "partner",
                    ]
                ),
                name="unit_kind_is_known",
            ),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="unit_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name
