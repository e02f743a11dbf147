"""What talks tell the registries: tasks, menus, chores, what blocks a leaver or a change of a week."""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from counselling import own_time
from counselling.actions.calls import CALL_TASK
from counselling.actions.sweeping import LATE_TASK, delete_lapsed_holds, escalate_late_requests
from counselling.announcing import DECIDE_TASK
from counselling.kinds import FAILED_TASK
from counselling.models import Appointment, NamelessTalk
from counselling.registering.lists import calls_waiting, undecided, unresolved
from counselling.views.keeping import give_more_time, held_for
from portal import clock
from portal.accounts import departures, landing, meanwhile
from portal.accounts.models import Role, User
from portal.calendar import impact
from portal.calendar.models import Resource
from portal.design import navigation
from portal.design.words import moment_words
from portal.outbox import chores
from portal.worklist import kinds
from portal.worklist.models import Task

STAFF = (Role.COUNSELLOR, Role.TEAM_LEAD)
EACH_MINUTE = timedelta(minutes=1)


def load_talks(about: Collection[UUID]) -> dict[UUID, Appointment]:
    """One query for the talks of many tasks."""
    return Appointment.objects.for_list().in_bulk(list(about))


def moment_of(talk: Appointment | None) -> str:
    """When the talk is, in words."""
    return moment_words(talk.starts_at) if talk else "–"


def decide_sentence(_task: Task, talk: Appointment | None) -> str:
    """Say yes or no to a wish for a time."""
    return _("Say yes or no to a wish for {moment}").format(moment=moment_of(talk))


def late_sentence(_task: Task, talk: Appointment | None) -> str:
    """A wish nobody answered in time."""
    name = talk.counsellor.name if talk else "–"
    return _("A wish for {moment} at {name} has had no answer in time").format(moment=moment_of(talk), name=name)


def failed_sentence(_task: Task, talk: Appointment | None) -> str:
    """A message that did not arrive."""
    return _("Ring about the talk {moment}: a message did not arrive").format(moment=moment_of(talk))


def call_sentence(task: Task) -> str:
    """Somebody wants to be rung."""
    return _("Ring somebody who asked to be called")


def talk_url(task: Task) -> str:
    """The talk's page."""
    return reverse("counselling:talk", args=[task.about])


def call_url(task: Task) -> str:
    """The call request's page."""
    return reverse("counselling:call", args=[task.about])


def failed_url(task: Task) -> str:
    """Whom to ring."""
    return reverse("counselling:ring_instead", args=[task.pk])


def register_tasks() -> None:
    """How our tasks read and where they lead."""
    kinds.register_about(DECIDE_TASK, decide_sentence, talk_url, load_talks)
    kinds.register_about(LATE_TASK, late_sentence, talk_url, load_talks)
    kinds.register_about(FAILED_TASK, failed_sentence, failed_url, load_talks)
    kinds.register(CALL_TASK, call_sentence, call_url)


LISTS = "counselling:work_lists"


def register_menus() -> None:
    """The staff's menu."""
    entries: list[tuple[Any, str, tuple[str, ...], int, Any, str, str]] = [
        (gettext_lazy("My day"), "day", STAFF, 10, None, "d", ""),
        (gettext_lazy("My week"), "week", (Role.COUNSELLOR,), 11, None, "u", ""),
        (gettext_lazy("To confirm"), "requests", STAFF, 20, undecided, "b", LISTS),
        (gettext_lazy("Without outcome"), "unresolved", STAFF, 21, unresolved, "m", LISTS),
        (gettext_lazy("Call back"), "calls", STAFF, 22, calls_waiting, "r", LISTS),
    ]
    for label, name, roles, order, badge, key, under in entries:
        where: dict[str, Any] = {
            "url_name": f"counselling:{name}",
            "roles": roles,
            "order": order,
            "key": key,
            "under": under,
        }
        navigation.register(area="staff", label=label, badge=badge, **where)
    for label, name, order, key in (
        (gettext_lazy("Kinds of talks"), "meeting_types", 60, "s"),
        (gettext_lazy("Phone duty"), "phone_duty", 61, "v"),
    ):
        lead = (Role.TEAM_LEAD,)
        navigation.register(
            area="staff", label=label, url_name=f"counselling:{name}", roles=lead, order=order, key=key, is_seldom=True
        )


def talks_ahead(user: User) -> str | Promise | None:
    """Future talks block closing a counsellor's account."""
    now = clock.now()
    count = Appointment.objects.of_counsellor(user).upcoming(now).count()
    count += NamelessTalk.objects.of_counsellor(user).ahead(now).count()
    if not count:
        return None
    return ngettext("%(count)d talk ahead", "%(count)d talks ahead", count) % {"count": count}


def talks_hit(resource: Resource, removed: Sequence[impact.Span]) -> Iterable[impact.Hit]:
    """Live talks that stand in time which is going away, as counsellor, room or interpreter."""
    now = clock.now()
    start, end = min(begin for begin, _end in removed), max(finish for _begin, finish in removed)
    talks: list[Appointment | NamelessTalk] = list(Appointment.objects.using_resource(resource.pk).upcoming(now))
    talks += NamelessTalk.objects.of_resource(resource.pk).ahead(now)
    for talk in talks:
        if talk.starts_at >= end or talk.ends_at <= start:
            continue
        if any(talk.starts_at < finish and talk.ends_at > begin for begin, finish in removed):
            named = isinstance(talk, Appointment)
            label = str(talk.booked_by) if isinstance(talk, Appointment) else _("A talk without a name")
            url = reverse("counselling:talk", args=[talk.pk]) if named else reverse("counselling:day")
            yield impact.Hit(talk.starts_at, talk.ends_at, label, url)


def register() -> None:
    """Called once from apps.py."""
    own_time.register_source()
    register_tasks()
    register_menus()
    landing.register(Role.COUNSELLOR, "counselling:day", order=10)
    landing.register(Role.TEAM_LEAD, "calendar:everyone", order=20)
    departures.register(talks_ahead)
    meanwhile.register(meanwhile.Keeper(held_for, give_more_time))
    impact.register(talks_hit)
    chores.register("counselling.lapsed_holds", EACH_MINUTE, delete_lapsed_holds)
    chores.register("counselling.late_requests", EACH_MINUTE, escalate_late_requests)
