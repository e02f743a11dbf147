"""The work lists of cases, talks and follow-ups: today, without outcome, due, overdue, unassigned, new, tasks."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from counselling.case_lists import headed
from counselling.case_timeline import Happening, news, news_counted
from counselling.models import Appointment, CallRequest, Case, FollowUp, NamelessTalk
from counselling.models.appointments import AppointmentQuerySet
from counselling.work_lists import WorkList, register
from portal import clock
from portal.accounts.models import Role, User
from portal.calendar.models import ClosingDay
from portal.counting import Counted
from portal.worklist.models import Task

LONGEST_BREAK = 30  # days we look back for the last working day


def midnight_of(days_ahead: int) -> datetime:
    """When a local day begins, so many days from today."""
    return datetime.combine(clock.today() + timedelta(days=days_ahead), time(), tzinfo=clock.zone())


def talks_today(user: User) -> AppointmentQuerySet:
    """The person's talks today; every counsellor's for a team lead."""
    return Appointment.objects.managed_by(user).between(midnight_of(0), midnight_of(1))


def today_rows(user: User, start: int, count: int) -> Sequence[Any]:
    """The same, as lines."""
    return list(talks_today(user).for_list()[start : start + count])


def unresolved(user: User) -> Counted:
    """Talks without an outcome, with and without a name."""
    now = clock.now()
    return [Appointment.objects.managed_by(user).unresolved(now), NamelessTalk.objects.managed_by(user).unresolved(now)]


def follow_ups(user: User) -> QuerySet[Any, Any]:
    """Open follow-ups of one's own; for a team lead those of every case whose header they may see."""
    rows = FollowUp.objects.open()
    if user.has_role(Role.TEAM_LEAD):
        return rows.in_cases(Case.objects.listed_for(user))
    return rows.of_worker(user).in_cases(Case.objects.worked_by(user))


def due(user: User) -> QuerySet[Any, Any]:
    """To be done today."""
    return follow_ups(user).filter(due_on=clock.today())


def overdue(user: User) -> QuerySet[Any, Any]:
    """Past their day."""
    return follow_ups(user).filter(due_on__lt=clock.today())


def due_rows(user: User, start: int, count: int) -> Sequence[Any]:
    """Follow-ups of today, as lines."""
    return list(due(user).select_related("case__person", "owner")[start : start + count])


def overdue_rows(user: User, start: int, count: int) -> Sequence[Any]:
    """Follow-ups past their day, as lines."""
    return list(overdue(user).select_related("case__person", "owner")[start : start + count])


def unassigned(user: User) -> QuerySet[Any, Any]:
    """Open cases that nobody who works here carries."""
    return Case.objects.free_of_conflict(user).unassigned()


def unassigned_rows(user: User, start: int, count: int) -> Sequence[Any]:
    """The same, as lines; the oldest first."""
    return list(headed(unassigned(user), clock.now())[start : start + count])


def last_working_day() -> datetime:
    """When the last working day before today began: weekends and closing days are skipped. One query."""
    today = clock.today()
    first = today - timedelta(days=LONGEST_BREAK)
    closed = {day.on for day in ClosingDay.objects.closing(None, first, today)}
    day = today - timedelta(days=1)
    while (day.isoweekday() > 5 or day in closed) and day > first:
        day -= timedelta(days=1)
    return midnight_of((day - today).days)


def new_rows(user: User, start: int, count: int) -> list[tuple[Happening, Case]]:
    """What happened in one's cases since the last working day began, each with its case. Three queries."""
    mine = Case.objects.worked_by(user)
    told = news(mine, by=user, since=last_working_day(), start=start, count=count)
    cases = Case.objects.select_related("person").in_bulk([line.case_id for line in told])
    return [(line, cases[line.case_id]) for line in told if line.case_id in cases]


def new_ones(user: User) -> Counted:
    """How much that is."""
    return news_counted(Case.objects.worked_by(user), by=user, since=last_working_day())


def undecided(user: User) -> Counted:
    """Requests that wait for an answer."""
    return [Appointment.objects.managed_by(user).undecided()]


def calls_waiting(user: User) -> Counted:
    """People who wait for a call."""
    return [CallRequest.objects.visible_to(user).waiting()]


def tasks(user: User) -> Counted:
    """What the to-do list holds."""
    return [Task.objects.visible_to(user).open()]


NOTHING_DUE = _("Nothing is due. What you promise in a case comes here on its day.")
ALL_CARRIED = _("Every case has somebody who carries it.")
NOTHING_NEW = _("Nothing new in your cases since the last working day.")
PART = "counselling/lists/"
FOLLOW_UPS = f"{PART}_follow_ups.html"
LEAD, OWN = (Role.TEAM_LEAD,), (Role.COUNSELLOR,)


def one(question: Callable[[User], QuerySet[Any, Any]]) -> Callable[[User], Counted]:
    """The count of one question's rows."""
    return lambda user: [question(user)]


LISTS = {
    "today": WorkList(
        _("Today"),
        pgettext_lazy("url", "today"),
        10,
        one(talks_today),
        today_rows,
        f"{PART}_today.html",
        _("No talks today."),
    ),
    "requests": WorkList(
        _("To confirm"), pgettext_lazy("url", "to-confirm"), 12, undecided, url_name="counselling:requests"
    ),
    "calls": WorkList(
        _("Call back"), pgettext_lazy("url", "call-back"), 15, calls_waiting, url_name="counselling:calls"
    ),
    "unresolved": WorkList(
        _("Without outcome"), pgettext_lazy("url", "without-outcome"), 20, unresolved, url_name="counselling:unresolved"
    ),
    "overdue": WorkList(
        _("Overdue"),
        pgettext_lazy("url", "overdue"),
        30,
        one(overdue),
        overdue_rows,
        FOLLOW_UPS,
        NOTHING_DUE,
        is_urgent=True,
    ),
    "due": WorkList(
        _("Due today"),
        pgettext_lazy("url", "due-today"),
        40,
        one(due),
        due_rows,
        FOLLOW_UPS,
        NOTHING_DUE,
        is_urgent=True,
    ),
    "unassigned": WorkList(
        _("Unassigned"),
        pgettext_lazy("url", "unassigned"),
        50,
        one(unassigned),
        unassigned_rows,
        f"{PART}_unassigned.html",
        ALL_CARRIED,
        roles=LEAD,
        is_urgent=True,
    ),
    "new": WorkList(
        _("New since yesterday"),
        pgettext_lazy("url", "new-since-yesterday"),
        70,
        new_ones,
        new_rows,
        f"{PART}_new.html",
        NOTHING_NEW,
        roles=OWN,
    ),
    "tasks": WorkList(_("Tasks"), pgettext_lazy("url", "tasks"), 80, tasks, url_name="worklist:tasks"),
}


def register_lists() -> None:
    """Called once from registering/cases.py. "waiting" (60) is registered by the waiting list."""
    for name, list_ in LISTS.items():
        register(name, list_)
