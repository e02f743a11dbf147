"""Events as other machines read them. Of a discreet event only its discreet title and when it is; of a closed one
nothing. Never who speaks, whom to ring, how to take part online or who comes.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Field, Path, Query, Router, Schema

from groups import rich_text
from groups.choices import (
    Attendance,
    EventKind,
    OccurrenceStatus,
    PoolChannel,
    RegistrationMode,
    Sensitivity,
    YesNoUnknown,
)
from groups.models import Event, EventImage, Occurrence, Venue
from groups.rules.room import Room
from groups.shown import Seats as ShownSeats
from groups.shown import address_of, shown
from portal import clock
from portal.open_data.problems import NOT_FOUND, Trouble
from portal.open_data.values import Day, Pages, Slug, Truth, Words

router = Router()


class Availability(StrEnum):
    """How it looks now."""

    FREE = "free"
    FEW = "few"
    WAITING_LIST = "waiting_list"
    ON_REQUEST = "on_request"
    JUST_COME = "just_come"
    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    CALLED_OFF = "called_off"
    OVER = "over"
    BY_PHONE = "by_phone"


OF_ROOM = {
    Room.FREE: Availability.FREE,
    Room.FEW: Availability.FEW,
    Room.WAITING: Availability.WAITING_LIST,
    Room.ASK: Availability.ON_REQUEST,
    Room.JUST_COME: Availability.JUST_COME,
    Room.NOT_YET: Availability.NOT_OPEN_YET,
    Room.CLOSED: Availability.CLOSED,
    Room.OFF: Availability.CALLED_OFF,
    Room.OVER: Availability.OVER,
    Room.NONE: Availability.BY_PHONE,
}


class PlaceOut(Schema):
    """Where it is, and what is known of getting in."""

    name: str = Field(description=gettext_noop("What the place is called."))
    street: str = Field(description=gettext_noop("Street and number."))
    postcode: str = Field(description=gettext_noop("Postcode."))
    town: str = Field(description=gettext_noop("Town."))
    step_free: YesNoUnknown = Field(description=gettext_noop("Whether one gets in without steps."))
    hearing_loop: YesNoUnknown = Field(description=gettext_noop("Whether there is a hearing loop."))
    accessible_wc: YesNoUnknown = Field(description=gettext_noop("Whether there is an accessible toilet."))
    lift: YesNoUnknown = Field(description=gettext_noop("Whether there is a lift."))
    parking: YesNoUnknown = Field(description=gettext_noop("Whether there is parking."))
    public_transport: YesNoUnknown = Field(description=gettext_noop("Whether a bus or train is close by."))


class SeatsOut(Schema):
    """The seats of one kind at one date."""

    channel: Literal["in_person", "online"] = Field(description=gettext_noop("On site or online."))
    availability: Availability = Field(description=gettext_noop("How it looks now."))
    free_places: int | None = Field(description=gettext_noop("How many; only of open events that take sign-ups now."))


class DateOut(Schema):
    """One date of an event."""

    id: UUID = Field(description=gettext_noop("Stays the same when the date moves; the UID of calendar files."))
    sequence: int = Field(description=gettext_noop("Grows with each change."))
    starts_at: datetime = Field(description=gettext_noop("When it begins."))
    ends_at: datetime = Field(description=gettext_noop("When it ends."))
    status: OccurrenceStatus = Field(description=gettext_noop("What became of the date."))
    availability: Availability = Field(description=gettext_noop("How it looks now, all kinds of seats together."))
    seats: list[SeatsOut] = Field(description=gettext_noop("Seats by kind; none where everybody may just come."))
    place: PlaceOut | None = Field(description=gettext_noop("Where it is; not said of discreet events."))


class ImageOut(Schema):
    """An event's picture."""

    url: str = Field(description=gettext_noop("The picture's address; another one when the picture changes."))
    alt: str = Field(description=gettext_noop("What it shows; empty for decoration."))
    width: int = Field(description=gettext_noop("Pixels."))
    height: int = Field(description=gettext_noop("Pixels."))


