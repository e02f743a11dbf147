"""Where an event may go between an idea and the archive, and what must stand in it first. Pure.

The right to publish is not the right to edit (docs/decisions/evenings.md): a second person reads what was written.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

PUBLICATION: dict[str, frozenset[str]] = {
    "draft": frozenset({"in_review", "scheduled", "published", "archived"}),
    "in_review": frozenset({"draft", "scheduled", "published", "archived"}),
    "scheduled": frozenset({"draft", "published", "archived"}),
    "published": frozenset({"draft", "archived"}),
    "archived": frozenset({"draft"}),
}
LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue"})
LONGEST_SLUG = 60


class EventRefusal(StrEnum):
    """Why an event's action says no."""

    EVENT_STALE = "event_stale"
    EVENT_NOT_FROM_HERE = "event_not_from_here"
    NEEDS_A_READER = "needs_a_reader"
    NOTHING_TO_READ = "nothing_to_read"
    HAS_GAPS = "has_gaps"
    HAS_SIGN_UPS = "has_sign_ups"
    MOMENT_IS_PAST = "moment_is_past"
    DISCREET_TITLE_MISSING = "discreet_title_missing"
    WINDOW_BACKWARDS = "window_backwards"
    SPEAKER_NAMED_TWICE = "speaker_named_twice"
    PICTURE_UNREADABLE = "picture_unreadable"
    PICTURE_TOO_LARGE = "picture_too_large"
    PICTURE_NEEDS_WORDS = "picture_needs_words"
    NOBODY_TO_TELL = "nobody_to_tell"
    SOME_ASKED = "some_asked"
    IS_A_TEMPLATE = "is_a_template"
    KEEPS_LONGER = "keeps_longer"
    KEEPS_TOO_SHORT = "keeps_too_short"


class Gap(StrEnum):
    """A line of the list that is looked through before publishing."""

    SUMMARY = "summary"
    DATE = "date"
    DATE_AHEAD = "date_ahead"
    PLACE = "place"
    ACCESS = "access"
    ONLINE_LINK = "online_link"
    SEATS = "seats"
    WINDOW = "window"
    DISCREET_TITLE = "discreet_title"
    PICTURE = "picture"
    CONTACT = "contact"


@dataclass(frozen=True, kw_only=True)
class DateFacts:
    """What the list needs to know of one date."""

    starts_at: datetime
    ends_at: datetime
    is_off: bool = False
    has_venue: bool = False
    access_is_known: bool = False
    has_link: bool = False
    channels: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class EventFacts:
    """What the list needs to know of an event."""

    summary: str
    sensitivity: str
    discreet_title: str
    attendance: str
    registration: str
    closes_at: datetime | None
    contact_name: str
    contact_ways: tuple[str, ...]
    picture_is_told: bool
    dates: tuple[DateFacts, ...]


@dataclass(frozen=True)
class Line:
    """One thing to have in place, and whether it is."""

    gap: Gap
    is_there: bool


def may_go(before: str, after: str, *, is_template: bool = False) -> EventRefusal | None:
    """Whether an event may change from one state to another; a template never goes out."""
    if is_template and after not in {"draft", "archived"}:
        return EventRefusal.IS_A_TEMPLATE
    return None if after in PUBLICATION[before] else EventRefusal.EVENT_NOT_FROM_HERE


def may_publish(*, decides_alone: bool, is_in_review: bool, is_author: bool) -> EventRefusal | None:
    """Whether this person may let it out: a lead or planner always, an organiser what somebody else wrote."""
    if decides_alone or (is_in_review and not is_author):
        return None
    return EventRefusal.NEEDS_A_READER


def checklist(facts: EventFacts, now: datetime) -> list[Line]:
    """What must be in place before people can read it, in the order of the page. O(dates)."""
    ahead = [date for date in facts.dates if not date.is_off and date.ends_at > now]
    on_site, online = facts.attendance != "online", facts.attendance != "in_person"
    lines = [
        Line(Gap.SUMMARY, bool(facts.summary.strip())),
        Line(Gap.DATE, bool(facts.dates)),
        Line(Gap.DATE_AHEAD, bool(ahead) and all(date.starts_at > now for date in ahead[:1])),
    ]
    if on_site:
        lines.append(Line(Gap.PLACE, all(date.has_venue for date in ahead) and bool(ahead)))
        lines.append(Line(Gap.ACCESS, all(date.access_is_known for date in ahead if date.has_venue)))
    if online:
        lines.append(Line(Gap.ONLINE_LINK, all(date.has_link for date in ahead)))
    if facts.registration != "drop_in":
        wanted = {"in_person": {"in_person"}, "online": {"online"}, "hybrid": {"in_person", "online"}}
        needed = wanted[facts.attendance]
        lines.append(Line(Gap.SEATS, bool(ahead) and all(needed <= date.channels for date in ahead)))
        lines.append(Line(Gap.WINDOW, facts.closes_at is None or facts.closes_at > now))
    if facts.sensitivity != "open":
        lines.append(Line(Gap.DISCREET_TITLE, bool(facts.discreet_title.strip())))
    lines.append(Line(Gap.PICTURE, facts.picture_is_told))
    lines.append(Line(Gap.CONTACT, bool(facts.contact_name) and any(facts.contact_ways)))
    return lines


def gaps_in(lines: Iterable[Line]) -> list[Gap]:
    """What is missing."""
    return [line.gap for line in lines if not line.is_there]


def plain_words(title: str) -> str:
    """A title's words as they can stand in an address: å becomes aa."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-")


def slug_of(title: str, *, is_open: bool, key: str) -> str:
    """An address that can be read aloud; of a discreet event it says nothing of what it is about."""
    if not is_open:
        return f"arrangement-{key}"
    words = plain_words(title)
    return f"{words}-{key}" if words else f"arrangement-{key}"
