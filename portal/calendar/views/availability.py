"""A calendar's own page: weekly rules in sentences, exceptions, absences, and changing them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.calendar import impact
from portal.calendar.actions import availability as actions
from portal.calendar.forms.plans import AbsenceForm, EndRuleForm, ExceptionForm, RemoveForm, RuleForm
from portal.calendar.models import Absence, AvailabilityException, AvailabilityRule, Resource
from portal.calendar.views.changing import Change, change_page, own_picture, person_of
from portal.calendar.words import absence_words, rule_sentence, stretch_words
from portal.design.forms import sent

planners = roles_required(Role.COUNSELLOR, Role.TEAM_LEAD)
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@planners
def availability(request: HttpRequest) -> HttpResponse:
    """My own working times."""
    resource = Resource.objects.of_person(person_of(request)).first()
    if resource is None:
        return render(request, "calendar/availability_none.html")
    return plan_page(request, resource)


@require_GET
@planners
def resource_availability(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """The working times of a colleague, an interpreter or a room, for the team lead."""
    return plan_page(request, calendar_of(request, resource_id))


def plan_page(request: HttpRequest, resource: Resource) -> HttpResponse:
    """Sentences on the left, the next four weeks above them."""
    now, today = clock.now(), clock.today()
    rules = [(rule, rule_sentence(rule, today)) for rule in resource.rules.not_ended(today)]
    absences = list(resource.absences.upcoming(now))
    context = {
        "resource": resource,
        "is_own": resource.user_id == request.user.pk,
        "rules": rules,
        "exceptions": [(row, stretch_words(row.period)) for row in resource.exceptions.upcoming(now)],
        "absences": [(row, absence_words(row)) for row in absences],
        "picture": own_picture(resource, absences),
    }
    return render(request, "calendar/availability.html", context)


def calendar_of(request: HttpRequest, resource_id: UUID) -> Resource:
    """A calendar that this person may change; a stranger's is not there (404)."""
    return get_object_or_404(Resource.objects.changeable_by(person_of(request)), id=resource_id)


def address_of(resource: Resource) -> str:
    """The calendar's page."""
    return reverse("calendar:resource_availability", args=[resource.id])


def filled(request: HttpRequest, resource: Resource, **initial: Any) -> dict[str, Any]:
    """What a form of this calendar starts from: what was sent, or the first proposal and the version it is for."""
    return {
        "data": sent(request),
        "initial": {"seen_version": resource.availability_version, **initial},
    }


def said(form: RuleForm) -> str:
    """The rule that was filled in, as a sentence."""
    return form.sentence(clock.today())


def change_of(resource: Resource, perform: Callable[[Any], Any], **words: Any) -> Change:
    """A change of one calendar that leads back to its page."""
    words.setdefault("save_label", _("Save"))
    return Change(resources=[resource], perform=perform, back_url=address_of(resource), **words)


@form_methods
@planners
def add_rule(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """A new sentence in the week."""
    resource, by = calendar_of(request, resource_id), person_of(request)

    def perform(form: RuleForm) -> None:
        actions.add_rule(
            by=by, resource_id=resource.id, seen_version=form.cleaned_data["seen_version"], wish=form.wish()
        )

    form = RuleForm(**filled(request, resource, from_on=clock.today()))
    words = {"heading": _("Add working time"), "done": _("The working time is added."), "says": said}
    return change_page(request, form, change_of(resource, perform, **words))


@form_methods
@planners
def change_rule(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Another sentence from a day on."""
    rule, resource = rule_and_calendar(request, rule_id)
    by = person_of(request)

    def perform(form: RuleForm) -> None:
        actions.change_rule(by=by, rule_id=rule.id, seen_version=form.cleaned_data["seen_version"], wish=form.wish())

    form = RuleForm(**filled(request, resource, **RuleForm.initial_of(rule, clock.today())))
    words = {
        "heading": _("Change working time"),
        "lead": rule_sentence(rule, clock.today()),
        "done": _("The working time is changed."),
        "says": said,
    }
    return change_page(request, form, change_of(resource, perform, **words))


@form_methods
@planners
def end_rule(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """The last day of a sentence."""
    rule, resource = rule_and_calendar(request, rule_id)
    by = person_of(request)

    def perform(form: EndRuleForm) -> None:
        values = form.cleaned_data
        actions.end_rule(by=by, rule_id=rule.id, seen_version=values["seen_version"], last_on=values["last_on"])

    form = EndRuleForm(**filled(request, resource, last_on=clock.today()))
    words = {
        "heading": _("End working time"),
        "lead": rule_sentence(rule, clock.today()),
        "done": _("The working time has got a last day."),
    }
    return change_page(request, form, change_of(resource, perform, **words))


def rule_and_calendar(request: HttpRequest, rule_id: UUID) -> tuple[AvailabilityRule, Resource]:
    """A rule of a calendar that this person may change."""
    rule = get_object_or_404(AvailabilityRule, id=rule_id)
    return rule, calendar_of(request, rule.resource_id)


@form_methods
@planners
def add_exception(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """One stretch of time that differs from the rules."""
    resource, by = calendar_of(request, resource_id), person_of(request)

    def perform(form: ExceptionForm) -> None:
        names = ("seen_version", "kind", "start", "end", "modes", "reason")
        actions.add_exception(by=by, resource_id=resource.id, **{name: form.cleaned_data[name] for name in names})

    form = ExceptionForm(zone=resource.tzinfo, **filled(request, resource))
    words = {"heading": _("Add an exception"), "done": _("The exception is added.")}
    return change_page(request, form, change_of(resource, perform, **words))


@form_methods
@planners
def add_absence(request: HttpRequest, resource_id: UUID) -> HttpResponse:
    """Away."""
    resource, by = calendar_of(request, resource_id), person_of(request)

    def perform(form: AbsenceForm) -> None:
        names = ("seen_version", "kind", "start", "end")
        actions.add_absence(by=by, resource_id=resource.id, **{name: form.cleaned_data[name] for name in names})

    form = AbsenceForm(zone=resource.tzinfo, **filled(request, resource))
    words = {"heading": _("Add absence"), "done": _("The absence is added."), "guide": impact.guide_for(resource)}
    return change_page(request, form, change_of(resource, perform, **words))


@form_methods
@planners
def remove_exception(request: HttpRequest, exception_id: UUID) -> HttpResponse:
    """As the rules say again."""
    exception = get_object_or_404(AvailabilityException, id=exception_id)
    resource, by = calendar_of(request, exception.resource_id), person_of(request)

    def perform(form: RemoveForm) -> None:
        actions.remove_exception(by=by, exception_id=exception_id, seen_version=form.cleaned_data["seen_version"])

    words = {
        "heading": _("Remove the exception"),
        "lead": stretch_words(exception.period),
        "done": _("The exception is removed."),
        "save_label": _("Remove the exception"),
    }
    form = RemoveForm(**filled(request, resource))
    return change_page(request, form, change_of(resource, perform, **words))


@form_methods
@planners
def remove_absence(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Back earlier, or not away at all."""
    absence = get_object_or_404(Absence, id=absence_id)
    resource, by = calendar_of(request, absence.resource_id), person_of(request)

    def perform(form: RemoveForm) -> None:
        actions.remove_absence(by=by, absence_id=absence_id, seen_version=form.cleaned_data["seen_version"])

    words = {
        "heading": _("Remove the absence"),
        "lead": absence_words(absence),
        "done": _("The absence is removed."),
        "save_label": _("Remove the absence"),
    }
    form = RemoveForm(**filled(request, resource))
    return change_page(request, form, change_of(resource, perform, **words))
