"""The messages about sign-ups: when each still holds, what it says. Neutral: only an open event that somebody asked to
hear of by name is named, and only where they alone read.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups import announcing, links
from groups.choices import RegistrationState, Sensitivity
from groups.models import Registration
from groups.ringing import ring
from groups.rules.answers import takes_part_online
from portal.outbox import calendar_file
from portal.outbox.kinds import Kind, nothing_more, register
from portal.outbox.models import Channel, OutboxMessage

STATES = {
    announcing.PLEASE_CONFIRM: {RegistrationState.HELD, RegistrationState.WAITING, RegistrationState.APPLIED},
    announcing.CONFIRMED: {RegistrationState.CONFIRMED},
    announcing.WAITING: {RegistrationState.WAITING},
    announcing.APPLIED: {RegistrationState.APPLIED},
    announcing.OFFERED: {RegistrationState.OFFERED},
    announcing.REJECTED: {RegistrationState.REJECTED},
    announcing.RAN_OUT: {RegistrationState.EXPIRED},
    announcing.FIRST_WINS: {RegistrationState.WAITING},
    announcing.CANCELLED: {RegistrationState.CANCELLED},
}
LABELS = {
    announcing.PLEASE_CONFIRM: gettext_lazy("A guest is asked to confirm a sign-up"),
    announcing.CONFIRMED: gettext_lazy("Receipt for a place"),
    announcing.WAITING: gettext_lazy("Receipt for the waiting list"),
    announcing.APPLIED: gettext_lazy("Receipt for a wish for a place"),
    announcing.OFFERED: gettext_lazy("A place is offered"),
    announcing.REJECTED: gettext_lazy("No place this time"),
    announcing.RAN_OUT: gettext_lazy("The time to answer ran out"),
    announcing.FIRST_WINS: gettext_lazy("A place became free just before"),
    announcing.CANCELLED: gettext_lazy("A sign-up was cancelled"),
}
WITH_CALENDAR_FILE = {announcing.CONFIRMED, announcing.CANCELLED}


def load(messages: Sequence[OutboxMessage]) -> None:
    """One query for the sign-ups of a whole batch."""
    found = Registration.objects.for_link().in_bulk([message.about for message in messages if message.about])
    for message in messages:
        message.loaded = found.get(message.about) if message.about else None


def registration_of(message: OutboxMessage) -> Registration | None:
    """The sign-up a message is about."""
    if message.loaded is None:
        load([message])
    found: Registration | None = message.loaded
    return found


def still_holds(message: OutboxMessage) -> bool:
    """Only while the sign-up is as it was when the message was planned."""
    row = registration_of(message)
    return row is not None and row.version == message.version and row.state in STATES[message.kind]


def ring_instead(message: OutboxMessage) -> None:
    """A message that did not arrive becomes a call, well before it begins."""
    row = registration_of(message)
    if row is not None and message.channel != Channel.INBOX:
        ring(row, row.pool.occurrence, kind=message.kind, once=f"failed{message.pk}")


def may_name(message: OutboxMessage, row: Registration) -> bool:
    """Whether the title may stand in it: an open event, and the person alone reads."""
    is_open = row.pool.occurrence.event.sensitivity == Sensitivity.OPEN
    return is_open and message.context.get("level") == "place"


def comes_in_person(row: Registration) -> bool:
    """Whether the party goes to the house; at a hybrid evening some stay at home."""
    return not takes_part_online(status=row.pool.occurrence.status, channel=row.pool.channel)


def location_of(row: Registration) -> str:
    """The place in a party's calendar: the house, or that it is online. The address to take part is never said."""
    if not comes_in_person(row):
        return _("Online")
    venue = row.pool.occurrence.venue
    return venue.address if venue else ""


def context_of(message: OutboxMessage) -> dict[str, Any]:
    """Time, seats and a signed link; title and place only where they may stand."""
    row = registration_of(message)
    if row is None:
        return {}
    occurrence = row.pool.occurrence
    named = may_name(message, row)
    with translation.override(message.language):
        path = reverse("groups:sign_up_link", args=[links.sign(row)])
    return {
        "starts_at": occurrence.starts_at,
        "ends_at": occurrence.ends_at,
        "seats": row.seats,
        "until": row.expires_at,
        "link": f"{settings.SITE_URL}{path}",
        "title": occurrence.event.title if named else "",
        "place": str(occurrence.venue) if named and comes_in_person(row) and occurrence.venue else "",
    }


def calendar_file_of(message: OutboxMessage) -> bytes | None:
    """REQUEST for a place, CANCEL when it was given back."""
    row = registration_of(message)
    if row is None:
        return None
    occurrence, named = row.pool.occurrence, may_name(message, row)
    with translation.override(message.language):
        neutral, location = _("Event"), location_of(row) if named else ""
    return calendar_file.make(
        uid=f"{occurrence.uid}@{settings.MAIL_DOMAIN}",
        sequence=occurrence.sequence,
        method="CANCEL" if message.kind == announcing.CANCELLED else "REQUEST",
        start=occurrence.starts_at,
        end=occurrence.ends_at,
        summary=occurrence.event.title if named else neutral,
        location=location,
        organizer_email=f"noreply@{settings.MAIL_DOMAIN}",
    )


def register_kinds() -> None:
    """Make the messages known to the outbox; called from apps.py."""
    for name, label in LABELS.items():
        register(
            Kind(
                name=name,
                templates=f"groups/messages/{name.removeprefix('groups.')}",
                still_holds=still_holds,
                context=context_of,
                prepare=load,
                calendar_file=calendar_file_of if name in WITH_CALENDAR_FILE else None,
                on_failed=ring_instead if name in announcing.MUST_ARRIVE else nothing_more,
                label=label,
            )
        )
