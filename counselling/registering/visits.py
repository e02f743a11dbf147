"""What home visits tell the registries: the alarm's place above every page, and its task."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counselling.actions.visit_addresses import CHANGED_TASK
from counselling.models import Appointment, VisitWatch
from counselling.watching import ALARM_TASK, MISSING_TASK
from portal import clock
from portal.accounts.models import Role
from portal.counting import Counted
from portal.design import navigation
from portal.worklist import kinds
from portal.worklist.models import Task

STAFF = (Role.COUNSELLOR, Role.TEAM_LEAD)


def missed(_user: Any) -> Counted:
    """Colleagues who did not come out: by the clock alone, so the banner is there even when no worker runs.

    And those who did not come to the door, once the lead is asked.
    """
    return [VisitWatch.objects.in_alarm(clock.now()), Task.objects.open().of_kind(MISSING_TASK)]


def load_watches(about: Collection[UUID]) -> dict[UUID, VisitWatch]:
    """One query for the visits of many tasks."""
    return VisitWatch.objects.select_related("worker").in_bulk(list(about))


def alarm_sentence(_task: Task, watch: VisitWatch | None) -> str:
    """Who is missed."""
    return _("Check on {name}: no answer after a visit").format(name=watch.worker if watch else "–")


def alarm_url(task: Task) -> str:
    """Where the number and the address are."""
    return reverse("counselling:alarm", args=[task.about])


def load_talks(about: Collection[UUID]) -> dict[UUID, Appointment]:
    """One query for the visits of many tasks."""
    return Appointment.objects.select_related("counsellor").in_bulk(list(about))


def not_begun_sentence(_task: Task, talk: Appointment | None) -> str:
    """Who has not come to the door."""
    return _("Check on {name}: no answer before a visit").format(name=talk.counsellor if talk else "–")


def not_begun_url(task: Task) -> str:
    """Where the number and the address are."""
    return reverse("counselling:not_begun", args=[task.about])


def address_sentence(_task: Task) -> str:
    """That one looks again."""
    return _("The address of a home visit is changed. Look at it again.")


def address_url(task: Task) -> str:
    """The visit."""
    return reverse("counselling:visit", args=[task.about])


def register() -> None:
    """Called once from registering/__init__.py."""
    kinds.register(CHANGED_TASK, address_sentence, address_url)
    kinds.register_about(MISSING_TASK, not_begun_sentence, not_begun_url, load_talks)
    kinds.register_about(ALARM_TASK, alarm_sentence, alarm_url, load_watches)
    navigation.register(
        area="staff",
        label=gettext_lazy("Check on a colleague"),
        url_name="counselling:alarms",
        roles=STAFF,
        order=1,
        badge=missed,
        banner=gettext_lazy("A colleague does not answer. See what to do."),
    )
