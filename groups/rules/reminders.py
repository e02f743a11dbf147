"""When a party is reminded of its place. Pure; quiet hours and a person's own hours are the caller's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

RECEIPT_COVERS = timedelta(hours=6)  # a reminder this soon after the receipt says nothing new
WEEK, DAY, HOUR = "week", "day", "hour"


@dataclass(frozen=True)
class Step:
    """One reminder: which it is, when it leaves, and when it is too late to send."""

    name: str
    send_at: datetime
    latest_at: datetime


def steps(*, starts_at: datetime, is_online: bool, zone: ZoneInfo) -> list[Step]:
    """A week and a day before, at the hour it begins, also over a clock change; who takes part online also an hour
    before.
    """
    found = [
        Step(WEEK, days_before(starts_at, 7, zone), starts_at - timedelta(days=5)),
        Step(DAY, days_before(starts_at, 1, zone), starts_at - timedelta(hours=3)),
    ]
    if is_online:
        found.append(Step(HOUR, starts_at - timedelta(hours=1), starts_at))
    return found


def days_before(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same hour on the clock so many days earlier."""
    return (moment.astimezone(zone) - timedelta(days=days)).astimezone(moment.tzinfo)


def is_covered(send_at: datetime, now: datetime) -> bool:
    """Whether it would come after its time, or so soon after what is said now that it says nothing new."""
    return send_at < now + RECEIPT_COVERS
