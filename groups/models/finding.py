"""Looking for an evening: each answer of the search as a condition on dates, in one query."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Func, IntegerField, Q
from django.db.models.functions import Lower

from groups.choices import Attendance, OccurrenceStatus, Sensitivity, Whose

EVENING = 17  # a date that begins at this hour or later, by the clock on the wall there, is in the evening
OPEN = Q(event__sensitivity=Sensitivity.OPEN)
MOVED_ONLINE = Q(status=OccurrenceStatus.MOVED_ONLINE)


class LocalPart(Func):
    """A number of the moment a date begins, by the clock on the wall there: HOUR, or ISODOW (Monday is 1)."""

    template = "EXTRACT(%(part)s FROM timezone(%(expressions)s))::int"
    output_field = IntegerField()

    def __init__(self, part: str) -> None:
        super().__init__(F("zone"), Lower("period"), part=part)


def conditions(asked: Mapping[str, Any]) -> Q:
    """All that was asked for. What a discreet event is about is no answer to any question."""
    found = said(asked.get("words") or "") & when(asked.get("when") or "") & way(asked.get("way") or "")
    found &= near(asked.get("near") or "") & whose(asked.get("whose") or "")
    if kind := asked.get("kind"):
        found &= Q(event__kind=kind)
    if topic := asked.get("about"):
        found &= OPEN & Q(event__topics__contains=[topic])
    if asked.get("respite"):
        found &= Q(event__may_ask_respite=True)
    return found


def said(words: str) -> Q:
    """Every word stands somewhere in what may be said: never in a discreet event's title."""
    found = Q()
    for word in words.split():
        named = Q(event__title__icontains=word) | Q(event__summary__icontains=word) | Q(event__host__icontains=word)
        found &= OPEN & named | ~OPEN & Q(event__discreet_title__icontains=word)
    return found


def when(answer: str) -> Q:
    """Dates that begin when somebody can get away. The conditions stand on the part_ annotations of found_by."""
    weekend = Q(part_day__gte=6)
    evening = Q(part_hour__gte=EVENING)
    return {"weekend": weekend, "evening": evening & ~weekend, "day": ~evening & ~weekend}.get(answer, Q())


def way(answer: str) -> Q:
    """On site or online; a date that was moved online is online, whatever its event says."""
    if answer == Attendance.ONLINE:
        return MOVED_ONLINE | Q(event__attendance__in=[Attendance.ONLINE, Attendance.HYBRID])
    if answer == Attendance.IN_PERSON:
        return ~MOVED_ONLINE & Q(event__attendance__in=[Attendance.IN_PERSON, Attendance.HYBRID])
    return Q()


def near(place: str) -> Q:
    """In a town, or around a postcode: those that share all but the last two digits lie side by side."""
    words = place.split()
    if not words:
        return Q()
    if words[0].isdecimal():  # "5700", and "5700 Svendborg"
        return ~MOVED_ONLINE & Q(venue__postcode__startswith=words[0][:2])
    place = " ".join(words)
    return ~MOVED_ONLINE & (Q(venue__town__icontains=place) | Q(venue__name__icontains=place))


def whose(answer: str) -> Q:
    """For this relative: named, or for all because nobody is. A discreet event never says for whom it is."""
    if not answer:
        return Q()
    for_all = ~Q(event__topics__overlap=list(Whose.values))
    return for_all | ~OPEN | Q(event__topics__contains=[answer])
