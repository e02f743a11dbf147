"""When an evening is over, for what is kept of it.

Where an event keeps less than the municipality does, its own days count.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from groups.choices import OccurrenceStatus
from groups.models.keeping import own_time_is_over
from portal import clock

NO_NEW_DATE = timedelta(days=182)  # put off so long, it comes no more


def ended(before: datetime, path: str = "") -> Q:
    """Dates that ended before a moment, along a path of look-ups. What is put off waits for its new time for half a
    year: those signed up keep their place and need not say again what they need.
    """
    ends = f"{path}period__endswith__lt"
    over = Q(**{ends: before})
    comes_no_more = ~Q(**{f"{path}status": OccurrenceStatus.POSTPONED}) | Q(**{ends: before - NO_NEW_DATE})
    return over & comes_no_more | own_time_is_over(clock.now(), path)
