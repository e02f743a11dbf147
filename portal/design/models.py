"""How the municipality presents itself: one row, edited by its administrator."""

import time
from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal import clock

CACHE_SECONDS = 5.0
DEFAULT_COLOUR = "#17584f"


class MunicipalityManager(models.Manager["Municipality"]):
    """Gives the one municipality; remembered in the process for a few seconds, since every page asks."""

    _kept: "tuple[float, Municipality] | None" = None

    def current(self) -> "Municipality":
        """The municipality as saved, or a nameless one that the pages can show before it is set up."""
        kept = self._kept
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        found = self.first() or Municipality()
        self._kept = (time.monotonic() + CACHE_SECONDS, found)
        return found

    def forget(self) -> None:
        """Ask the database again next time."""
        self._kept = None


class Municipality(models.Model):
    """The municipality's name, mark, colour and telephone numbers, as people meet them on every page."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name"), max_length=80, default="Kommunen")
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    logo = models.BinaryField(_("logo"), null=True, blank=True)
    logo_type = models.CharField(max_length=20, blank=True, default="")
    logo_alt = models.CharField(_("what the logo shows"), max_length=120, blank=True)
    colour = models.CharField(
        _("colour"), max_length=7, default=DEFAULT_COLOUR, validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")]
    )
    phone_main = models.CharField(_("main number"), max_length=30, blank=True)
    phone_hours = models.CharField(_("when the main number is answered"), max_length=120, blank=True)
    phone_hours_nb = models.CharField(max_length=120, blank=True)
    phone_hours_en = models.CharField(max_length=120, blank=True)
    counselling_phone = models.CharField(_("the counsellors' number"), max_length=30, blank=True)
    acute_numbers = models.TextField(_("acute numbers, one a line"), blank=True)
    address = models.TextField(_("address"), blank=True)
    site_host = models.CharField(_("the portal's address"), max_length=100, blank=True)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[MunicipalityManager] = MunicipalityManager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_municipality")]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    @property
    def phone_hours_said(self) -> str:
        """When the main number is answered, in the page's language where it was written in it."""
        own = {"nb": self.phone_hours_nb, "en": self.phone_hours_en}
        return own.get((get_language() or "")[:2]) or self.phone_hours

    @property
    def acute_lines(self) -> list[str]:
        """The numbers to ring now, one a line: "Livslinien 70 201 201"."""
        lines = [line.strip() for line in self.acute_numbers.splitlines() if line.strip()]
        return lines or [number for number in settings.ACUTE_NUMBERS if number != "112"]

    @property
    def phone(self) -> str:
        """The number a relative rings: the counsellors' own, else the main one."""
        return self.counselling_phone or self.phone_main

    @property
    def has_own_colour(self) -> bool:
        """Whether the pages need a style sheet of the municipality's own."""
        return self.colour.lower() != DEFAULT_COLOUR

    @property
    def colour_code(self) -> str:
        """The colour as it stands in the style sheet's address."""
        return self.colour.lstrip("#").lower()

    @property
    def logo_code(self) -> str:
        """Changes with the logo, so that the browser may keep the old one for ever."""
        return f"{int(self.updated_at.timestamp()):x}" if self.updated_at else "0"
