"""What absences tell the registries: the nightly chore of those without an end, and the question to the lead."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from counselling.actions.absences import OPEN_TASK, keep_open_absences_going
from portal.calendar.models import Resource
from portal.outbox import chores
from portal.worklist import kinds
from portal.worklist.models import Task

EACH_NIGHT = timedelta(days=1)


def load_calendars(about: Collection[UUID]) -> dict[UUID, Resource]:
    """One query for the calendars of many tasks."""
    return Resource.objects.in_bulk(list(about))


def goes_on_sentence(_task: Task, resource: Resource | None) -> str:
    """Whose absence goes on."""
    name = resource.name if resource else "–"
    return _("{name} is away until further notice. Is that still so?").format(name=name)


def goes_on_url(task: Task) -> str:
    """The calendar, where the absence can be removed."""
    return reverse("calendar:resource_availability", args=[task.about])


def register() -> None:
    """Called once from registering/__init__.py."""
    chores.register("counselling.open_absences", EACH_NIGHT, keep_open_absences_going)
    kinds.register_about(OPEN_TASK, goes_on_sentence, goes_on_url, load_calendars)
