"""A counsellor's day and week."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from counselling.actions.reading import open_talk
from counselling.days import Day, Line, read_days
from counselling.load_page import own_bar
from counselling.models import Appointment, NamelessTalk
from counselling.safe_contact import warnings_for
from counselling.views.staff_shared import STAFF, day_from, user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import User
from portal.calendar.models import Resource
from portal.counting import Counted
from portal.design import navigation
from portal.design.charts import Block, WeekDay
from portal.worklist.models import Task

WEEK = 7


def calendar_of(request: HttpRequest) -> Resource | None:
    """Whose day is shown: one's own; a team lead may name another counsellor. None: has no calendar."""
    user = user_of(request)
    named = request.GET.get("counsellor", "")
    counsellors = Resource.objects.of_kind(Resource.Kind.COUNSELLOR)
    if not named:
        return counsellors.of_person(user).first()
    try:
        key = UUID(named)
    except ValueError as error:
        raise Http404 from error
    reachable = counsellors if user.has_role("team_lead") else counsellors.of_person(user)
    return get_object_or_404(reachable, pk=key)


def counts(request: HttpRequest) -> dict[str, int]:
    """What waits for this person, as numbers that are links. One query, the menu's numbers in it."""
    user, now = user_of(request), clock.now()
    mine, tasks = Appointment.objects.managed_by(user), Task.objects.visible_to(user)
    waiting: dict[str, Counted] = {
        "unresolved": [mine.unresolved(now), NamelessTalk.objects.managed_by(user).unresolved(now)],
        "undecided": [mine.undecided()],
        "tasks": [tasks.open()],
        "late_tasks": [tasks.overdue(now)],
    }
    return navigation.count_with_menu("staff", request, waiting)


def talk_context(user: User, talk: Appointment) -> dict[str, Any]:
    """The pane beside the day and the talk's own page: the file (its reading is recorded) and what can be done now."""
    now = clock.now()
    file = open_talk(by=user, talk=talk)
    is_today = talk.starts_at.astimezone(clock.zone()).date() == clock.today()
    return {
        "talk": talk,
        "file": file,
        "warnings": warnings_for(file.profile),
        "is_own_talk": file.may_read_answers,
        "has_begun": talk.starts_at <= now,
        "is_over": talk.ends_at <= now,
        "may_check_in": talk.status == "booked" and is_today,
        "is_late_to_decide": talk.decide_by is not None and talk.decide_by <= now,
    }


def chosen_talk(request: HttpRequest, day: Day) -> Appointment | None:
    """The talk asked for, else the one that is on or comes next."""
    named = request.GET.get("talk", "")
    found = next((line.talk for line in day.lines if line.talk and str(line.talk.pk) == named), None)
    return found or day.current_talk(clock.now())


@require_GET
@roles_required(*STAFF)
def day(request: HttpRequest, on: str = "") -> HttpResponse:
    """The day as a time line, the chosen talk beside it."""
    user = user_of(request)
    shown = day_from(on) if on else clock.today()
    resource = calendar_of(request)
    context: dict[str, Any] = {"on": shown, "resource": resource, "counts": counts(request), "today": clock.today()}
    context["is_own"] = resource is None or resource.user_id == user.pk
    context["tail"] = "" if context["is_own"] or resource is None else f"?counsellor={resource.pk}"
    context |= {"before": shown - timedelta(days=1), "after": shown + timedelta(days=1)}
    if resource is not None:
        context["day"] = read_days(resource, shown, 1)[0]
        if talk := chosen_talk(request, context["day"]):
            prefetch_related_objects([talk], "participants", "answers")
            context |= talk_context(user, talk)
    if not on and context["is_own"]:
        context["own_load"] = own_bar(user, clock.now())
    context["here"] = request.get_full_path()
    return render(request, "counselling/staff/day.html", context)


@require_GET
@roles_required(*STAFF)
def week(request: HttpRequest, on: str = "") -> HttpResponse:
    """The week as a picture and as a list."""
    shown = day_from(on) if on else clock.today()
    monday = shown - timedelta(days=shown.weekday())
    resource = calendar_of(request)
    days = read_days(resource, monday, WEEK) if resource else []
    shown_days = [one for one in days if one.on.isoweekday() < 6 or one.lines]
    is_own = resource is None or resource.user_id == user_of(request).pk
    tail = "" if is_own or resource is None else f"?counsellor={resource.pk}"
    talks = sum(len(one.talks) for one in days)
    context = {
        "monday": monday,
        "days": shown_days,
        "resource": resource,
        "is_own": is_own,
        "tail": tail,
        "week_number": monday.isocalendar().week,
        "before": monday - timedelta(days=WEEK),
        "after": monday + timedelta(days=WEEK),
        "is_this_week": monday <= clock.today() < monday + timedelta(days=WEEK),
        "picture": picture_of(shown_days, tail),
        "picture_title": _("The week of {name}").format(name=resource.name) if resource else "",
        "picture_sentence": picture_sentence(talks),
    }
    return render(request, "counselling/staff/week.html", context)


PICTURE_KINDS = {"talk": "talk", "nameless": "talk", "held": "held", "travel": "travel", "away": "absence"}
UNDRAWN = {"gap", "pause", "free"}  # between the blocks: pale where the plan says working time, else white


def picture_sentence(talks: int) -> str:
    """What the picture shows."""
    count = ngettext("%(count)d talk this week.", "%(count)d talks this week.", talks) % {"count": talks}
    pale = _("What is pale is working time.")
    return f"{count} {pale}"


def picture_of(days: list[Day], tail: str) -> list[WeekDay]:
    """The week for the picture: one column a day, one block a stretch, the working time behind them."""
    return [
        WeekDay(
            one.on,
            [
                *(Block(start, end, "working") for start, end in one.working),
                *(block_of(line, day_url(one.on) + tail) for line in one.lines if line.kind not in UNDRAWN),
            ],
        )
        for one in days
    ]


def block_of(line: Line, address: str) -> Block:
    """A line as a block."""
    kind = PICTURE_KINDS.get(line.kind, "closed" if line.kind == "closed" else "busy")
    if line.talk is not None:
        mark = "&" if "?" in address else "?"
        return Block(line.start, line.end, kind, str(line.talk.booked_by), f"{address}{mark}talk={line.talk.pk}")
    return Block(line.start, line.end, kind, _("Without a name") if line.nameless else line.words)


def day_url(on: date) -> str:
    """The address of a day."""
    return reverse("counselling:day_on", args=[on.isoformat()])
