"""Who speaks is reminded too: a week and a day before, once for each time a date has had."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from groups.announcing_changes import can_be_told
from groups.models import Occurrence, Speaker
from groups.rules import reminders
from portal import clock
from portal.outbox import actions as outbox
from portal.outbox.rules import quiet_hours_moment

SPEAKER_REMINDED = "groups.speaker_reminded"
LONGEST = timedelta(days=8)  # a week, and the evening before it where the hour itself is at night


@transaction.atomic
def remind_speakers() -> int:
    """What is due now and was not said before; how many were looked at. Two queries and one for all messages."""
    now = clock.now()
    dates = list(Occurrence.objects.on_site(now).beginning(now, now + LONGEST))
    speakers: dict[UUID, list[Speaker]] = {}
    for one in Speaker.objects.filter(event__in={date.event_id for date in dates}).select_related("resource__user"):
        speakers.setdefault(one.event_id, []).append(one)
    drafts: list[outbox.Draft] = []
    for date in dates:
        zone = ZoneInfo(date.zone)
        for step in reminders.steps(starts_at=date.starts_at, is_online=False, zone=zone):
            if quiet_hours_moment(step.send_at, zone) <= now < step.latest_at:
                drafts += [draft(one, date, step) for one in speakers.get(date.event_id, ()) if can_be_told(one)]
    outbox.put_all(drafts)
    return len(drafts)


def draft(speaker: Speaker, date: Occurrence, step: reminders.Step) -> outbox.Draft:
    """One message; a guest's in the house's language, a colleague's in their own."""
    user = speaker.resource.user if speaker.resource is not None else None
    return outbox.Draft(
        SPEAKER_REMINDED,
        f"{SPEAKER_REMINDED}:{speaker.pk}:{date.pk}:{date.sequence}:{step.name}",
        channel="email",
        to=user,
        address=speaker.email or (user.email if user else "") or "",
        about=date.pk,
        version=date.sequence,
        latest_at=step.latest_at,
        language=user.language if user else settings.LANGUAGE_CODE,
        context={"speaker": str(speaker.pk)},
    )
