"""What offers can be: the languages they are told in, how long a check counts, how long an answer may take."""

from datetime import date, timedelta

LANGUAGES = ("da", "nb", "en")  # the first one found is shown to whoever reads none of them
CHECK_EVERY = timedelta(days=183)  # half a year
LONGEST_ANSWER = 365  # days


def last_good_day(today: date) -> date:
    """The oldest day of a check that still counts."""
    return today - CHECK_EVERY
