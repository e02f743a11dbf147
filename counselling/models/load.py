"""How much each counsellor carries, against how much they can: expressions over counselling_counsellorprofile.

Load is the weight of open cases carried now, plus first talks ahead of people without a case. Capacity is the ceiling
x the working share (fte) x presence: the part of the next four weeks without absence. Resting cases weigh nothing.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F
from django.db.models.expressions import RawSQL
from psycopg.types.range import TimestamptzRange

from portal.database.questions import prepared_cursor

PRESENCE_WINDOW = timedelta(weeks=4)
PROFILE = '"counselling_counsellorprofile"."resource_id"'

CARRIED = f"""(
    SELECT coalesce(sum(c.weight), 0) FROM calendar_resource r
    JOIN counselling_caseassignment a ON a.worker_id = r.user_id AND a.role = 'primary' AND a.valid @> %s::timestamptz
    JOIN counselling_case c ON c.id = a.case_id AND c.status = 'open'
    WHERE r.id = {PROFILE})"""  # noqa: S608 - the only word put in is a constant of ours
FIRST_TALKS = f"""(
    SELECT coalesce(sum(t.weight), 0) FROM counselling_appointment p
    JOIN counselling_meetingtype t ON t.id = p.meeting_type_id AND t.purpose = 'first'
    WHERE p.counsellor_id = {PROFILE} AND p.status IN ('pending', 'booked', 'checked_in') AND p.ends_at > %s
      AND NOT EXISTS (SELECT 1 FROM counselling_case c WHERE c.person_id = p.booked_by_id AND c.status <> 'closed'))
"""  # noqa: S608 - likewise
PRESENCE = f"""(
    SELECT 1 - coalesce(sum(extract(epoch FROM upper(away) - lower(away))), 0)
               / extract(epoch FROM upper(%s::tstzrange) - lower(%s::tstzrange))
    FROM unnest((SELECT range_agg(b.period) FROM calendar_absence b
                 WHERE b.resource_id = {PROFILE} AND b.period && %s::tstzrange)
                * tstzmultirange(%s::tstzrange)) AS away)
"""  # noqa: S608 - likewise
NUMBER = models.DecimalField(max_digits=9, decimal_places=2)


FULL = f"""
SELECT resource_id FROM counselling_counsellorprofile
WHERE {CARRIED} + {FIRST_TALKS} + %s > ceiling * fte * {PRESENCE}
"""  # noqa: S608 - likewise


def full_for(weight: Decimal, now: datetime) -> frozenset[UUID]:
    """The calendars of those whom one more first talk of this weight would lift over their ceiling. One query."""
    with prepared_cursor() as cursor:
        window = TimestamptzRange(now, now + PRESENCE_WINDOW)
        values: list[Any] = [now, now, weight, *[window] * 4]
        cursor.execute(FULL, values)
        return frozenset(key for (key,) in cursor.fetchall())


def load_expressions(now: datetime) -> dict[str, Any]:
    """carried, first_talks, load, presence and capacity of each profile, all in the one query."""
    window = TimestamptzRange(now, now + PRESENCE_WINDOW)
    return {
        "carried": RawSQL(CARRIED, [now], output_field=NUMBER),  # noqa: S611  # nosec B611
        "first_talks": RawSQL(FIRST_TALKS, [now], output_field=NUMBER),  # noqa: S611  # nosec B611
        "presence": RawSQL(PRESENCE, [window] * 4, output_field=NUMBER),  # noqa: S611  # nosec B611
        "load": F("carried") + F("first_talks"),
        "capacity": F("ceiling") * F("fte") * F("presence"),
    }
