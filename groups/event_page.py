"""An event's page: what it says is the same for everybody who reads it, and for whoever looks at the draft."""

from datetime import datetime
from typing import Any

from groups import rich_text
from groups.choices import Sensitivity
from groups.models import Event, EventImage, Occurrence
from groups.shown import for_search_engines, shown
from groups.together_words import names_said
from groups.venue_facts import venues_of
from portal.design.models import Municipality


def context_of(event: Event, now: datetime) -> dict[str, Any]:
    """Words, picture, dates ahead with their seats, places, who speaks."""
    dates = [shown(date, now) for date in Occurrence.objects.of_event(event.pk).for_page()]
    ahead = [one for one in dates if one.date.ends_at > now]
    return {
        "event": event,
        "image": EventImage.objects.described().of_event(event.pk),
        "dates": ahead,
        "is_past": bool(dates) and not ahead,
        "venues": venues_of(ahead),
        "speakers": list(event.speakers.all()),
        "others": event.max_party - 1,
        "body": rich_text.clean(event.body),
        "partners": (partners := names_said(event)),
        "linked_data": for_search_engines(event, ahead, house=Municipality.objects.current().name, partners=partners),
        "is_open": event.sensitivity == Sensitivity.OPEN,
    }
