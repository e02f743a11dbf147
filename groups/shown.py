"""Evenings as everybody may see them: what a date says of its seats, which are found, and what leaves the portal."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.actions.seats import is_off, window_of
from groups.choices import Attendance, OccurrenceStatus, PoolChannel, Sensitivity
from groups.models import Event, Occurrence, SeatPool
from groups.rules.room import OPEN, Room, room_of
from groups.rules.seats import Window
from portal import clock
from portal.accounts.models import User
from portal.database.questions import Question

MOST = 200  # dates looked at in one go
WITH_PLACES = {Room.FREE, Room.FEW, Room.JUST_COME}


@dataclass(frozen=True)
class Seats:
    """One kind of seats at a date, in words."""

    pool: SeatPool
    room: Room
    words: str

    @property
    def is_open(self) -> bool:
        """Whether somebody can sign up for them now."""
        return self.room in OPEN


@dataclass(frozen=True)
class Shown:
    """One date on a public page."""

    date: Occurrence
    seats: Sequence[Seats]
    room: Room
    words: str

    @property
    def event(self) -> Event:
        """What it is a date of."""
        return self.date.event

    @property
    def is_open(self) -> bool:
        """Whether somebody can sign up now, for any of its seats."""
        return any(one.is_open for one in self.seats)

    @property
    def is_off(self) -> bool:
        """Whether it does not take place when it says."""
        return self.room == Room.OFF


def words_of(room: Room, free: int, event: Event) -> str:
    """What is said; exact numbers only where nothing can be read out of them."""
    if room in {Room.FREE, Room.FEW} and event.sensitivity == Sensitivity.OPEN:
        return ngettext("%(count)d free place", "%(count)d free places", free) % {"count": free}
    said = {
        Room.JUST_COME: _("Just come"),
        Room.OFF: _("Called off"),
        Room.OVER: _("Over"),
        Room.NOT_YET: _("Sign-up is not open yet"),
        Room.CLOSED: _("Sign-up is closed"),
        Room.FREE: _("Free places"),
        Room.FEW: _("Few places"),
        Room.WAITING: _("Waiting list"),
        Room.ASK: _("Ask for a place"),
        Room.NONE: _("Ring us"),
    }
    return said[room]


def shown(date: Occurrence, now: datetime) -> Shown:
    """A date with what is said of its seats; its event and pools are loaded."""
    pools = [pool for pool in date.pools.all() if pool.channel != PoolChannel.STAFF]
    event = date.event
    seats = []
    for pool in pools:
        pool.occurrence = date
        free = max(pool.free, 0)
        room = room_of(
            mode=event.registration,
            is_off=is_off(pool),
            window=window_of(pool),
            ends_at=date.ends_at,
            free=free,
            capacity=pool.capacity,
            now=now,
        )
        seats.append(Seats(pool, room, words_of(room, free, event)))
    if seats:
        best = max(seats, key=lambda one: (one.is_open, one.pool.free))
        return Shown(date, seats, best.room, said_of_status(date) or best.words)
    window = Window(event.registration_opens_at, event.registration_closes_at, date.starts_at)
    off = date.status in {OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED}
    room = room_of(
        mode=event.registration, is_off=off, window=window, ends_at=date.ends_at, free=None, capacity=0, now=now
    )
    return Shown(date, [], room, said_of_status(date) or words_of(room, 0, event))


def said_of_status(date: Occurrence) -> str:
    """Called off or postponed, in the date's own words."""
    off = date.status in {OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED}
    return date.get_status_display() if off else ""


def dates_ahead(user: User | None, now: datetime, asked: Mapping[str, Any]) -> list[Shown]:
    """The public dates ahead that fit what was asked for, the next one first. Two queries."""
    return fitting(Occurrence.objects.public(user, now).found_by(asked)[:MOST], now, asked)


