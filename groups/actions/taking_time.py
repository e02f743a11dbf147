"""A date takes the time of its room and of the colleagues who speak, in the one calendar everybody books from."""

from datetime import datetime
from uuid import UUID

from groups.models import Event, Occurrence
from groups.rules.dates import DateRefusal
from portal import clock
from portal.calendar.actions import occupancy
from portal.calendar.actions.occupancy import Claim
from portal.calendar.models import Occupancy, Resource
from portal.calendar.rules import Refusal
from portal.refusals import Refused

HELD_FOR = "groups.occurrence"
SAID_BY = {
    Refusal.TIME_TAKEN: DateRefusal.PLACE_TAKEN,
    Refusal.RESOURCE_INACTIVE: DateRefusal.PLACE_OUT_OF_USE,
    Refusal.CHANGE_NIGHT: DateRefusal.DATE_HOUR_UNCLEAR,
    Refusal.EMPTY_PERIOD: DateRefusal.DATE_HAS_NO_LENGTH,
}


def resources_of(event: Event, date: Occurrence) -> list[UUID]:
    """Whose time a date takes: its room's, and each colleague's who speaks."""
    speakers = [speaker.resource_id for speaker in event.speakers.all() if speaker.resource_id]
    return sorted({*speakers, *([date.room_id] if date.room_id else [])})


def take_time(event: Event, date: Occurrence) -> None:
    """Give back what the date took before and take what it needs now, all or nothing.

    Refuses when any of it is taken, and says by whom and when.
    """
    occupancy.release(date.pk)
    keys = resources_of(event, date)
    claims = [Claim(key, date.starts_at, date.ends_at) for key in keys]
    try:
        if claims:
            occupancy.occupy(held_for=HELD_FOR, held_for_id=date.pk, claims=claims, expires_at=None)
    except Refused as refused:
        reason = SAID_BY.get(Refusal(refused.reason))
        if reason is None:
            raise
        stands = what_stands(keys, date.starts_at, date.ends_at) if reason == DateRefusal.PLACE_TAKEN else {}
        raise Refused(reason, **stands) from refused


def what_stands(keys: list[UUID], start: datetime, end: datetime) -> dict[str, object]:
    """Who is busy and when. Not with what: a talk is nobody else's business."""
    found = Occupancy.objects.blocking(clock.now()).of_resources(keys).touching(start, end).first()
    if found is None:
        return {}
    return {
        "name": str(Resource.objects.get(pk=found.resource_id)),
        "start": found.period.lower,
        "end": found.period.upper,
    }


def give_time_back(date: Occurrence) -> None:
    """Nobody and nothing is needed then any more."""
    occupancy.release(date.pk)
