"""A counsellor's talks as a calendar their own phone can subscribe to: initials only, behind a secret address."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings

from counselling.choices import Status
from counselling.models import Appointment, CounsellorProfile, NamelessTalk
from portal import clock
from portal.outbox import calendar_file

AHEAD = timedelta(weeks=8)
BEHIND = timedelta(weeks=2)
UNKNOWN = "–"


def initials(name: str) -> str:
    """M.K. for Mette Krogh; a dash for somebody without a name. An address never gives letters away."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalpha()]
    return "".join(f"{word[0].upper()}." for word in words) or UNKNOWN


class Feed:
    """The talks of one counsellor, two weeks back and eight ahead; two queries."""

    def __init__(self, profile: CounsellorProfile, now: datetime) -> None:
        start, end = now - BEHIND, now + AHEAD
        self.resource = profile.resource
        self.talks = list(Appointment.objects.of_resource(profile.resource_id).between(start, end).for_list())
        self.nameless = list(NamelessTalk.objects.of_resource(profile.resource_id).between(start, end))

    def tag(self) -> str:
        """What changes exactly when the feed does."""
        talks = [f"{talk.pk}{talk.version}{talk.status}{initials(talk.booked_by.name)}" for talk in self.talks]
        nameless = [f"{talk.pk}{talk.status}" for talk in self.nameless]
        return f'"{hashlib.sha256("|".join(talks + nameless).encode()).hexdigest()[:32]}"'

    def body(self) -> bytes:
        """The calendar: METHOD PUBLISH, no names, no places, no topics."""
        zone = clock.zone()
        events = []
        for talk in self.talks:
            uid, title = f"{talk.uid}@{settings.MAIL_DOMAIN}", initials(talk.booked_by.name)
            event = calendar_file.event_of(uid, talk.ics_sequence, talk.starts_at, talk.ends_at, title, zone)
            event.add("status", "TENTATIVE" if talk.status == Status.PENDING else "CONFIRMED")
            events.append(event)
        for one in self.nameless:
            uid = f"{one.pk}@{settings.MAIL_DOMAIN}"
            event = calendar_file.event_of(uid, 0, one.starts_at, one.ends_at, UNKNOWN, zone)
            event.add("status", "CONFIRMED")
            events.append(event)
        return calendar_file.feed(events, "PUBLISH", zone, name=self.resource.name)
