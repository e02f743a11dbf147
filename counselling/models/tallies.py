"""What was counted of a month, a quarter or a year that is over: the numbers stay when the rows behind them go."""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Trunc

from portal import clock
from portal.keys import new_key

ONE_TALLY = "a_step_of_time_is_tallied_once"


class Grain(models.TextChoices):
    """A step of time."""

    MONTH = "month", "month"
    QUARTER = "quarter", "quarter"
    YEAR = "year", "year"


class TallyQuerySet(models.QuerySet["Tally"]):
    """Reads of tallies."""

    def between(self, since: date, until: date) -> "TallyQuerySet":
        """Those of steps of time that begin in [since, until)."""
        return self.filter(first__gte=since, first__lt=until)

    def steps(self) -> set[tuple[str, date]]:
        """What is tallied: grain and first day."""
        return set(self.values_list("grain", "first"))


class Tally(models.Model):
    """The numbers of a step of time that is over, as the page needs them to know what to hide. Never changed.

    figures: {"talks": {"": 10, "mode:phone": 6}, …, "waits": {"": [5.5, 9.1]}}; a year's also has "reasons", "topics".
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    grain = models.CharField(max_length=7, choices=Grain.choices)
    first = models.DateField()
    figures = models.JSONField()
    made_at = models.DateTimeField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["grain", "first"], name=ONE_TALLY),
            models.CheckConstraint(condition=Q(grain__in=Grain.values), name="tally_grain_is_known"),
            models.CheckConstraint(condition=Q(first__day=1), name="a_tally_begins_with_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.grain} {self.first}"

    def of(self, measure: str, split: str) -> dict[str, Any]:
        """One measure: for all (""), and by the parts of a split."""
        found: dict[str, Any] = self.figures.get(measure, {})
        start = f"{split}:"
        return {key.removeprefix(start): value for key, value in found.items() if not key or key.startswith(start)}


class TallyMarkQuerySet(models.QuerySet["TallyMark"]):
    """Reads of marks."""

    def of_year(self, year: int) -> "TallyMarkQuerySet":
        """Those of a year."""
        return self.filter(month__year=year)


class TallyMark(models.Model):
    """What a running year needs of a month beyond its numbers: it goes when the year is tallied.

    Either the mark of somebody who had a talk (so that nobody counts twice in a quarter or a year), or the days
    somebody waited for a first talk. Marks of different years, and of different ways to split, can't be joined.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    month = models.DateField()
    split = models.CharField(max_length=8, blank=True)
    part = models.CharField(max_length=60, blank=True)
    mark = models.CharField(max_length=64, blank=True)
    days = models.FloatField(null=True)

    objects = TallyMarkQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["split", "month"], name="tally_mark_by_month")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["month", "split", "part", "mark"], condition=~Q(mark=""), name="a_person_is_marked_once_a_month"
            ),
            models.CheckConstraint(
                condition=(~Q(mark="") & Q(days__isnull=True)) | (Q(mark="") & Q(days__isnull=False)),
                name="a_mark_is_somebody_or_a_wait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.split}"


def already_counted(
    rows: models.QuerySet[Any], moment: str, grain: str = Grain.MONTH, *, before: datetime
) -> models.QuerySet[Any]:
    """Those of the rows from before a moment whose month (or year) is tallied: only they may go."""
    step = Trunc(moment, grain, output_field=models.DateField(), tzinfo=clock.zone())
    done = Tally.objects.filter(grain=grain, first=OuterRef("counted_in"))
    found: models.QuerySet[Any] = rows.filter(**{f"{moment}__lt": before}).alias(counted_in=step).filter(Exists(done))
    return found
