"""What happens to an event as a whole: called off with all its dates, its questions, kept as a template."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups.actions import events as actions
from groups.actions.changing_dates import call_off_event
from groups.announcing_changes import who_is_told_of_all
from groups.forms.date_forms import OffForm
from groups.forms.organising import StartForm
from groups.forms.sign_up_questions import QuestionsForm
from groups.models import Occurrence
from groups.views.organising import STAFF, carried_out, form_page, managed_event, tried, user_of
from portal import clock
from portal.accounts.decorators import roles_required
from portal.keys import new_key


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def event_call_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every date ahead in one step: which, how many are told, why."""
    event = managed_event(request, pk)
    form = OffForm(request.POST or None, initial={"version": event.version})
    if request.method == "POST" and form.is_valid():
        version, by = form.cleaned_data["version"], user_of(request)
        if tried(form, lambda: call_off_event(by=by, event=event, version=version, **form.values())):
            return carried_out(request, event, _("It is called off, and everybody is told."))
    dates = Occurrence.objects.of_event(pk).to_call_off(clock.now())
    said = {"heading": _("Call off the whole event"), "button": _("Call it off and tell everybody")}
    back = reverse("groups:organised", args=[pk])
    return form_page(
        request, form, lead=event.title, back=back, danger=True, dates=dates, told=who_is_told_of_all(dates), **said
    )


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def event_asks(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is asked at sign-up."""
    event = managed_event(request, pk)
    form = QuestionsForm(request.POST or None, initial=QuestionsForm.shown(event))
    if request.method == "POST" and form.is_valid():
        values, version = {"questions": form.questions()}, form.cleaned_data["version"]
        if tried(form, lambda: actions.change_event(by=user_of(request), event=event, version=version, values=values)):
            return carried_out(request, event, _("Saved."))
    back = reverse("groups:organised", args=[pk])
    said = {"heading": _("Questions at sign-up"), "lead": event.title, "button": _("Save")}
    return form_page(request, form, back=back, **said)


@require_POST
@roles_required(*STAFF)
def event_template(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep its words as a template; the event itself stays as it is."""
    form = StartForm(request.POST)
    form.full_clean()
    key = form.cleaned_data.get("form_key") or new_key()
    event = managed_event(request, pk)
    kept = actions.copy_event(by=user_of(request), event=event, form_key=key, as_template=True)
    return carried_out(request, kept, _("The template is made. New events can be begun from it."))