class EventOut(Schema):
    """Something people come to."""

    slug: str = Field(description=gettext_noop("Its name in addresses."))
    url: str = Field(description=gettext_noop("Its page, where people sign up."))
    title: str = Field(description=gettext_noop("Its title; of a discreet event one that says nothing of the topic."))
    is_discreet: bool = Field(description=gettext_noop("Whether all else that says what it is about is left out."))
    language: str = Field(description=gettext_noop("The language it is held and described in."))
    kind: EventKind | None = Field(description=gettext_noop("What it is; not said of discreet events."))
    summary: str = Field(description=gettext_noop("A few lines; empty for discreet events."))
    host: str = Field(description=gettext_noop("Who invites, when it is not the municipality alone."))
    theme_week: str = Field(description=gettext_noop("The theme week it belongs to, if any."))
    attendance: Attendance = Field(description=gettext_noop("On site, online or both."))
    registration: RegistrationMode = Field(description=gettext_noop("Whether one signs up, asks or just comes."))
    registration_opens_at: datetime | None = Field(description=gettext_noop("When sign-up begins; empty: now."))
    registration_closes_at: datetime | None = Field(description=gettext_noop("When it ends; empty: at the start."))
    most_in_a_party: int = Field(description=gettext_noop("How many may come together."))
    help_at_home: bool = Field(description=gettext_noop("Whether one can ask for help at home meanwhile."))
    transport: bool = Field(description=gettext_noop("Whether one can ask to be fetched."))
    captions: bool = Field(description=gettext_noop("Whether it is captioned."))
    sign_language: bool = Field(description=gettext_noop("Whether there is a sign language interpreter."))
    is_free_of_charge: bool = Field(True, description=gettext_noop("It always is."))
    image: ImageOut | None = Field(description=gettext_noop("A picture, if there is one."))
    dates: list[DateOut] = Field(description=gettext_noop("The dates ahead that were asked for, the next first."))


class EventInFull(EventOut):
    """One event with all its words."""

    description_html: str = Field(description=gettext_noop("The text in a few safe HTML elements."))
    easy_read: str = Field(description=gettext_noop("The same in short and simple."))


class EventsOut(Schema):
    """A page of events."""

    count: int = Field(description=gettext_noop("How many there are on all pages."))
    next: str | None = Field(description=gettext_noop("The address of the next page."))
    previous: str | None = Field(description=gettext_noop("The address of the page before."))
    items: list[EventOut] = Field(description=gettext_noop("The events, the nearest date first."))


class EventsAsked(Pages):
    """What is looked for."""

    words: Words | None = Field(None, description=gettext_noop("Words of the title or the summary."))
    kind: EventKind | None = Field(None, description=gettext_noop("What it is; leaves out discreet events."))
    attendance: Literal["in_person", "online"] | None = Field(None, description=gettext_noop("How one takes part."))
    help_at_home: Truth = Field(
        False, description=gettext_noop("Only where one can ask for help at home; leaves out discreet events.")
    )
    starts_from: Day | None = Field(None, description=gettext_noop("The first day, such as 2027-03-01."))
    starts_to: Day | None = Field(None, description=gettext_noop("The last day."))


@router.get(
    "events",
    response=EventsOut,
    operation_id="events",
    url_name="events",
    summary=gettext_noop("Events with dates ahead"),
    description=gettext_noop("What everybody may come to, as it is public now, the nearest date first."),
)
def events(request: HttpRequest, asked: Query[EventsAsked]) -> dict[str, Any]:
    """A page of what is ahead."""
    now = clock.now()
    ahead = Occurrence.objects.ahead(now).between(midnight(asked.starts_from), midnight(asked.starts_to, days=1))
    rows = Event.objects.published(now).open_to(None).attended(asked.attendance or "")
    rows = rows.said_openly(asked.words or "", asked.kind or "", asked.help_at_home).by_next_date(ahead)
    rows = rows.with_dates_found(ahead, EventImage.objects.described())
    count, first = rows.count(), (asked.page - 1) * asked.page_size
    return {
        "count": count,
        "next": page_address(asked, asked.page + 1) if first + asked.page_size < count else None,
        "previous": page_address(asked, asked.page - 1) if asked.page > 1 else None,
        "items": [as_said(row, now) for row in rows[first : first + asked.page_size]],
    }


