"""The absence wizard: which days, what it touches, one confirm. Nothing is written or sent before that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from counselling.actions.absences import AbsencePlan, note_absence
from counselling.actions.case_reading import record_list
from counselling.affected import Hit, colleagues_of, hit_by
from counselling.forms.absence_refusals import words_for
from counselling.forms.absences import AbsenceDaysForm, AbsencePlanForm
from counselling.rules.absences import AbsenceRefusal
from counselling.views.staff_shared import STAFF, user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.calendar.models import Resource
from portal.calendar.rules import Refusal as CalendarRefusal
from portal.calendar.seen import changed_since, fingerprint
from portal.design.forms import sent
from portal.design.words import date_words
from portal.refusals import Refused

STALE = {AbsenceRefusal.TALKS_CHANGED, CalendarRefusal.CHANGED_MEANWHILE, AbsenceRefusal.COLLEAGUE_TAKEN}


@dataclass(frozen=True)
class Away:
    """Whose absence, and when."""

    resource: Resource
    days: AbsenceDaysForm
    start: datetime
    end: datetime

    @property
    def is_open_ended(self) -> bool:
        """Whether nobody knows the last day."""
        return self.days.cleaned_data["last"] is None

    @property
    def words(self) -> str:
        """From the day to the day, both counted, or until further notice."""
        if self.is_open_ended:
            return _("from {day} until further notice").format(day=date_words(self.start))
        return f"{date_words(self.start)} – {date_words(self.end - timedelta(minutes=1))}"

    def hit(self) -> Hit:
        """What it touches now."""
        return hit_by(self.resource, self.start, self.end, clock.now())


def calendar_of(request: HttpRequest, pk: UUID | None) -> Resource:
    """One's own calendar, or for a team lead a colleague's; 404 for every other."""
    user = user_of(request)
    calendars = Resource.objects.changeable_by(user).of_kind(Resource.Kind.COUNSELLOR).select_related("user")
    found: Resource = get_object_or_404(calendars, pk=pk) if pk else get_object_or_404(calendars, user=user)
    return found


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def absence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which days (GET), what they touch (POST), noted (POST with step=confirm)."""
    resource = calendar_of(request, pk)
    days = AbsenceDaysForm(sent(request), initial={"first": clock.today()})
    step = request.POST.get("step", "")
    if request.method != "POST" or step == "back" or not days.is_valid():
        status = 422 if days.is_bound and days.errors and step != "back" else 200
        return render(request, "counselling/absence/days.html", {"form": days, "resource": resource}, status=status)
    away = Away(resource, days, *days.period(clock.now()))
    if step != "confirm":
        return plan_page(request, away, away.hit(), None)
    return confirmed(request, away)


def confirmed(request: HttpRequest, away: Away) -> HttpResponse:
    """Do it all, or show what stands in the way with every choice kept."""
    hit = away.hit()
    form = plan_form(away, hit, None, request.POST)
    fresh, gone = changed_since(request.POST.get("seen", ""), hit.keys)
    if fresh or gone:
        refused = Refused(AbsenceRefusal.TALKS_CHANGED, fresh=fresh, gone=gone)
        return plan_page(request, away, hit, request.POST, refused=refused)
    if not form.is_valid():
        return plan_page(request, away, hit, request.POST, refused=what_is_wrong(form, hit))
    try:
        note_absence(by=user_of(request), plan=plan_of(away, hit, form))
    except Refused as refused:
        return plan_page(request, away, away.hit(), request.POST, refused=refused)
    messages.success(request, _("The absence is noted. Everybody concerned gets one message."))
    return redirect("calendar:resource_availability", resource_id=away.resource.pk)


def plan_of(away: Away, hit: Hit, form: AbsencePlanForm) -> AbsencePlan:
    """The valid form as one plan."""
    return AbsencePlan(
        resource=away.resource,
        seen_version=form.cleaned_data["version"],
        seen=form.cleaned_data["seen"],
        kind=away.days.cleaned_data["kind"],
        start=away.start,
        end=away.end,
        choices=form.chosen(hit),
        phone_to=form.person("phone"),
        substitute=form.person("substitute"),
        frees_tasks=form.cleaned_data.get("tasks", False),
        is_open_ended=away.is_open_ended,
    )


def what_is_wrong(form: AbsencePlanForm, hit: Hit) -> Refused:
    """A choice that is no longer there (the colleague was taken meanwhile), or none at all."""
    for one in hit.talks:
        if f"do-{one.talk.pk}" in form.errors and form.data.get(f"do-{one.talk.pk}"):
            return Refused(AbsenceRefusal.COLLEAGUE_TAKEN, starts=[one.talk.starts_at])
    return Refused(AbsenceRefusal.CHOICE_MISSING)


def plan_form(away: Away, hit: Hit, data: QueryDict | None, as_sent: QueryDict | None = None) -> AbsencePlanForm:
    """The form of what is touched: as it was sent, or (data) shown again: what is new or gone gets its proposal."""
    colleagues = [one.user for one in colleagues_of(away.resource) if one.user is not None]
    initial = {"version": away.resource.availability_version, "seen": fingerprint(hit.keys)}
    form = AbsencePlanForm(as_sent, hit=hit, colleagues=colleagues, initial=initial)
    if data is None:
        return form
    kept = data.copy()
    for name, field in form.fields.items():
        known = [str(value) for value, _words in getattr(field, "choices", [])]
        if name.startswith("do-") and (name not in kept or (known and kept[name] not in known)):
            kept[name] = str(field.initial)
    return AbsencePlanForm(kept, hit=hit, colleagues=colleagues, initial=initial)


def plan_page(
    request: HttpRequest,
    away: Away,
    hit: Hit,
    data: QueryDict | None,
    *,
    refused: Refused | None = None,
) -> HttpResponse:
    """Everything that is touched, with its choices. The names are recorded as read first."""
    record_list(by=user_of(request), name=str(away.resource.pk))
    form = plan_form(away, hit, brought_up_to_date(data, away, hit))
    fresh = refused.details.get("fresh", set()) if refused else set()
    context: dict[str, Any] = {
        "away": away,
        "hit": hit,
        "form": form,
        "rows": rows_of(form, hit, fresh),
        "nameless": [(talk, form[f"do-{talk.pk}"]) for talk, _free in hit.nameless],
        "rest": [form[name] for name in ("phone", "tasks", "substitute") if name in form.fields],
        "sent": [(name, request.POST.get(name, "")) for name in away.days.fields],
        "refused": words_for(refused) if refused else "",
        "gone": refused.details.get("gone", 0) if refused else 0,
    }
    return render(request, "counselling/absence/plan.html", context, status=409 if refused else 200)


def brought_up_to_date(data: QueryDict | None, away: Away, hit: Hit) -> QueryDict | None:
    """What was sent, for the calendar as it is now: the next confirm is judged by what this page shows."""
    if data is None:
        return None
    kept = data.copy()
    current = Resource.objects.get(pk=away.resource.pk)
    kept["version"], kept["seen"] = str(current.availability_version), fingerprint(hit.keys)
    return kept


def rows_of(form: AbsencePlanForm, hit: Hit, fresh: set[UUID]) -> list[dict[str, Any]]:
    """Each talk with its two fields, and whether it is new since the page was made."""
    return [
        {
            "one": one,
            "do": form[f"do-{one.talk.pk}"],
            "words": form[f"words-{one.talk.pk}"],
            "is_new": one.talk.pk in fresh,
        }
        for one in hit.talks
    ]
