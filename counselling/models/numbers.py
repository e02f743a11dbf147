"""What happened, counted: a constant number of SQL statements, however much there is.

Periods are local months, quarters and years; only what lies in [since, until) is counted. A count can also be split by
kind of talk, way to meet or language. Cost: one pass over the rows of the period.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from portal import clock

GRAINS = ("month", "quarter", "year")
MEASURES = ("relatives", "talks", "noshow", "late")
# What a talk is split by: (with a name, without a name). Only these words are ever put into the SQL.
SPLITS = {
    "": ("NULL", "NULL"),
    "type": ("t.slug", "t.slug"),
    "mode": ("a.mode", "'phone'"),
    "language": ("coalesce(nullif(a.interpreter_language, ''), u.language)", "%(language)s"),
}
PERIODS = "(month), (quarter), (year)"
PERIODS_AND_PARTS = f"{PERIODS}, (month, part), (quarter, part), (year, part)"
WHEN = """
    CASE WHEN grouping(month) = 0 THEN 'month' WHEN grouping(quarter) = 0 THEN 'quarter' ELSE 'year' END,
    coalesce(month, quarter, year)::date, {part}"""
STEPS = "*, date_trunc('quarter', month) AS quarter, date_trunc('year', month) AS year"

TALKS = """
WITH talks AS (
    SELECT date_trunc('month', a.starts_at AT TIME ZONE %(zone)s) AS month, {named}::text AS part,
           a.booked_by_id AS person, a.status, a.is_late_cancel AS late
    FROM counselling_appointment a
    JOIN counselling_meetingtype t ON t.id = a.meeting_type_id
    JOIN accounts_user u ON u.id = a.booked_by_id
    WHERE a.starts_at >= %(since)s AND a.starts_at < %(until)s AND a.status IN ('fulfilled', 'noshow', 'cancelled')
    UNION ALL
    SELECT date_trunc('month', n.starts_at AT TIME ZONE %(zone)s), {nameless}::text, NULL, n.status, false
    FROM counselling_namelesstalk n
    JOIN counselling_meetingtype t ON t.id = n.meeting_type_id
    WHERE n.starts_at >= %(since)s AND n.starts_at < %(until)s AND n.status IN ('fulfilled', 'noshow')
)
SELECT {when},
       count(DISTINCT person) FILTER (WHERE status = 'fulfilled'),
       count(*) FILTER (WHERE status = 'fulfilled'),
       count(*) FILTER (WHERE status = 'noshow'),
       count(*) FILTER (WHERE status = 'cancelled' AND late)
FROM (SELECT {steps} FROM talks) AS stepped
GROUP BY GROUPING SETS ({sets})
"""

# From the wish to the first talk: the wish is the first booking of the talk, or not long before it a request to be
# rung or a place on the waiting list.
WAITING = """
WITH firsts AS (
    SELECT date_trunc('month', a.starts_at AT TIME ZONE %(zone)s) AS month, {named}::text AS part,
           extract(epoch FROM a.starts_at - wish.at) / 86400 AS days
    FROM counselling_appointment a
    JOIN counselling_meetingtype t ON t.id = a.meeting_type_id AND t.purpose = 'first'
    JOIN accounts_user u ON u.id = a.booked_by_id
    CROSS JOIN LATERAL (SELECT min(b.created_at) AS booked FROM counselling_appointment b WHERE b.uid = a.uid) AS made
    CROSS JOIN LATERAL (
        SELECT least(made.booked, min(asked.at)) AS at FROM (
            SELECT c.created_at AS at FROM counselling_callrequest c WHERE c.person_id = a.booked_by_id
            UNION ALL
            SELECT w.queued_at FROM counselling_waitlistentry w WHERE w.person_id = a.booked_by_id
        ) AS asked
        WHERE asked.at BETWEEN made.booked - interval '180 days' AND made.booked
    ) AS wish
    WHERE a.starts_at >= %(since)s AND a.starts_at < %(until)s AND a.status = 'fulfilled'
)
SELECT {when}, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY days)
FROM (SELECT {steps} FROM firsts) AS stepped
GROUP BY GROUPING SETS ({sets})
"""

CONTACTS = """
SELECT {when}, count(*)
FROM (SELECT {steps} FROM (
    SELECT date_trunc('month', at AT TIME ZONE %(zone)s) AS month FROM counselling_contact
    WHERE at >= %(since)s AND at < %(until)s
) AS calls) AS stepped
GROUP BY GROUPING SETS ({sets})
"""

CLOSED = """
SELECT close_reason, count(*) FROM counselling_case
WHERE closed_at >= %(since)s AND closed_at < %(until)s AND close_reason <> 'merged'
GROUP BY close_reason
"""
TOPICS = """
SELECT topic, count(*) FROM counselling_case CROSS JOIN LATERAL unnest(topics) AS topic
WHERE opened_at < %(until)s AND (closed_at IS NULL OR closed_at >= %(since)s) AND close_reason <> 'merged'
GROUP BY topic
"""


@dataclass(frozen=True)
class Place:
    """Where a number belongs: a step of time, its first day, and the part of a split ("" for all)."""

    grain: str
    first: date
    part: str = ""


@dataclass(frozen=True)
class Counted:
    """The numbers of one look; what is missing is nought."""

    counts: dict[tuple[str, Place], int]
    waits: dict[Place, tuple[float, float]]  # days: half wait shorter, nine of ten wait shorter
    reasons: dict[str, int]
    topics: dict[str, int]

    def count(self, measure: str, place: Place) -> int:
        """One number."""
        return self.counts.get((measure, place), 0)

    @property
    def parts(self) -> list[str]:
        """The parts that occur, in order."""
        return sorted({place.part for _measure, place in self.counts} - {""})


def asked(template: str, split: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of one of the statements; only words of this file are put in."""
    named, nameless = SPLITS[split]
    part = "''" if not split else "CASE WHEN grouping(part) = 0 THEN coalesce(part, '') ELSE '' END"
    sql = template.format(
        named=named,
        nameless=nameless,
        when=WHEN.format(part=part),
        steps=STEPS,
        sets=PERIODS_AND_PARTS if split else PERIODS,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def count_all(*, since: datetime, until: datetime, breakdown_since: datetime, split: str) -> Counted:
    """Count [since, until); why cases were closed and what they were about from breakdown_since on. Five statements."""
    zone, language = str(clock.zone()), settings.LANGUAGE_CODE
    values: dict[str, Any] = {"zone": zone, "since": since, "until": until, "language": language}
    counts: dict[tuple[str, Place], int] = {}
    waits: dict[Place, tuple[float, float]] = {}
    for grain, first, part, *numbers in asked(TALKS, split, values):
        counts.update({(name, Place(grain, first, part)): n for name, n in zip(MEASURES, numbers, strict=True)})
    for grain, first, part, count, half, most in asked(WAITING, split, values):
        place = Place(grain, first, part)
        counts["firsts", place] = count
        waits[place] = (float(half), float(most))
    for grain, first, part, count in asked(CONTACTS, "", values):
        counts["contacts", Place(grain, first, part)] = count
    values["since"] = breakdown_since
    with connection.cursor() as cursor:
        cursor.execute(CLOSED, values)
        reasons = dict(cursor.fetchall())
        cursor.execute(TOPICS, values)
        topics = dict(cursor.fetchall())
    return Counted(counts, waits, reasons, topics)
