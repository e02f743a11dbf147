"""The alarm when messages do not leave: a task for whoever is on duty, once an hour as long as it lasts."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import ngettext

from portal import clock
from portal.outbox.models import OutboxMessage
from portal.worklist import actions
from portal.worklist.models import Task

LATE = "worklist.messages_late"
DUE_WITHIN = timedelta(minutes=30)


def look() -> Task | None:
    """Add a task when anything planned is more than 15 minutes late."""
    now = clock.now()
    count = OutboxMessage.objects.overdue(now).count()
    if not count:
        return None
    key = f"{LATE}:{now:%Y-%m-%dT%H}"
    return actions.add_task(LATE, key, due_at=now + DUE_WITHIN, role="counsellor", context={"count": count})


def sentence(task: Task) -> str:
    """What is wrong and what to do."""
    count = int(task.context.get("count", 1))
    return ngettext(
        "{count} message is more than 15 minutes late. Look at the messages, and tell the administrator.",
        "{count} messages are more than 15 minutes late. Look at the messages, and tell the administrator.",
        count,
    ).format(count=count)


def url(task: Task) -> str:
    """The deliveries that wait."""
    return f"{reverse('outbox:ledger')}?state=planned"
