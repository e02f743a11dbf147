"""What happened, counted: a constant number of SQL statements, however much there is.

Periods are local months, quarters and years; only what lies in [since, until) is counted. A count can also be split by
kind of talk, way to meet or language. Months that are tallied are not counted again: their rows may be gone, and what
was said of them stays. Cost: one pass over the rows of the months that are not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection

from counselling.models.tallies import Grain, Tally
from counselling.steps_of_time import first_of
from portal import clock
from portal.vault.keyring import blind_index

MEASURES = ("relatives", "talks", "noshow", "late")
ADDED = ("talks", "noshow", "late", "contacts")  # of a quarter: its months together; people and waits are not
COUNTED = ("relatives", *ADDED, "firsts")
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

# A person as a mark of this year and this split: the same person in another year or split has another one.
MARK = """sha256(convert_to(concat_ws('/', %(salt)s::text, %(split)s::text,
    extract(year FROM a.starts_at AT TIME ZONE %(zone)s), a.booked_by_id), 'UTF8'))"""
MONTH = "date_trunc('month', {moment} AT TIME ZONE %(zone)s)"
NOT_TALLIED = f"{MONTH}::date <> ALL(%(tallied)s::date[])"

TALKS = """
WITH talks AS (
    SELECT date_trunc('month', a.starts_at AT TIME ZONE %(zone)s) AS month, {named}::text AS part,
           {mark} AS person, a.status, a.is_late_cancel AS late
    FROM counselling_appointment a
    JOIN counselling_meetingtype t ON t.id = a.meeting_type_id
    JOIN accounts_user u ON u.id = a.booked_by_id
    WHERE a.starts_at >= %(since)s AND a.starts_at < %(until)s AND a.status IN ('fulfilled', 'noshow', 'cancelled')
          AND {talk_counts}
    UNION ALL
    SELECT date_trunc('month', n.starts_at AT TIME ZONE %(zone)s), {nameless}::text, NULL, n.status, false
    FROM counselling_namelesstalk n
    JOIN counselling_meetingtype t ON t.id = n.meeting_type_id
    WHERE n.starts_at >= %(since)s AND n.starts_at < %(until)s AND n.status IN ('fulfilled', 'noshow')
          AND {nameless_counts}
    UNION ALL
    SELECT month::timestamp, part, decode(mark, 'hex'), 'marked', false FROM counselling_tallymark
    WHERE split = %(split)s AND mark <> '' AND month >= %(since_day)s AND month < %(until_day)s
)
SELECT {when},
       count(DISTINCT person) FILTER (WHERE status IN ('fulfilled', 'marked')),
       count(*) FILTER (WHERE status = 'fulfilled'),
       count(*) FILTER (WHERE status = 'noshow'),
       count(*) FILTER (WHERE status = 'cancelled' AND late)
FROM (SELECT {steps} FROM talks) AS stepped
GROUP BY GROUPING SETS ({sets})
"""

# From the wish to the first talk: the wish is the first booking of the talk, or not long before it a request to be
# rung or a place on the waiting list.
FIRSTS = """
WITH firsts AS (
    SELECT date_trunc('month', a.starts_at AT TIME ZONE %(zone)s) AS month, {named}::text AS part,
           round(extract(epoch FROM a.starts_at - wish.at) / 86400, 1)::float AS days
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
    WHERE a.starts_at >= %(since)s AND a.starts_at < %(until)s AND a.status = 'fulfilled' AND {talk_counts}
    UNION ALL
    SELECT month::timestamp, part, days FROM counselling_tallymark
    WHERE split = %(split)s AND days IS NOT NULL AND month >= %(since_day)s AND month < %(until_day)s
)
"""
WAITING = """
SELECT {when}, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days),
       percentile_cont(0.9) WITHIN GROUP (ORDER BY days)
