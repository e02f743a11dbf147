"""The organiser's board: every event in the column that says what it needs next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from groups.choices import Publication
from groups.models import Event, Occurrence
from groups.models.door_dates import DoorDates
from portal import clock

COLUMNS = (
    ("draft", _("Drafts")),
    ("in_review", _("To be read by a colleague")),
    ("scheduled", _("Will be published")),
    ("open", _("Open")),
    ("full", _("Full")),
    ("done", _("Over or called off")),
)


@dataclass
class Column:
    """One column."""

    key: str
    title: Any
    events: list[Event] = field(default_factory=list)


def column_of(event: Any, now: datetime) -> str:
    """Where an event of `on_board` stands."""
    if event.publication != Publication.PUBLISHED:
        return str(event.publication)
    if event.next_at is None:
        return "done"
    is_full = event.next_seats and event.next_taken >= event.next_seats
    return "full" if is_full else "open"


def columns_of(events: Iterable[Event], now: datetime) -> list[Column]:
    """All columns, empty ones too."""
    columns = {key: Column(key, title) for key, title in COLUMNS}
    for event in events:
        columns[column_of(event, now)].events.append(event)
    return list(columns.values())


def today_at_doors(dates: DoorDates, now: datetime) -> list[Occurrence]:
    """Today's dates that are not over: whoever stands in the door needs one press to get there. One query."""
    midnight = datetime.combine(clock.today(), time(0), clock.zone())
    return [one for one in dates.with_doors_between(midnight, midnight + timedelta(days=1)) if one.ends_at > now]
