"""How long what people said for an event is kept: as the municipality decides, or shorter where the event says so."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import DurationField, ExpressionWrapper, F, Q, Value

from groups.choices import OccurrenceStatus

SIGN_UPS = "groups.registrations"  # the period in settings.KEEPING_DAYS
DAYS = 30
# Those who came are asked what they thought on the day after, and the door list is put right by then.
FEWEST_DAYS = 3


def most_days() -> int:
    """How many days the municipality keeps sign-ups after an event; no event keeps them longer."""
    return int(settings.KEEPING_DAYS.get(SIGN_UPS, DAYS))


def days_kept(own: int | None) -> int:
    """How many days an event's sign-ups are kept, given its own number."""
    return most_days() if own is None else min(own, most_days())


def own_time_is_over(now: datetime, path: str = "") -> Q:
    """Dates, along a path of look-ups, of events that keep less and whose own days are over. What is put off waits."""
    own = f"{path}event__retention_days"
    days = ExpressionWrapper(F(own) * Value(timedelta(days=1)), output_field=DurationField())
    over = Q(**{f"{own}__isnull": False, f"{path}period__endswith__lt": Value(now) - days})
    return over & ~Q(**{f"{path}status": OccurrenceStatus.POSTPONED})
