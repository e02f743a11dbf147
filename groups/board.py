"""The organiser's board: every event in the column that says what it needs next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.choices import Publication
from groups.models import Event, Occurrence
from groups.models.door_dates import DoorDates
from portal import clock

WILL_IT_RUN = timedelta(days=14)  # with this much left, too few signed up is said
COLUMNS = (
    ("draft", _("Drafts")),
    ("in_review", _("To be read by a colleague")),
    ("scheduled", _("Will be published")),
    ("open", _("Open")),
    ("full", _("Full")),
    ("done", _("Over or called off")),
)


@dataclass(frozen=True)
class Card:
    """One event on the board, with what needs somebody."""

    event: Any
    is_short: bool
    asked: int


@dataclass
class Column:
    """One column."""

    key: str
    title: Any
    cards: list[Card] = field(default_factory=list)


def column_of(event: Any, now: datetime) -> str:
    """Where an event of `on_board` stands."""
    if event.publication != Publication.PUBLISHED:
        return str(event.publication)
    if event.next_at is None:
        return "done"
    is_full = event.next_seats and event.next_taken >= event.next_seats
    return "full" if is_full else "open"


def is_short(event: Any, now: datetime) -> bool:
    """Whether so few have signed up for the next date that it may not run, with two weeks left or less."""
    if event.publication != Publication.PUBLISHED or event.next_at is None or not event.next_least:
        return False
    return bool(event.next_taken < event.next_least and event.next_at - now <= WILL_IT_RUN)


def columns_of(events: Iterable[Event], now: datetime, asked: Mapping[UUID, int]) -> list[Column]:
    """All columns, empty ones too, what is over with the latest first; asked: how many wait for an answer."""
    columns = {key: Column(key, title) for key, title in COLUMNS}
    for event in events:
        card = Card(event, is_short(event, now), asked.get(event.pk, 0))
        columns[column_of(event, now)].cards.append(card)
    columns["done"].cards.sort(key=lambda card: card.event.last_at or now, reverse=True)
    return list(columns.values())


def today_at_doors(dates: DoorDates, now: datetime) -> list[Occurrence]:
    """Today's dates that are not over: whoever stands in the door needs one press to get there. One query."""
    midnight = datetime.combine(clock.today(), time(0), clock.zone())
    return [one for one in dates.with_doors_between(midnight, midnight + timedelta(days=1)) if one.ends_at > now]
