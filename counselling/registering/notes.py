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
from counselling.actions.follow_ups import DUE_TASK, remind_of_today
from counselling.actions.releasing import RELEASED
from counselling.case_choices import FollowUpKind
from counselling.models import FollowUp
from counselling.note_sections import follow_ups_section, notes_section
from portal.outbox import chores
from portal.outbox.kinds import Kind
from portal.outbox.kinds import register as register_message
from portal.outbox.models import OutboxMessage
from portal.worklist import kinds
from portal.worklist.models import Task

QUARTER = timedelta(minutes=15)


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


def register() -> None:
    """Called once from apps.py."""
    kinds.register_about(DUE_TASK, due_sentence, due_url, load_follow_ups)
    chores.register("counselling.follow_ups_due", QUARTER, remind_of_today)
    templates = "counselling/messages/note_released"
    label = gettext_lazy("Something to read in the portal")
    register_message(Kind(name=RELEASED, templates=templates, context=context_of, label=label))
    case_sections.register("notes", order=30, template="counselling/notes/_notes.html", build=notes_section)
    case_sections.register(
        "follow_ups", order=40, template="counselling/notes/_follow_ups.html", build=follow_ups_section
    )
