"""What notes and follow-ups tell the registries: tasks, messages, chores, sections of the case's page."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counselling import case_sections
from counselling.actions.calls import on_duty
from counselling.actions.follow_ups import DUE_TASK, remind_of_today
from counselling.actions.releasing import RELEASED, UNHEARD_TASK
from counselling.case_choices import FollowUpKind
from counselling.models import FollowUp
from counselling.note_sections import follow_ups_section, notes_section
from portal import clock
from portal.outbox import chores
from portal.outbox.kinds import Kind
from portal.outbox.kinds import register as register_message
from portal.outbox.models import OutboxMessage
from portal.worklist import actions as worklist
from portal.worklist import kinds
from portal.worklist.models import Task

QUARTER = timedelta(minutes=15)
RING_WITHIN = timedelta(hours=4)  # as for a talk's message that failed


def load_follow_ups(about: Collection[UUID]) -> dict[UUID, FollowUp]:
    """One query for the follow-ups of many tasks."""
    return FollowUp.objects.select_related("case__person").in_bulk(list(about))


def due_sentence(_task: Task, row: FollowUp | None) -> str:
    """What was promised, and to whom."""
    if row is None:
        return _("A follow-up that is gone")
    if row.kind == FollowUpKind.NOTIFICATION:
        return _("Send the notification of concern about {name}").format(name=row.case.person)
    return _("Follow up: {what}, {name}").format(what=row.get_kind_display(), name=row.case.person)


def due_url(task: Task) -> str:
    """Where it is moved, handed on and done."""
    return reverse("counselling:follow_up", args=[task.about])


def context_of(message: OutboxMessage) -> dict[str, Any]:
    """The portal's own address: nothing about where in it, or what."""
    with translation.override(message.language):
        return {"portal": f"{settings.SITE_URL}{reverse('front:front')}"}


def call_the_reader(message: OutboxMessage) -> None:
    """Who did not get the message is rung the same day, by whoever has phone duty."""
    if message.channel == "inbox" or message.to_id is None:
        return
    now = clock.now()
    worklist.add_task(
        UNHEARD_TASK,
        f"{UNHEARD_TASK}:{message.pk}",
        about=message.about,
        due_at=now + RING_WITHIN,
        assigned_to=on_duty(now),
        context={"person": str(message.to_id)},
    )


def unheard_sentence(_task: Task) -> str:
    """No name and nothing of what it is about: the list is open to more than those who work with the case."""
    return _("Ring about something to read in the portal: a message did not arrive")


def unheard_url(task: Task) -> str:
    """Whom to ring, with the number and what to heed."""
    return reverse("counselling:person", args=[task.context["person"]])


def register() -> None:
    """Called once from apps.py."""
    kinds.register(UNHEARD_TASK, unheard_sentence, unheard_url)
    kinds.register_about(DUE_TASK, due_sentence, due_url, load_follow_ups)
    chores.register("counselling.follow_ups_due", QUARTER, remind_of_today)
    templates = "counselling/messages/note_released"
    label = gettext_lazy("Something to read in the portal")
    register_message(
        Kind(name=RELEASED, templates=templates, context=context_of, on_failed=call_the_reader, label=label)
    )
    case_sections.register("notes", order=30, template="counselling/notes/_notes.html", build=notes_section)
    case_sections.register(
        "follow_ups", order=40, template="counselling/notes/_follow_ups.html", build=follow_ups_section
    )
