"""A person's own calendar elsewhere: what each app puts into it, and how little of it leaves the house.

Apps never import each other: each registers what it knows of a person's time, and this module writes the one file.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import translation

from portal import clock
from portal.accounts.models import User
from portal.design.models import Municipality
from portal.outbox import calendar_file
from relatives import rules
from relatives.models import CalendarFeed, RelativeProfile

BEHIND = timedelta(weeks=2)
AHEAD = timedelta(weeks=52)


@dataclass(frozen=True)
class Entry:
    """One talk or evening as a calendar may know it. title and place are said only where the person chose it."""

    uid: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    neutral: str
    title: str = ""
    place: str = ""
    is_certain: bool = True


Source = Callable[[User, datetime, datetime], Sequence[Entry]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Make known what an app knows of a person's time between two moments; called from apps.py."""
    _sources[name] = source


class OwnCalendar:
    """The talks and evenings of one person, two weeks back and a year ahead, in the person's language."""

    def __init__(self, feed: CalendarFeed, now: datetime) -> None:
        profile = getattr(feed.user, "relative_profile", None) or RelativeProfile(user=feed.user)
        self.says_place = rules.text_level(profile) == "place"
        self.says_titles = self.says_place and feed.says_titles
        with translation.override(feed.user.language):
            found = [one for source in _sources.values() for one in source(feed.user, now - BEHIND, now + AHEAD)]
        self.entries = sorted(found, key=lambda one: (one.starts_at, str(one.uid)))

    def summary(self, one: Entry) -> str:
        """What it is called there."""
        return one.title if one.title and self.says_titles else one.neutral

    def place(self, one: Entry) -> str:
        """Where it is, for whoever alone reads."""
        return one.place if self.says_place else ""

    def tag(self) -> str:
        """What changes exactly when the calendar does."""
        said = [repr((one.uid, one.sequence, one.starts_at, one.ends_at, one.is_certain)) for one in self.entries]
        said += [f"{self.summary(one)}|{self.place(one)}" for one in self.entries]
        return f'"{hashlib.sha256(chr(10).join(said).encode()).hexdigest()[:32]}"'

    def body(self) -> bytes:
        """The file: METHOD PUBLISH, each entry PRIVATE, no names, no topics, no way into a meeting online."""
        zone, events = clock.zone(), []
        for one in self.entries:
            uid = f"{one.uid}@{settings.MAIL_DOMAIN}"
            event = calendar_file.event_of(uid, one.sequence, one.starts_at, one.ends_at, self.summary(one), zone)
            event.add("status", "CONFIRMED" if one.is_certain else "TENTATIVE")
            if place := self.place(one):
                event.add("location", place)
            events.append(event)
        return calendar_file.feed(events, "PUBLISH", zone, name=Municipality.objects.current().name)


def opened(secret_hash: str) -> CalendarFeed | None:
    """The feed a secret opens, unless its person has since asked that nothing leaves the site."""
    feed = CalendarFeed.objects.opened_by(secret_hash)
    profile = getattr(feed.user, "relative_profile", None) if feed else None
    return None if profile is not None and rules.may_feed_a_calendar(profile) else feed
