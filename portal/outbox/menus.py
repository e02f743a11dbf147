"""Where the outbox stands in the menus."""

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.counting import Counted
from portal.database.questions import Question
from portal.design import navigation
from portal.outbox.access import LEDGER_ROLES
from portal.outbox.models import OutboxMessage

TRIAL = _("Trial message")
UNREAD = Question(lambda person: OutboxMessage.objects.unread_by(SimpleNamespace(pk=person)).order_by())


def unread(user: Any) -> Counted:
    """The messages the person has not read."""
    return [UNREAD.about(user.pk)]


def register_menus() -> None:
    """Called once from apps.py."""
    navigation.register(area="member", label=_("My messages"), url_name="outbox:inbox", order=40, badge=unread)
    navigation.register(
        area="staff",
        label=_("Messages sent"),
        url_name="outbox:ledger",
        roles=LEDGER_ROLES,
        order=70,
        key="l",
        is_seldom=True,
    )
