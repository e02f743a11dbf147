"""Who speaks. A colleague's time is taken at every date ahead; a guest is told by mail when something changes."""

from uuid import UUID

from django.db import IntegrityError, transaction

from groups.actions.events import locked_event, save_event
from groups.actions.taking_time import take_time
from groups.models import Event, Occurrence, Speaker
from groups.rules.events import EventRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.refusals import Refused, locking, violated_constraint

NAMED_ONCE = "a_speaker_is_named_once"


@locking
def add_speaker(
    *, by: User, event: Event, name: str, title: str = "", email: str = "", resource_id: UUID | None = None
) -> Speaker:
    """Put somebody on the programme. Refuses a name that stands there, and a colleague who is busy at a date."""
    row = locked_event(event)
    speaker = Speaker(event=row, name=name.strip(), title=title, email=email, position=row.speakers.count())
    speaker.resource_id = resource_id
    try:
        with transaction.atomic():
            speaker.save(force_insert=True)
    except IntegrityError as error:
        if violated_constraint(error) != NAMED_ONCE:
            raise
        raise Refused(EventRefusal.SPEAKER_NAMED_TWICE) from error
    retake(row)
    save_event(row)
    audit.record("groups.speaker_added", by=by, obj=speaker)
    return speaker


@locking
def remove_speaker(*, by: User, speaker: Speaker) -> None:
    """Take somebody off the programme; a colleague has their time back."""
    row = locked_event(speaker.event)
    audit.record("groups.speaker_removed", by=by, obj=speaker)
    speaker.delete()
    retake(row)
    save_event(row)


def retake(event: Event) -> None:
    """The time of every date ahead that takes place, taken anew."""
    for date in Occurrence.objects.of_event(event.pk).taking_place(clock.now()).select_for_update():
        take_time(event, date)
