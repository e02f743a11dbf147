"""What may happen with one date: made, moved, put off, moved online, called off. Pure. Called off is the end."""

from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = timedelta(hours=16)
MOST_AT_ONCE = 60  # dates of a series made in one go
OFF = frozenset({"cancelled", "postponed"})


class DateRefusal(StrEnum):
    """Why a date's action says no."""

    DATE_STALE = "date_stale"
    DATE_OVER = "date_over"
    DATE_CALLED_OFF = "date_called_off"
    DATE_IN_THE_PAST = "date_in_the_past"
    DATE_HAS_NO_LENGTH = "date_has_no_length"
    DATE_HOUR_UNCLEAR = "date_hour_unclear"
    DATE_TWICE = "date_twice"
    DATE_SAME = "date_same"
    PLACE_TAKEN = "place_taken"
    PLACE_OUT_OF_USE = "place_out_of_use"
    LINK_MISSING = "link_missing"
    NO_DATES = "no_dates"
    TOO_MANY_DATES = "too_many_dates"
    SEATS_TWICE = "seats_twice"
    SEATS_HAVE_PEOPLE = "seats_have_people"


def may_take_place(*, starts_at: datetime, ends_at: datetime, now: datetime) -> DateRefusal | None:
    """Whether a date can be planned then."""
    if not timedelta(0) < ends_at - starts_at <= LONGEST:
        return DateRefusal.DATE_HAS_NO_LENGTH
    return DateRefusal.DATE_IN_THE_PAST if starts_at <= now else None


def may_change(*, status: str, ends_at: datetime, version: int, seen_version: int, now: datetime) -> DateRefusal | None:
    """Whether anything may happen with this date still. Put off, it waits for a new time: it is never over."""
    if status == "cancelled":
        return DateRefusal.DATE_CALLED_OFF
    if status != "postponed" and ends_at <= now:
        return DateRefusal.DATE_OVER
    return DateRefusal.DATE_STALE if version != seen_version else None
