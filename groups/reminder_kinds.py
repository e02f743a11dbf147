"""The reminders of a place, and of the way into an evening online: when they still hold. They say what the other
messages about sign-ups say: a time and a link to the party's own page, never the address of the meeting.
"""

from django.utils.translation import gettext_lazy

from groups import announcing, kinds
from groups.choices import RegistrationState
from groups.rules.answers import takes_part_online
from groups.rules.dates import OFF
from portal.outbox.kinds import Kind, register
from portal.outbox.models import OutboxMessage

LABELS = {
    announcing.REMINDER: gettext_lazy("Reminder of an evening"),
    announcing.WAY_IN: gettext_lazy("The way into an evening online"),
}


def still_holds(message: OutboxMessage) -> bool:
    """Only while the party has its place and the date is as it was when the message was planned."""
    row = kinds.registration_of(message)
    if row is None or row.state != RegistrationState.CONFIRMED:
        return False
    date = row.pool.occurrence
    if date.status in OFF or date.sequence != message.context.get("sequence"):
        return False
    is_online = takes_part_online(status=date.status, channel=row.pool.channel)
    return is_online or message.kind != announcing.WAY_IN


def register_kinds() -> None:
    """Make the messages known to the outbox; called from apps.py."""
    for name, label in LABELS.items():
        register(
            Kind(
                name=name,
                templates=f"groups/messages/{name.removeprefix('groups.')}",
                still_holds=still_holds,
                context=kinds.context_of,
                prepare=kinds.load,
                label=label,
            )
        )
