"""The numbers of home visits that tables, rules and forms share."""

from datetime import timedelta

LONGEST_WAY = 180  # minutes
USUAL_VISITS = 3  # a day, when nobody said otherwise
MOST_VISITS = 8
STEP = timedelta(minutes=10)  # from one round of the alarm to the next


def silence(grace_minutes: int) -> timedelta:
    """How long after the expected end colleagues are called: the grace, and the time to answer one's own message."""
    return timedelta(minutes=grace_minutes) + STEP
