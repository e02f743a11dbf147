"""Everything that happened in a case, from every table that knows something, as one question to the database.

Each noun registers its sources: rows of some cases as (when, which case, what row, who, a code, a moment it is about).
The union of all of them is ordered and cut to a page by PostgreSQL, so a long course costs one query, not one a noun.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from counselling.models import Case
from portal.accounts.models import User

COLUMNS = ("line_at", "line_source", "line_case", "line_about", "line_who", "line_code", "line_moment")
NO_MOMENT = Value(None, output_field=DateTimeField())


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, in which case, the row it is about, who did it, a code, and a moment it names."""

    at: datetime
    source: str
    case_id: UUID
    about: UUID
    who: str
    code: str
    moment: datetime | None

    @property
    def words(self) -> str:
        """What happened, in the reader's language."""
        return _sources[self.source].words(self)

    @property
    def url(self) -> str:
        """Where more about it stands, or nothing."""
        link = _sources[self.source].url
        return link(self) if link else ""


@dataclass(frozen=True)
class Source:
    """One sort of happening. rows(cases) are the rows of these cases that happened; the rest says where each part is.

    columns: at (needed), and case, about, who, code, moment where the usual ones don't fit. is_news: whether the
    counsellor hears of it in "new since yesterday" (what the relative or a colleague did, not one's own work).
    """

    rows: Callable[[QuerySet[Case]], QuerySet[Any, Any]]
    words: Callable[[Happening], str]
    columns: dict[str, Any] = field(default_factory=dict)
    url: Callable[[Happening], str] | None = None
    is_news: bool = False
    actor: str = ""  # the field with who did it: one's own work is no news


_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Make a sort of happening part of every case's time line."""
    _sources[name] = source


def dated(source: Source, cases: QuerySet[Case], since: datetime | None, not_by: User | None) -> QuerySet[Any, Any]:
    """One source's rows that have happened, from a moment on, done by somebody else."""
    at = source.columns["at"]
    rows = source.rows(cases).annotate(line_at=F(at) if isinstance(at, str) else at).filter(line_at__isnull=False)
    if since is not None:
        rows = rows.filter(line_at__gte=since)
    if not_by is not None and source.actor:
        rows = rows.exclude(**{source.actor: not_by.pk})
    happened: QuerySet[Any, Any] = rows.order_by()
    return happened


def lines_of(name: str, source: Source, rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """One source's rows in the columns all sources share."""
    told: QuerySet[Any, Any] = rows.annotate(
        line_source=Value(name),
        line_case=Cast(source.columns.get("case", F("case_id")), UUIDField()),
        line_about=Cast(source.columns.get("about", F("pk")), UUIDField()),
        line_who=Cast(source.columns.get("who", Value("")), CharField()),
        line_code=Cast(source.columns.get("code", Value("")), CharField()),
        line_moment=Cast(source.columns.get("moment", NO_MOMENT), DateTimeField()),
    ).values_list(*COLUMNS)
    return told


def read(parts: list[QuerySet[Any, Any]], start: int, count: int) -> list[Happening]:
    """A page of the union, the newest first. One query."""
    union = parts[0].union(*parts[1:], all=True)
    rows = union.order_by("-line_at", "line_source", "line_about")[start : start + count]
    return [
        Happening(at, name, case, about, who or "", code, moment) for at, name, case, about, who, code, moment in rows
    ]


def happenings(cases: QuerySet[Case], *, start: int = 0, count: int = 20) -> list[Happening]:
    """What happened in these cases, the newest first, from start on. One query."""
    parts = [lines_of(name, source, dated(source, cases, None, None)) for name, source in _sources.items()]
    return read(parts, start, count)


def news(cases: QuerySet[Case], *, by: User, since: datetime, start: int = 0, count: int = 20) -> list[Happening]:
    """What others did in these cases since a moment, the newest first. One query."""
    known = {name: source for name, source in _sources.items() if source.is_news}
    parts = [lines_of(name, source, dated(source, cases, since, by)) for name, source in known.items()]
    return read(parts, start, count)


def news_counted(cases: QuerySet[Case], *, by: User, since: datetime) -> list[QuerySet[Any, Any]]:
    """The rows behind news, to be counted with everything else."""
    return [dated(source, cases, since, by) for source in _sources.values() if source.is_news]
