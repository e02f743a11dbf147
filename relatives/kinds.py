"""The one message of this app: a changed address or number is told to the old one."""

from django.utils.translation import gettext_lazy as _

from portal.outbox.kinds import Kind, register
from relatives.actions import CONTACT_CHANGED


def register_kinds() -> None:
    """Make the message known to the outbox; called from apps.py."""
    register(
        Kind(
            name=CONTACT_CHANGED,
            templates="relatives/messages/contact_changed",
            label=_("Changed contact details, told to the old ones"),
        )
    )
