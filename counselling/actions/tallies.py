"""Counting what is over for good, before the rows behind the numbers go."""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from counselling.models.numbers import figures_of, first_moment, has_open_talks, keep_marks
from counselling.models.tallies import ONE_TALLY, Grain, Tally, TallyMark
from counselling.rules import tallies as rules
from counselling.steps_of_time import after
from portal import clock
from portal.audit import actions as audit
from portal.keys import new_key
from portal.refusals import locking


def write_tallies() -> int:
    """Chore, each hour: count each month that is over, in order, then the quarters and years. Returns how many."""
    start = first_moment()
    if start is None:
        return 0
    today, done, written = clock.today(), Tally.objects.all().steps(), 0
    for month in rules.months(start.astimezone(clock.zone()).date(), today):
        if (Grain.MONTH, month) in done:
            continue
        since, until = midnight(month), midnight(after("month", month))
        if not rules.is_due(month, today=today, has_open_talks=has_open_talks(since=since, until=until)):
            break  # in order: a later month never before an earlier one
        written += write_tally(grain=Grain.MONTH, first=month)
    done = Tally.objects.all().steps()
    # Quarters before years: a year takes with it what a quarter still needs.
    for grain in (Grain.QUARTER, Grain.YEAR):
        for first in rules.complete(grain, [month for what, month in done if what == Grain.MONTH]):
            if (grain, first) not in done:
                written += write_tally(grain=grain, first=first)
    return written


@locking
def write_tally(*, grain: str, first: date) -> bool:
    """Write the numbers of a step of time that is over, once; False when somebody else was first."""
    since, until = midnight(first), midnight(after(grain, first))
    figures = figures_of(grain, first, since=since, until=until)
    try:
        with transaction.atomic():
            row = Tally.objects.create(id=new_key(), grain=grain, first=first, figures=figures, made_at=clock.now())
    except IntegrityError as error:
        if ONE_TALLY not in str(error):
            raise
        return False
    if grain == Grain.MONTH:
        keep_marks(since=since, until=until)
    if grain == Grain.YEAR:
        TallyMark.objects.of_year(first.year).delete()
    audit.record("counselling.tally_written", by=None, obj=row)
    return True


def midnight(day: date) -> datetime:
    """A day's first moment, local."""
    return datetime.combine(day, time(), clock.zone())
