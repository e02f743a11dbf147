"""Who is told of which new evening, and when. Plain values in, an answer out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

FROM_HOUR, UNTIL_HOUR = 9, 20  # nobody is written to at night
STEP = {"day": 1, "week": 7}
SEND_AGAIN = timedelta(minutes=10)
IN_PERSON, ONLINE = "in_person", "online"


class NewsRefusal(StrEnum):
    """Why a wish for news was refused."""

    NEWS_TOO_MANY = "news_too_many"
    NEWS_NO_ADDRESS = "news_no_address"


@dataclass(frozen=True)
class Place:
    """Where a date is."""

    postcode: str
    town: str
    name: str


@dataclass(frozen=True)
class Offered:
    """A new evening, as far as it matters to who wants to hear of it."""

    topics: Collection[str]
    places: Collection[Place]
    is_online: bool


@dataclass(frozen=True)
class Wanted:
    """What somebody wants to hear of."""

    topics: Collection[str]
    near: str
    way: str


def fits(wanted: Wanted, offered: Offered) -> bool:
    """Whether an evening is one of those. A place only matters to who comes to one: online is near everybody."""
    if wanted.topics and not set(wanted.topics) & set(offered.topics):
        return False
    here = wanted.way != ONLINE and any(is_near(wanted.near, place) for place in offered.places)
    return here or (wanted.way != IN_PERSON and offered.is_online)


def is_near(near: str, place: Place) -> bool:
    """Whether a place lies in a town, or around a postcode (which shares all but the last two digits)."""
    words = near.split()
    if not words:
        return True
    if words[0].isdecimal():
        return place.postcode.startswith(words[0][:2])
    wanted = " ".join(words).casefold()
    return wanted in place.town.casefold() or wanted in place.name.casefold()


def is_due(*, often: str, last_told_at: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether somebody may be written to now: by day, and a day or a week of the calendar after the last time."""
    local = now.astimezone(zone)
    if not FROM_HOUR <= local.hour < UNTIL_HOUR:
        return False
    if last_told_at is None:
        return True
    return (local.date() - last_told_at.astimezone(zone).date()).days >= STEP[often]


def may_send_link_again(asked_at: datetime | None, now: datetime) -> bool:
    """Whether an address gets the link once more: not for every press of a button."""
    return asked_at is None or now - asked_at >= SEND_AGAIN