@router.get(
    "events/{slug:slug}",
    response=EventInFull,
    operation_id="event",
    url_name="event",
    summary=gettext_noop("One event"),
    description=gettext_noop("All that is public about it now, with every date ahead."),
)
def event(request: HttpRequest, slug: Path[Slug]) -> dict[str, Any]:
    """One of them."""
    now = clock.now()
    rows = Event.objects.published(now).open_to(None)
    found = rows.with_dates_found(Occurrence.objects.ahead(now), EventImage.objects.described()).named(slug)
    if found is None:
        raise Trouble(NOT_FOUND, "There is no such event, or it is not public now.")
    is_open = found.sensitivity == Sensitivity.OPEN
    body = rich_text.clean(found.body) if is_open else ""
    return {**as_said(found, now), "description_html": body, "easy_read": found.easy_read if is_open else ""}


def midnight(on: date | None, days: int = 0) -> datetime | None:
    """When a day begins here, or so many days after."""
    return datetime.combine(on + timedelta(days=days), time(), clock.zone()) if on else None


def page_address(asked: EventsAsked, page: int) -> str:
    """The same list, another page of it."""
    values = {**asked.model_dump(mode="json", exclude_defaults=True), "page": page}
    said = {name: str(value).lower() if isinstance(value, bool) else value for name, value in values.items()}
    return f"{settings.SITE_URL}{reverse('open_data:events')}?{urlencode(said)}"


def as_said(event: Event, now: datetime) -> dict[str, Any]:
    """What may be said of an event outside its own page."""
    is_open = event.sensitivity == Sensitivity.OPEN
    dates: list[Occurrence] = getattr(event, "dates_found", [])
    return {
        "slug": event.slug,
        "url": address_of(event),
        "title": event.said_title,
        "is_discreet": not is_open,
        "language": event.language,
        "attendance": event.attendance,
        "registration": event.registration,
        "registration_opens_at": local(event.registration_opens_at),
        "registration_closes_at": local(event.registration_closes_at),
        "most_in_a_party": event.max_party,
        "captions": event.is_captioned,
        "sign_language": event.has_sign_interpreter,
        "dates": [date_said(event, one, now) for one in dates],
        **(topic_said(event) if is_open else NOTHING_OF_THE_TOPIC),
    }


NOTHING_OF_THE_TOPIC: dict[str, Any] = {
    "kind": None,
    "summary": "",
    "host": "",
    "theme_week": "",
    "help_at_home": False,
    "transport": False,
    "image": None,
}


def topic_said(event: Event) -> dict[str, Any]:
    """What an open event is about."""
    week = event.campaign
    return {
        "kind": event.kind,
        "summary": event.summary,
        "host": event.host,
        "theme_week": week.title if week and week.is_published else "",
        "help_at_home": event.may_ask_respite,
        "transport": event.may_ask_transport,
        "image": image_said(getattr(event, "image", None)),
    }


def image_said(image: EventImage | None) -> dict[str, Any] | None:
    """A picture, by its address."""
    if image is None:
        return None
    url = f"{settings.SITE_URL}{reverse('groups:picture', args=[image.digest])}"
    return {"url": url, "alt": image.alt, "width": image.width, "height": image.height}


def date_said(event: Event, date: Occurrence, now: datetime) -> dict[str, Any]:
    """One date and its seats."""
    date.event = event
    one, zone = shown(date, now), ZoneInfo(date.zone)
    is_open = event.sensitivity == Sensitivity.OPEN
    return {
        "id": date.uid,
        "sequence": date.sequence,
        "starts_at": date.starts_at.astimezone(zone),
        "ends_at": date.ends_at.astimezone(zone),
        "status": date.status,
        "availability": OF_ROOM[one.room],
        "seats": [seats_said(seats, is_open) for seats in one.seats],
        "place": place_said(date.venue) if is_open and date.venue else None,
    }


def seats_said(seats: ShownSeats, is_open: bool) -> dict[str, Any]:
    """One kind of seats; an exact number only where nothing can be read out of it."""
    has_number = is_open and seats.room in {Room.FREE, Room.FEW}
    return {
        "channel": PoolChannel(seats.pool.channel).value,
        "availability": OF_ROOM[seats.room],
        "free_places": max(seats.pool.free, 0) if has_number else None,
    }


def place_said(venue: Venue) -> dict[str, Any]:
    """Where it is."""
    return {name: getattr(venue, name) for name in PlaceOut.model_fields}


def local(moment: datetime | None) -> datetime | None:
    """With the offset of the clock on the wall."""
    return moment.astimezone(clock.zone()) if moment else None
