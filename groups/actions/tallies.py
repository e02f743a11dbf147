"""Counting a date once, while its sign-ups are still there."""

from django.db import transaction

from groups.choices import RegistrationMode, RegistrationState
from groups.models import DateTally, Occurrence, Registration
from groups.rules.statistics import FINAL_AFTER
from portal import clock

AT_A_TIME = 50
WAITED = {RegistrationState.WAITING, RegistrationState.OFFERED, RegistrationState.APPLIED, RegistrationState.EXPIRED}


def count_dates() -> int:
    """Count what was over two weeks ago, or is about to be deleted, and is not counted. A chore; how many dates."""
    now = clock.now()
    dates = DateTally.objects.to_count(over_before=now - FINAL_AFTER, now=now)[:AT_A_TIME]
    return sum(count_date(date) for date in dates)


@transaction.atomic
def count_date(date: Occurrence) -> int:
    """Write a date's numbers; 0 when somebody else did."""
    numbers = numbers_of(date)
    return int(DateTally.objects.get_or_create(occurrence=date, defaults={"counted_at": clock.now(), **numbers})[1])


def numbers_of(date: Occurrence) -> dict[str, int]:
    """People by what became of their sign-up; where nobody signs up, how many were counted."""
    numbers = {"came": 0, "stayed_away": 0, "unsaid": 0, "cancelled": 0, "waited": 0}
    if date.event.registration == RegistrationMode.DROP_IN:
        return {**numbers, "came": date.head_count or 0}
    rows = Registration.objects.of_date(date.pk)
    for row in rows.confirmed().prefetch_related("attendees"):
        people = row.who_comes
        numbers["came"] += sum(one.came_at is not None for one in people)
        numbers["stayed_away"] += sum(one.stayed_away for one in people)
        numbers["unsaid"] += sum(one.came_at is None and not one.stayed_away for one in people)
    numbers["cancelled"] = sum(row.wanted for row in rows.had_a_place() if row.state == RegistrationState.CANCELLED)
    numbers["waited"] = sum(row.wanted for row in rows if row.state in WAITED and row.proven_at)
    return numbers
