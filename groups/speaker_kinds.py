"""The messages to those who speak: when it changes, and that it is soon. They say when, and never what it is about."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from groups import announcing_changes as announcing
from groups.actions.reminding_speakers import SPEAKER_REMINDED
from groups.models import Occurrence, Speaker
from groups.rules.dates import OFF
from portal.outbox.kinds import Kind, register
from portal.outbox.models import OutboxMessage


def load_dates(messages: Sequence[OutboxMessage]) -> None:
    """One query for the dates of a batch of speakers' messages."""
    found = Occurrence.objects.select_related("event").in_bulk([one.about for one in messages if one.about])
    for message in messages:
        message.loaded = found.get(message.about) if message.about else None


def date_of(message: OutboxMessage) -> Occurrence | None:
    """The date a speaker's message is about."""
    if message.loaded is None:
        load_dates([message])
    found: Occurrence | None = message.loaded
    return found


def speaker_holds(message: OutboxMessage) -> bool:
    """Only while the date is as it was then."""
    date = date_of(message)
    return date is not None and date.sequence == message.version


def speaker_still_speaks(message: OutboxMessage) -> bool:
    """Only while the date takes place as it was, and they are on the programme."""
    date = date_of(message)
    if date is None or not speaker_holds(message) or date.status in OFF:
        return False
    return Speaker.objects.filter(pk=message.context.get("speaker"), event=date.event_id).exists()


def speaker_context(message: OutboxMessage) -> dict[str, Any]:
    """When; never what it is about."""
    date = date_of(message)
    return {} if date is None else {"starts_at": date.starts_at, "ends_at": date.ends_at}


def register_kinds() -> None:
    """Make the messages known to the outbox; called from apps.py."""
    register(
        Kind(
            name=announcing.SPEAKER,
            templates="groups/messages/speaker_told",
            still_holds=speaker_holds,
            context=speaker_context,
            prepare=load_dates,
            label=gettext_lazy("Somebody who speaks is told of a change"),
        )
    )
    register(
        Kind(
            name=SPEAKER_REMINDED,
            templates="groups/messages/speaker_reminded",
            still_holds=speaker_still_speaks,
            context=speaker_context,
            prepare=load_dates,
            label=gettext_lazy("Somebody who speaks is reminded"),
        )
    )
