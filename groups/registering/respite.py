"""Respite and lifts: the desk's tasks, the messages, and what is late or over by itself."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups import announcing_help as announcing
from groups import kinds, links
from groups.actions.answering_help import look_after_requests
from groups.models import HelpRequest, Registration, RespiteDesk
from groups.models.respite import KINDS
from portal import clock
from portal.accounts.models import Role
from portal.counting import Counted
from portal.design import navigation
from portal.outbox import chores
from portal.outbox.kinds import Kind
from portal.outbox.kinds import register as register_kind
from portal.outbox.models import OutboxMessage
from portal.worklist import kinds as tasks
from portal.worklist.models import Task

STATE = {announcing.ARRANGED: "confirmed", announcing.NOT_POSSIBLE: "not_possible"}
LABELS = {
    announcing.ARRANGED: gettext_lazy("What somebody asked for is arranged"),
    announcing.NOT_POSSIBLE: gettext_lazy("What somebody asked for was not possible"),
}


def request_of(message: OutboxMessage) -> HelpRequest | None:
    """The wish a message is the answer to."""
    model = KINDS.get(str(message.context.get("request_kind")))
    return model.objects.filter(pk=message.context.get("request")).first() if model else None


def still_holds(message: OutboxMessage) -> bool:
    """While the answer is still that, and nothing was chosen."""
    one = request_of(message)
    return one is not None and one.state == STATE[message.kind] and not one.way_on


def context_of(message: OutboxMessage) -> dict[str, Any]:
    """When, and where the answer is read."""
    said = kinds.context_of(message)
    row = kinds.registration_of(message)
    if row is not None and message.kind == announcing.NOT_POSSIBLE:
        path = reverse("groups:sign_up_link_instead", args=[links.sign(row)])
        said["link"] = f"{settings.SITE_URL}{path}"
    return said


def load(messages: Sequence[OutboxMessage]) -> None:
    """One query for the sign-ups of a batch: a message's sign-up is named in `about`."""
    found = Registration.objects.for_link().in_bulk([one.about for one in messages if one.about])
    for message in messages:
        message.loaded = found.get(message.about) if message.about else None


def desk_context(message: OutboxMessage) -> dict[str, Any]:
    """Where the list is."""
    return {"link": f"{settings.SITE_URL}{reverse('groups:help_list')}"}


def asked_sentence(task: Task) -> str:
    """What is asked, never by whom."""
    if task.context.get("kind") == "lift":
        return _("Somebody has asked for a lift to an evening. Give an answer.")
    return _("Somebody has asked for a person to be with their near one. Give an answer.")


def late_sentence(task: Task) -> str:
    """Which desk lets somebody wait."""
    return _("{desk} has not answered in time. Ring them.").format(desk=task.context.get("desk", ""))


def off_sentence(task: Task) -> str:
    """Who would have come is told."""
    return _("Something you arranged has moved or is no longer needed. Tell whoever was to come.")


def request_url(task: Task) -> str:
    """Where it is answered."""
    return reverse("groups:help_request", args=[task.context.get("kind", "respite"), task.about])


def desks_url(task: Task) -> str:
    """Who works where."""
    return reverse("groups:desks")


def to_answer(user: Any) -> Counted:
    """What the desks of this person must answer."""
    return [model.objects.waiting_at(user, clock.now()) for model in KINDS.values()]


def own_desks(user: Any) -> Counted:
    """The desks somebody works at."""
    return [RespiteDesk.objects.of_member(user)]


def register_menu() -> None:
    """A line for who works at a desk: under "More" where the work lists have a line, and its tasks stand among them."""
    navigation.register(
        area="staff",
        label=gettext_lazy("Respite and lifts"),
        url_name="groups:help_list",
        roles=(Role.COUNSELLOR, Role.TEAM_LEAD, Role.ORGANISER, Role.PLANNER),
        order=35,
        badge=to_answer,
        key="h",
        only=own_desks,
        seldom_for=(Role.COUNSELLOR, Role.TEAM_LEAD),
    )


def register() -> None:
    """Called once from registering."""
    register_menu()
    for name, label in LABELS.items():
        register_kind(
            Kind(
                name=name,
                templates=f"groups/messages/{name.removeprefix('groups.')}",
                still_holds=still_holds,
                context=context_of,
                prepare=load,
                label=label,
            )
        )
    register_kind(
        Kind(
            name=announcing.DESK_TOLD,
            templates="groups/messages/desk_told",
            context=desk_context,
            label=gettext_lazy("A desk is told that its list changed"),
        )
    )
    tasks.register(announcing.ASKED_TASK, asked_sentence, request_url)
    tasks.register(announcing.LATE_TASK, late_sentence, desks_url)
    tasks.register(announcing.OFF_TASK, off_sentence, request_url)
    chores.register("groups.help", timedelta(minutes=10), look_after_requests)
