"""When the house answers the phone and the door, and the days it does not."""

from datetime import date, timedelta
from typing import Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.keys import new_key


class Holiday(models.TextChoices):
    """Days with a name of their own, so that each language can say it."""

    NEW_YEAR = "new_year", _("New Year's Day")
    MAUNDY_THURSDAY = "maundy_thursday", _("Maundy Thursday")
    GOOD_FRIDAY = "good_friday", _("Good Friday")
    EASTER_SUNDAY = "easter_sunday", _("Easter Sunday")
    EASTER_MONDAY = "easter_monday", _("Easter Monday")
    LABOUR_DAY = "labour_day", _("Labour Day")
    ASCENSION = "ascension", _("Ascension Day")
    CONSTITUTION_DAY = "constitution_day", _("Constitution Day")
    WHIT_SUNDAY = "whit_sunday", _("Whit Sunday")
    WHIT_MONDAY = "whit_monday", _("Whit Monday")
    CHRISTMAS_EVE = "christmas_eve", _("Christmas Eve")
    CHRISTMAS_DAY = "christmas_day", _("Christmas Day")
    SECOND_CHRISTMAS_DAY = "second_christmas_day", _("Second Day of Christmas")
    NEW_YEARS_EVE = "new_years_eve", _("New Year's Eve")


def holiday_name(key: str) -> str:
    """The day's name in the language of the reader."""
    return str(Holiday(key).label) if key else ""


Row = TypeVar("Row", bound=models.Model)


class UnitDaysQuerySet(models.QuerySet[Row]):
    """Reads of hours and closing days."""

    def of_unit(self, unit_ref: UUID | None) -> Self:
        """Exactly this unit's rows (None: the counselling service's own)."""
        return self.filter(unit_ref=unit_ref) if unit_ref else self.filter(unit_ref__isnull=True)

    def everywhere(self) -> Self:
        """Rows of the whole house."""
        return self.filter(unit_ref__isnull=True)

    def in_year(self, year: int) -> Self:
        """Closing days of a year."""
        return self.filter(on__year=year)

    def from_day(self, day: date) -> Self:
        """Closing days from a day on."""
        return self.filter(on__gte=day).order_by("on")

    def closing(self, unit_ref: UUID | None, first: date, last: date) -> Self:
        """Closing days of a unit from first to last, those of the whole house among them."""
        return self.filter(Q(unit_ref=unit_ref) | Q(unit_ref__isnull=True), on__range=(first, last)).order_by("on")

    def names(self, unit_ref: UUID | None, first: date, days: int = 28) -> dict[date, str]:
        """Why each closed day of a stretch is closed."""
        closed = self.closing(unit_ref, first, first + timedelta(days=days - 1))
        return {day.on: day.words for day in closed}  # type: ignore[attr-defined]  # rows of ClosingDay


class OpeningHours(models.Model):
    """One stretch of one weekday in which a unit is open. Without a unit: the counselling service."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    unit_ref = models.UUIDField(null=True, blank=True, db_index=True)
    iso_weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    objects = UnitDaysQuerySet.as_manager()

    class Meta:
        ordering = ["iso_weekday", "opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(iso_weekday__range=(1, 7)), name="opening_is_on_a_day_of_the_week"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="opening_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(iso_weekday=7)
                | ~(Q(opens_at__gte="02:00", opens_at__lt="03:00") | Q(closes_at__gte="02:00", closes_at__lt="03:00")),
                name="opening_edges_avoid_the_hour_that_changes",
            ),
            models.UniqueConstraint(
                fields=["unit_ref", "iso_weekday", "opens_at"],
                nulls_distinct=False,
                name="opening_begins_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.iso_weekday} {self.opens_at:%H:%M}-{self.closes_at:%H:%M}"


class ClosingDay(models.Model):
    """A day on which nothing is given away. Without a unit: everywhere."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    unit_ref = models.UUIDField(null=True, blank=True)
    on = models.DateField()
    holiday = models.CharField(max_length=30, choices=Holiday.choices, blank=True)
    reason = models.CharField(max_length=120, blank=True)

    objects = UnitDaysQuerySet.as_manager()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["unit_ref", "on"], nulls_distinct=False, name="day_is_closed_once"),
            models.CheckConstraint(condition=~Q(holiday="", reason=""), name="closing_day_says_why"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """Why the day is closed, in the reader's language where the day has a name."""
        return holiday_name(self.holiday) or self.reason