FROM (SELECT {steps} FROM firsts) AS stepped
GROUP BY GROUPING SETS ({sets})
"""

CONTACTS = """
SELECT {when}, count(*)
FROM (SELECT {steps} FROM (
    SELECT date_trunc('month', at AT TIME ZONE %(zone)s) AS month FROM counselling_contact
    WHERE at >= %(since)s AND at < %(until)s AND {call_counts}
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

MARK_PEOPLE = """
INSERT INTO counselling_tallymark (id, month, split, part, mark)
SELECT gen_random_uuid(), one.* FROM (
    SELECT DISTINCT date_trunc('month', a.starts_at AT TIME ZONE %(zone)s)::date, %(split)s,
           coalesce({named}::text, ''), encode({mark}, 'hex')
    FROM counselling_appointment a
    JOIN counselling_meetingtype t ON t.id = a.meeting_type_id
    JOIN accounts_user u ON u.id = a.booked_by_id
    WHERE a.starts_at >= %(since)s AND a.starts_at < %(until)s AND a.status = 'fulfilled'
) AS one
"""
MARK_WAITS = """
INSERT INTO counselling_tallymark (id, month, split, part, mark, days)
SELECT gen_random_uuid(), month::date, %(split)s, coalesce(part, ''), '', days FROM firsts
"""
OPEN_TALKS = """
SELECT EXISTS (SELECT FROM counselling_appointment
               WHERE starts_at >= %(since)s AND starts_at < %(until)s AND status IN ('booked', 'checked_in'))
    OR EXISTS (SELECT FROM counselling_namelesstalk
               WHERE starts_at >= %(since)s AND starts_at < %(until)s AND status = 'booked')
"""
EARLIEST = """
SELECT least(
    (SELECT min(starts_at) FROM counselling_appointment), (SELECT min(starts_at) FROM counselling_namelesstalk),
    (SELECT min(at) FROM counselling_contact), (SELECT min(opened_at) FROM counselling_case),
    (SELECT min(created_at) FROM counselling_callrequest), (SELECT min(queued_at) FROM counselling_waitlistentry)
)
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


def asked(template: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of one of the statements."""
    with connection.cursor() as cursor:
        cursor.execute(in_words_of(template, values["split"]), values)
        return list(cursor.fetchall()) if cursor.description else []


def in_words_of(template: str, split: str) -> str:
    """A statement for one split; only words of this file are put in."""
    named, nameless = SPLITS[split]
    part = "''" if not split else "CASE WHEN grouping(part) = 0 THEN coalesce(part, '') ELSE '' END"
    return template.format(
        named=named,
        nameless=nameless,
        mark=MARK,
        talk_counts=NOT_TALLIED.format(moment="a.starts_at"),
        nameless_counts=NOT_TALLIED.format(moment="n.starts_at"),
        call_counts=NOT_TALLIED.format(moment="at"),
        when=WHEN.format(part=part),
        steps=STEPS,
        sets=PERIODS_AND_PARTS if split else PERIODS,
    )


def values_for(split: str, *, since: datetime, until: datetime, tallied: Sequence[date] = ()) -> dict[str, Any]:
    """What the statements are given."""
    return {
        "split": split,
        "zone": str(clock.zone()),
        "language": settings.LANGUAGE_CODE,
        "salt": blind_index("relative", "counselling.tally"),
        "tallied": list(tallied),
        "since": since,
        "until": until,
        "since_day": since.astimezone(clock.zone()).date(),
        "until_day": until.astimezone(clock.zone()).date(),
    }


def count_all(*, since: datetime, until: datetime, breakdown_since: datetime, split: str) -> Counted:
    """Count [since, until); why cases were closed and what they were about from breakdown_since on. Six statements."""
    days = [moment.astimezone(clock.zone()).date() for moment in (since, until, breakdown_since)]
    tallies = list(Tally.objects.between(days[0], days[1]))
    tallied = [one.first for one in tallies if one.grain == Grain.MONTH]
    values = values_for(split, since=since, until=until, tallied=tallied)
    counts, waits = count_rows(values)
    put_tallies(tallies, split, counts, waits)
    over = next((one for one in tallies if (one.grain, one.first) == (Grain.YEAR, days[2])), None)
    if over:
        return Counted(counts, waits, over.figures["reasons"], over.figures["topics"])
    return Counted(counts, waits, *count_cases(since=breakdown_since, until=until))


def count_rows(values: dict[str, Any]) -> tuple[dict[tuple[str, Place], int], dict[Place, tuple[float, float]]]:
    """What the rows of months without a tally say, and the marks of those with one. Three statements."""
    counts: dict[tuple[str, Place], int] = {}
    waits: dict[Place, tuple[float, float]] = {}
    for grain, first, part, *numbers in asked(TALKS, values):
        counts.update({(name, Place(grain, first, part)): n for name, n in zip(MEASURES, numbers, strict=True)})
    for grain, first, part, count, half, most in asked(FIRSTS + WAITING, values):
        place = Place(grain, first, part)
        counts["firsts", place] = count
        waits[place] = (float(half), float(most))
    for grain, first, _part, count in asked(CONTACTS, {**values, "split": ""}):
        counts["contacts", Place(grain, first)] = count
    return counts, waits


def count_cases(*, since: datetime, until: datetime) -> tuple[dict[str, int], dict[str, int]]:
    """Why cases were closed, and what they were about. Two statements."""
    values = {"since": since, "until": until}
    with connection.cursor() as cursor:
        cursor.execute(CLOSED, values)
        reasons = dict(cursor.fetchall())
        cursor.execute(TOPICS, values)
        return reasons, dict(cursor.fetchall())


def put_tallies(
    tallies: Sequence[Tally],
    split: str,
    counts: dict[tuple[str, Place], int],
    waits: dict[Place, tuple[float, float]],
) -> None:
    """Put what is tallied in; a quarter or a year that is not yet gets its tallied months added."""
    steps = {(one.grain, one.first) for one in tallies}
    for one in tallies:
        for measure in COUNTED:
            for part, number in one.of(measure, split).items():
                counts[measure, Place(one.grain, one.first, part)] = number
        waits.update({Place(one.grain, one.first, part): tuple(w) for part, w in one.of("waits", split).items()})
    for month in (one for one in tallies if one.grain == Grain.MONTH):
        for grain in (Grain.QUARTER, Grain.YEAR):
            first = first_of(grain, month.first)
            for measure in ADDED if (grain, first) not in steps else ():
                for part, number in month.of(measure, split).items():
                    place = Place(grain, first, part)
                    counts[measure, place] = counts.get((measure, place), 0) + number


def figures_of(grain: str, first: date, *, since: datetime, until: datetime) -> dict[str, Any]:
    """All numbers of one step of time, in the shape of a tally."""
    figures: dict[str, Any] = {measure: {} for measure in (*COUNTED, "waits")}
    for split in SPLITS:
        counted = count_all(since=since, until=until, breakdown_since=since, split=split)
        numbers = [(measure, place, number) for (measure, place), number in counted.counts.items() if number]
        for measure, place, number in [*numbers, *(("waits", *one) for one in counted.waits.items())]:
            if (place.grain, place.first) == (grain, first):
                figures[measure][f"{split}:{place.part}" if place.part else ""] = number
    if grain == Grain.YEAR:
        figures["reasons"], figures["topics"] = count_cases(since=since, until=until)
    return figures


def keep_marks(*, since: datetime, until: datetime) -> None:
    """What the running year needs of a month beyond its numbers, in the tallies' second table."""
    for split in SPLITS:
        values = values_for(split, since=since, until=until)
        asked(MARK_PEOPLE, values)
        asked(FIRSTS + MARK_WAITS, values)


def has_open_talks(*, since: datetime, until: datetime) -> bool:
    """Whether a talk of this time still has no outcome."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN_TALKS, {"since": since, "until": until})
        return bool(cursor.fetchone()[0])


def first_moment() -> datetime | None:
    """When the earliest thing happened that is counted, or that retention would take away."""
    with connection.cursor() as cursor:
        cursor.execute(EARLIEST)
        found: datetime | None = cursor.fetchone()[0]
        return found
