"""Calendar files by RFC 5545. Neutral by default: no person is named, the organiser is the municipality."""

import functools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from portal import clock

PRODUCT = "-//Municipality//Portal//EN"


def make(
    uid: str,
    sequence: int,
    method: str,
    start: datetime,
    end: datetime,
    summary: str,
    location: str = "",
    description: str = "",
    organizer_email: str = "",
    attendee_email: str = "",
    zone: ZoneInfo | None = None,
) -> bytes:
    """One event. method: REQUEST (new or moved), CANCEL, or PUBLISH (a download).

    uid stays the same for the life of the talk, sequence grows with each move: calendars then replace, not add.
    Times are written in local wall-clock time with the zone's rules beside them, so that clock changes are kept.
    """
    event = event_of(uid, sequence, start, end, summary, zone or clock.zone())
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    if location:
        event.add("location", location)
    if description:
        event.add("description", description)
    if organizer_email:
        event.add("organizer", vCalAddress(f"mailto:{organizer_email}"))
    if attendee_email:
        attendee = vCalAddress(f"mailto:{attendee_email}")
        attendee.params["PARTSTAT"], attendee.params["RSVP"] = vText("ACCEPTED"), vText("FALSE")
        event.add("attendee", attendee)
    return feed([event], method, zone or clock.zone())


def event_of(uid: str, sequence: int, start: datetime, end: datetime, summary: str, zone: ZoneInfo) -> Event:
    """An event with what every one of ours has; feeds add more."""
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", clock.now().astimezone(UTC))
    event.add("dtstart", start.astimezone(zone))
    event.add("dtend", end.astimezone(zone))
    event.add("summary", summary)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event


def feed(events: list[Event], method: str, zone: ZoneInfo, name: str = "") -> bytes:
    """A calendar of events with the rules of their zone."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", vText(name))
    calendar.add_component(rules_of(zone))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


@functools.cache
def rules_of(zone: ZoneInfo) -> Timezone:
    """VTIMEZONE by the rule of the European Union (directive 2000/84/EC), which Denmark and Norway follow.

    Written by hand: icalendar's own conversion puts the change to summer time an hour late, and Outlook wants one
    yearly rule rather than dates. ValueError for a zone with another rule.
    """
    winter, summer = _offset(zone, datetime(2026, 1, 15, tzinfo=UTC)), _offset(zone, datetime(2026, 7, 15, tzinfo=UTC))
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)
    if _offset(zone, change) != summer or _offset(zone, change - timedelta(seconds=1)) != winter or winter == summer:
        raise ValueError(f"{zone.key} does not change its clocks by the rule of the European Union.")
    rules = Timezone()
    rules.add("tzid", zone.key)
    for part, month, before, after in (
        (TimezoneDaylight(), 3, winter, summer),
        (TimezoneStandard(), 10, summer, winter),
    ):
        sunday = datetime(1996, month, 31 if month == 3 else 27, 1, tzinfo=UTC)  # the first changes by this rule
        change = (sunday + before).replace(tzinfo=None)  # local time, as it was just before
        part.add("dtstart", change)
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        part.add("tzname", "CEST" if month == 3 else "CET")
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        rules.add_component(part)
    return rules


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    """The zone's offset from UTC at a moment."""
    return moment.astimezone(zone).utcoffset() or timedelta(0)
