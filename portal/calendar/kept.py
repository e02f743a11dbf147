"""Protected time: the part of a week that is kept for first or urgent talks until it is released."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from portal.calendar.models import Resource
from portal.calendar.models.free_times import Span
from portal.calendar.rules import minus


def kept_times(resource_ids: Sequence[UUID], first: date, last: date, now: datetime) -> dict[UUID, list[Span]]:
    """What is kept for some kinds of talk only and not released yet, from now on. Two SQL queries."""
    planned = Resource.objects.planned_from(resource_ids, first, last, now)
    anybodys = Resource.objects.planned_from(resource_ids, first, last, now, for_any_talk=True)
    return {key: minus(spans, anybodys[key]) for key, spans in planned.items()}
