"""All that takes a resource's time on some days, from four tables in one query: what a day's page is made of."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from portal import clock

TAKEN = """
SELECT 'occupied', lower(period), upper(period), kind, held_for, NULL::date
FROM calendar_occupancy
WHERE resource_id = %(id)s AND period && tstzrange(%(start)s, %(end)s)
  AND state IN ('held', 'firm') AND (state = 'firm' OR expires_at > %(now)s)
UNION ALL
SELECT 'away', lower(period), upper(period), kind, '', NULL
FROM calendar_absence WHERE resource_id = %(id)s AND period && tstzrange(%(start)s, %(end)s)
UNION ALL
SELECT 'shut', lower(period), upper(period), reason, '', NULL
FROM calendar_availabilityexception
WHERE resource_id = %(id)s AND kind = 'closed' AND period && tstzrange(%(start)s, %(end)s)
UNION ALL
SELECT 'closed', NULL, NULL, holiday, reason, "on"
FROM calendar_closingday
WHERE "on" BETWEEN %(first)s AND %(last)s AND (unit_ref IS NULL OR unit_ref = %(unit)s)
ORDER BY 2, 6
"""


class Occupied(NamedTuple):
    """A stretch something owns: what it is spent on, and what kind of thing owns it."""

    start: datetime
    end: datetime
    kind: str
    held_for: str


@dataclass(frozen=True)
class Taken:
    """What takes the time: occupancies, absences with their kind, stretches closed by hand, closing days (codes)."""

    occupied: list[Occupied]
    away: list[tuple[datetime, datetime, str]]
    shut: list[tuple[datetime, datetime, str]]
    closed: list[tuple[date, str, str]]


def find_taken(resource_id: UUID, unit_ref: UUID | None, first: date, last: date, now: datetime) -> Taken:
    """All that takes a resource's time on local days [first, last]."""
    start = datetime.combine(first, time(), clock.zone())
    end = datetime.combine(last + timedelta(days=1), time(), clock.zone())
    values = {"id": resource_id, "unit": unit_ref, "first": first, "last": last, "start": start, "end": end, "now": now}
    taken = Taken([], [], [], [])
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, values)
        for what, begins, ends, code, more, on in cursor.fetchall():
            if what == "occupied":
                taken.occupied.append(Occupied(begins, ends, code, more))
            elif what == "closed":
                taken.closed.append((on, code, more))
            else:
                (taken.away if what == "away" else taken.shut).append((begins, ends, code))
    return taken
