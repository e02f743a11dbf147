"""Events are published and put away at their moment; organisers have a menu entry with what waits to be read."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from groups.actions.events import publish_due
from groups.actions.reminding_speakers import remind_speakers
from groups.models import Event
from groups.models.events import STAFF
from portal.counting import Counted
from portal.design import navigation
from portal.outbox import chores


def to_read(user: Any) -> Counted:
    """What a colleague wrote and waits for this person to read."""
    return [Event.objects.to_read_for(user)]


def register() -> None:
    """Called once from registering."""
    navigation.register(
        area="staff", label=_("Evenings"), url_name="groups:board", roles=STAFF, order=30, badge=to_read, key="æ"
    )
    chores.register("groups.publication", timedelta(minutes=1), publish_due)
    chores.register("groups.speakers", timedelta(minutes=30), remind_speakers)
