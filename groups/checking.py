"""What stands in an event now, for the list that is looked through before it is published. Three queries."""

from collections.abc import Sequence
from datetime import datetime

from groups.choices import YesNoUnknown
from groups.models import Event, EventImage, Occurrence
from groups.rules.events import DateFacts, EventFacts, Line, checklist

MUST_BE_KNOWN = ("step_free", "accessible_wc")  # the rest may stand as "we don't know yet"


def facts_of(event: Event, dates: Sequence[Occurrence]) -> EventFacts:
    """An event and its dates (from `Occurrence.objects.for_organiser`) as the rules see them."""
    picture = EventImage.objects.described().of_event(event.pk)
    return EventFacts(
        summary=event.summary,
        sensitivity=event.sensitivity,
        discreet_title=event.discreet_title,
        attendance=event.attendance,
        registration=event.registration,
        closes_at=event.registration_closes_at,
        contact_name=event.contact_name,
        contact_ways=(event.contact_phone, event.contact_email),
        picture_is_told=picture is None or picture.is_decorative or bool(picture.alt),
        dates=tuple(date_facts(one) for one in dates),
    )


def date_facts(date: Occurrence) -> DateFacts:
    """One date."""
    venue = date.venue
    known = venue is not None and all(getattr(venue, fact) != YesNoUnknown.UNKNOWN for fact in MUST_BE_KNOWN)
    is_online = date.status == "moved_online"
    return DateFacts(
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        is_off=date.status in {"cancelled", "postponed"},
        has_venue=venue is not None or is_online,
        access_is_known=known or is_online,
        has_link=hasattr(date, "online_access"),
        channels=frozenset(pool.channel for pool in date.pools.all()),
    )


def lines_from(event: Event, dates: Sequence[Occurrence], now: datetime) -> list[Line]:
    """The list for an event whose dates are at hand."""
    return checklist(facts_of(event, dates), now)


def lines_of(event: Event, now: datetime) -> list[Line]:
    """The list for an event as it is now."""
    return lines_from(event, list(Occurrence.objects.for_organiser(event.pk)), now)
