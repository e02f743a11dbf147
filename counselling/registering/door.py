"""What the professionals' door tells the registries: its work list, its task, its three neutral e-mails."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from counselling import work_lists
from counselling.actions.door import DOOR_TASK, RECEIVED, TAKEN_UP, TOLD
from counselling.door_choices import DoorState
from counselling.models import IncomingWord
from portal.accounts.models import User
from portal.counting import Counted
from portal.design.models import Municipality
from portal.outbox.kinds import Kind
from portal.outbox.kinds import register as register_kind
from portal.outbox.models import OutboxMessage
from portal.worklist import kinds
from portal.worklist.models import Task

HOLDS_IN = {
    RECEIVED: {DoorState.WAITING, DoorState.TAKEN, DoorState.DECLINED},
    TAKEN_UP: {DoorState.TAKEN},
    TOLD: {DoorState.TAKEN},
}
LABELS = {
    RECEIVED: gettext_lazy("Receipt to a professional"),
    TAKEN_UP: gettext_lazy("Word to a professional that it was taken up"),
    TOLD: gettext_lazy("Word to a relative that we ring"),
}


def waiting(user: User) -> Counted:
    """What waits to be taken in."""
    return [IncomingWord.objects.visible_to(user)]


def rows(user: User, start: int, count: int) -> Sequence[Any]:
    """The same, the oldest first; a line says nothing of who it is about."""
    return list(IncomingWord.objects.visible_to(user)[start : start + count])


def sentence(task: Task) -> str:
    """Somebody wrote to us about a relative."""
    return _("A professional has written about a relative. Take it in, and ring")


def url(task: Task) -> str:
    """What they wrote."""
    return reverse("counselling:incoming_word", args=[task.about])


def still_holds(message: OutboxMessage) -> bool:
    """Only while it stands as it did."""
    states = HOLDS_IN[message.kind]
    return message.about is not None and IncomingWord.objects.filter(pk=message.about, state__in=states).exists()


def words_of(message: OutboxMessage) -> dict[str, Any]:
    """The municipality's number. Nothing says what it is about."""
    return {"phone": Municipality.objects.current().phone_main}


def register() -> None:
    """Called once from registering/__init__.py."""
    work_lists.register(
        "door",
        work_lists.WorkList(
            gettext_lazy("From professionals"),
            pgettext_lazy("url", "from-professionals"),
            48,
            waiting,
            rows,
            "counselling/lists/_door.html",
            gettext_lazy("No professional waits for an answer."),
            is_urgent=True,
        ),
    )
    kinds.register(DOOR_TASK, sentence, url)
    for name, label in LABELS.items():
        template = f"counselling/messages/{name.rpartition('.')[2]}"
        register_kind(Kind(name=name, templates=template, still_holds=still_holds, context=words_of, label=label))
