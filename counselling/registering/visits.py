"""What home visits tell the registries: the alarm's place above every page, and its task."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counselling.models import VisitWatch
from counselling.watching import ALARM_TASK
from portal import clock
from portal.accounts.models import Role
from portal.counting import Counted
from portal.design import navigation
from portal.worklist import kinds
from portal.worklist.models import Task

STAFF = (Role.COUNSELLOR, Role.TEAM_LEAD)


def missed(_user: Any) -> Counted:
    """Colleagues who did not come out: by the clock alone, so the banner is there even when no worker runs."""
    return [VisitWatch.objects.in_alarm(clock.now())]


def load_watches(about: Collection[UUID]) -> dict[UUID, VisitWatch]:
    """One query for the visits of many tasks."""
    return VisitWatch.objects.select_related("worker").in_bulk(list(about))


def alarm_sentence(_task: Task, watch: VisitWatch | None) -> str:
    """Who is missed."""
    return _("Check on {name}: no answer after a visit").format(name=watch.worker if watch else "–")


def alarm_url(task: Task) -> str:
    """Where the number and the address are."""
    return reverse("counselling:alarm", args=[task.about])


def register() -> None:
    """Called once from registering/__init__.py."""
    kinds.register_about(ALARM_TASK, alarm_sentence, alarm_url, load_watches)
    navigation.register(
        area="staff",
        label=gettext_lazy("Check on a colleague"),
        url_name="counselling:alarms",
        roles=STAFF,
        order=1,
        badge=missed,
        banner=gettext_lazy("A colleague does not answer after a visit. See what to do."),
    )