def fitting(rows: Iterable[Occurrence], now: datetime, asked: Mapping[str, Any]) -> list[Shown]:
    """Dates as they are shown; only those with places, when that was asked for."""
    found = [shown(row, now) for row in rows]
    return [one for one in found if one.room in WITH_PLACES] if asked.get("free") else found


def address_of(event: Event) -> str:
    """The page of an event, as it stands in a feed."""
    return f"{settings.SITE_URL}{reverse('groups:event', args=[event.slug])}"


def for_search_engines(event: Event, dates: Iterable[Shown], *, house: str = "", partners: Iterable[str] = ()) -> str:
    """schema.org's words for the dates ahead; nothing at all of a discreet event. Safe inside a script element."""
    if event.sensitivity != Sensitivity.OPEN:
        return ""
    invites = [{"@type": "GovernmentOrganization", "name": house, "url": settings.SITE_URL}] if house else []
    invites += [{"@type": "Organization", "name": name} for name in partners]
    said = json.dumps([{**described(one), "organizer": invites} for one in dates], ensure_ascii=False)
    return said.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def place_words(date: Occurrence) -> str:
    """The place in a calendar file anybody may fetch: at a hybrid evening we do not know
    which way the reader takes, so both are said. Never the address to take part.
    """
    if date.status == OccurrenceStatus.MOVED_ONLINE or date.event.attendance == Attendance.ONLINE:
        return _("Online")
    address = date.venue.address if date.venue else ""
    if date.event.attendance != Attendance.HYBRID:
        return address
    return _("%(address)s, or online") % {"address": address} if address else ""


STATUS = {
    OccurrenceStatus.CANCELLED: "EventCancelled",
    OccurrenceStatus.POSTPONED: "EventPostponed",
    OccurrenceStatus.RESCHEDULED: "EventRescheduled",
    OccurrenceStatus.MOVED_ONLINE: "EventMovedOnline",
}
WAYS = {
    Attendance.IN_PERSON: "OfflineEventAttendanceMode",
    Attendance.ONLINE: "OnlineEventAttendanceMode",
    Attendance.HYBRID: "MixedEventAttendanceMode",
}


def described(one: Shown) -> dict[str, Any]:
    """One date in schema.org's words. An online place is the event's own page, never the link to take part."""
    event, date = one.event, one.date
    way = Attendance.ONLINE if date.status == OccurrenceStatus.MOVED_ONLINE else Attendance(event.attendance)
    places: list[dict[str, Any]] = []
    if date.venue and way != Attendance.ONLINE:
        places.append({"@type": "Place", "name": date.venue.name, "address": date.venue.address})
    if not places or way == Attendance.HYBRID:
        places.append({"@type": "VirtualLocation", "url": address_of(event)})
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.said_title,
        "description": event.summary,
        "startDate": date.starts_at.isoformat(),
        "endDate": date.ends_at.isoformat(),
        "eventStatus": f"https://schema.org/{STATUS.get(OccurrenceStatus(date.status), 'EventScheduled')}",
        "eventAttendanceMode": f"https://schema.org/{WAYS[way]}",
        "inLanguage": event.language,
        "isAccessibleForFree": True,
        "location": places if len(places) > 1 else places[0],
        "url": address_of(event),
    }


FOR_ALL = Question(
    lambda slug, pool, now: SeatPool.objects.for_sign_up(
        Event.objects.published(now).open_to(None).filter(slug=slug)
    ).filter(pk=pool)
)


def public_event(slug: str, user: User | None) -> Event | None:
    """The event with this address, if it is published and this reader may see it."""
    return Event.objects.published(clock.now()).open_to(user).with_speakers().named(slug)


def public_pool(slug: str, pool_id: UUID, user: User | None) -> SeatPool | None:
    """Seats of such an event that anybody may ask for."""
    now = clock.now()
    if user is None or not user.is_staff_member:
        return FOR_ALL.first(slug, pool_id, now)
    events = Event.objects.published(now).open_to(user).filter(slug=slug)
    return SeatPool.objects.for_sign_up(events).filter(pk=pool_id).first()
