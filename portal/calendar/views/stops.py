"""A service stop: which days, what stands there, one confirm. Nothing is written or sent before that."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.audit import actions as audit
from portal.audit.models import Kind
from portal.calendar import stopping
from portal.calendar.actions.stops import StopPlan, lift_stop, stop_service
from portal.calendar.forms.refusals import REFUSAL_TEXT, show_refusal
from portal.calendar.forms.stops import Found, StopDaysForm, StopPlanForm
from portal.calendar.models import ServiceStop
from portal.calendar.rules import MOST_IN_A_STOP, Refusal, stop_refusal
from portal.calendar.seen import fingerprint
from portal.calendar.stop_words import done_words, kind_rows
from portal.calendar.views.changing import person_of
from portal.design.forms import sent
from portal.design.words import date_words
from portal.refusals import Refused

team_lead = roles_required(Role.TEAM_LEAD)
SECOND_STEP = ("first", "last", "areas", "says", "form_key")


@dataclass(frozen=True)
class Wished:
    """The days and places as they were filled in, valid."""

    days: StopDaysForm

    def plan(self, form: StopPlanForm | None = None) -> StopPlan:
        """All of it as one plan."""
        given = self.days.cleaned_data
        start, end = self.days.period(clock.now())
        return StopPlan(
            start=start,
            end=end,
            areas=self.days.area_keys(),
            says=given["says"],
            seen=form.cleaned_data["seen"] if form else "",
            form_key=self.days.key,
            chosen=form.chosen() if form else {},
        )

    @property
    def words(self) -> str:
        """From the day to the day, both counted."""
        plan = self.plan()
        return f"{date_words(plan.start)} – {date_words(plan.end - timedelta(minutes=1))}"

    def found(self) -> Found:
        """What stands there now."""
        return stopping.touched_by(self.plan().unsaved(), clock.now())


@require_safe
@team_lead
def stops(request: HttpRequest) -> HttpResponse:
    """Those ahead and behind, what became of what, and the way to a new one."""
    now = clock.now()
    rows = [
        {"stop": stop, "done": done_words(stop), "may_lift": stop.lifted_at is None and stop.ends_at > now}
        for stop in ServiceStop.objects.for_list()[:50]
    ]
    return render(request, "calendar/stops/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@team_lead
def stop_new(request: HttpRequest) -> HttpResponse:
    """Which days (GET), what stands there (POST), done (POST with step=confirm)."""
    data = sent(request)
    days = StopDaysForm(data, areas=stopping.areas(), initial={"first": clock.today()})
    if data is None or data.get("step") == "back" or not acceptable(days):
        status = 422 if days.is_bound and days.errors and request.POST.get("step") != "back" else 200
        return render(request, "calendar/stops/days.html", {"form": days}, status=status)
    wished = Wished(days)
    if data.get("step") != "confirm":
        return plan_page(request, wished, wished.found())
    return confirmed(request, wished)


def acceptable(days: StopDaysForm) -> bool:
    """Whether the days can be stopped; what is wrong is said at its field."""
    if not days.is_valid():
        return False
    start, end = days.period(clock.now())
    if refusal := stop_refusal(start=start, end=end, now=clock.now()):
        show_refusal(days, refusal)
    return not days.errors


def confirmed(request: HttpRequest, wished: Wished) -> HttpResponse:
    """Do it all, or show what stands in the way with every choice kept."""
    found = wished.found()
    form = StopPlanForm(request.POST, found=found)
    if not form.is_valid():
        return plan_page(request, wished, found, form, Refused(Refusal.STOP_CHOICE_MISSING))
    try:
        stop_service(by=person_of(request), plan=wished.plan(form))
    except Refused as refused:
        return plan_page(request, wished, wished.found(), None, refused)
    messages.success(request, _("The stop holds. Everybody concerned gets one message."))
    return redirect("calendar:stops")


def plan_page(
    request: HttpRequest, wished: Wished, found: Found, form: StopPlanForm | None = None, refused: Any = None
) -> HttpResponse:
    """What stands there, with a choice for each; after a no, what was chosen is still chosen."""
    everything = [(one.key, one.version) for _reach, rows in found for one in rows]
    record_plan(request, wished)
    if form is None:
        kept = {name: request.POST[name] for name in request.POST if name.startswith(("way-", "link-", "keep-"))}
        form = StopPlanForm(found=found, initial={**kept, "seen": fingerprint(everything)})
    context = {
        "wished": wished,
        "form": form,
        "kinds": kind_rows(found, form),
        "sent": [(name, value) for name in SECOND_STEP for value in request.POST.getlist(name)],
        "refused": said(refused.reason) if refused else "",
        "too_much": len(everything) > MOST_IN_A_STOP,
    }
    status = 200 if refused is None else 409 if refused.reason == Refusal.STOP_CHANGED else 422
    return render(request, "calendar/stops/plan.html", context, status=status)


def record_plan(request: HttpRequest, wished: Wished) -> None:
    """Who comes when is about to be read."""
    day = wished.plan().start.date().isoformat()
    audit.record_about(
        "calendar.stop_planned", by=person_of(request), object_kind="calendar.stop", object_id=day, kind=Kind.READ
    )


def said(reason: Any) -> Any:
    """A no in words; what an app's own action refused means that something changed meanwhile."""
    return REFUSAL_TEXT.get(reason, REFUSAL_TEXT[Refusal.STOP_CHANGED])


@require_POST
@team_lead
def stop_lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the days again."""
    stop = get_object_or_404(ServiceStop, pk=pk)
    try:
        lift_stop(by=person_of(request), stop=stop)
    except Refused as refused:
        messages.error(request, str(said(refused.reason)))
    else:
        messages.success(request, _("The days are open again. What was moved stays moved."))
    return redirect("calendar:stops")
