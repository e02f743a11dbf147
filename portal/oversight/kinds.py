"""How our tasks read and where they lead, and the one message of this app."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.design.words import month_words
from portal.outbox.kinds import Kind
from portal.outbox.kinds import register as register_message
from portal.oversight.actions.drawing import TO_CHECK, UNCHECKED
from portal.oversight.actions.judging import REPORTED
from portal.oversight.actions.watching import ANCHORED, BROKEN, UNREADABLE
from portal.worklist import kinds
from portal.worklist.models import Task


def month_in(task: Task) -> str:
    """The month a task is about; its key ends with it."""
    return month_words(task.key.rsplit(":", 1)[-1])


def to_check(task: Task) -> str:
    """The month is drawn."""
    return _("Check who read what in {month}").format(month=month_in(task))


def unchecked(task: Task) -> str:
    """Nobody did."""
    return _("Nobody has finished checking who read what in {month}").format(month=month_in(task))


def reported(task: Task) -> str:
    """A read was reported."""
    return _("A colleague's look at somebody's data was reported to you")


def broken(task: Task) -> str:
    """The chain does not verify."""
    return _("The log is not as it was. Let the administrator run audit_verify before anything else.")


def unreadable(task: Task) -> str:
    """Something sealed does not open."""
    return _("Sealed texts can't be shown. Look after the keys (/readyz, the server's log) before anything is changed.")


def check_url(task: Task) -> str:
    """The month's list."""
    return reverse("oversight:spot_check", args=[task.about])


def item_url(task: Task) -> str:
    """The read itself."""
    return reverse("oversight:item", args=[task.about])


def log_url(task: Task) -> str:
    """The log, with the chain's state."""
    return reverse("audit:events")


def nowhere(task: Task) -> str:
    """Work that has no page."""
    return ""


def register_all() -> None:
    """Called once from apps.py."""
    kinds.register(TO_CHECK, to_check, check_url)
    kinds.register(UNCHECKED, unchecked, check_url)
    kinds.register(REPORTED, reported, item_url)
    kinds.register(BROKEN, broken, log_url)
    kinds.register(UNREADABLE, unreadable, nowhere)
    register_message(
        Kind(name=ANCHORED, templates="oversight/messages/anchored", label=gettext_lazy("The log's seal of the day"))
    )
