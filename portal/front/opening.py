"""Whether the counsellors' telephone is answered now, as the front page says it."""

from typing import Any

try:
    from portal.calendar import hours
except ImportError:  # until the calendar has its opening hours
    hours = None  # type: ignore[assignment]


def opening_now() -> Any:
    """The opening state of now, or None where no opening hours are known."""
    return hours.open_now() if hours is not None else None
