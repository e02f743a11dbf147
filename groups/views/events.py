"""Events for those who organise them: the board, one event, its words, how one signs up, when it appears."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.actions import events as actions
from groups.board import columns_of, today_at_doors
from groups.checking import lines_from
from groups.forms.event_refusals import words_for
from groups.forms.organising import PublishForm, SignUpForm, StartForm, WordsForm
from groups.gap_words import said_of
from groups.models import Event, Occurrence, Registration
from groups.views.organising import STAFF, carried_out, form_page, managed_event, tried, user_of, version_in
from portal import clock
from portal.accounts.decorators import roles_required
from portal.keys import new_key
from portal.refusals import Refused


@require_GET
@roles_required(*STAFF)
def board(request: HttpRequest) -> HttpResponse:
    """All events by how far they are."""
    user, now = user_of(request), clock.now()
    events = Event.objects.visible_to(user).on_board(now)
    dates = Occurrence.objects.managed_by(user)
    columns = columns_of(events, now, Registration.objects.asked_by_event(now))
    context = {"columns": columns, "today": today_at_doors(dates, now), "unmarked": dates.unmarked(now)}
    context["unmarked_online"] = dates.unmarked_online(now)
    return render(request, "groups/organise/board.html", context)


@require_GET
@roles_required(*STAFF)
def organised(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One event."""
    return event_page(request, managed_event(request, pk))


def event_page(request: HttpRequest, event: Event, refused: str = "", status: int = 200) -> HttpResponse:
    """An event as it is now, with what is missing and what can be done."""
    dates = list(Occurrence.objects.for_organiser(event.pk))
    lines = said_of(event, lines_from(event, dates, clock.now()))
    context: dict[str, Any] = {
        "event": event,
        "dates": dates,
        "speakers": list(event.speakers.all()),
        "lines": lines,
        "is_whole": all(line.is_there for line in lines),
        "decides_alone": user_of(request).has_role(*actions.DECIDE_ALONE),
        "is_author": event.changed_by_id == user_of(request).pk,
        "refused": refused,
        "now": clock.now(),
        "copy_key": new_key(),
        "template_key": new_key(),
        "has_people": Registration.objects.live().of_event_ahead(event.pk, clock.now()).exists(),
        "can_be_called_off": any(one.status != "cancelled" and one.ends_at > clock.now() for one in dates),
    }
    return render(request, "groups/organise/event.html", context, status=status)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def event_new(request: HttpRequest) -> HttpResponse:
    """Begin an event."""
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        event = actions.start_event(by=user_of(request), title=given["title"], kind=given["kind"], form_key=form.key)
        return carried_out(request, event, _("The draft is made. Fill in the rest when it suits you."))
    templates = [(one, new_key()) for one in Event.objects.visible_to(user_of(request)).templates()]
    said = {"heading": _("New event"), "button": _("Make a draft"), "back": reverse("groups:board")}
    return form_page(request, form, templates=templates, **said)


def changing(request: HttpRequest, pk: UUID, kind: type[WordsForm | SignUpForm], heading: str) -> HttpResponse:
    """Fill in a part of an event."""
    event = managed_event(request, pk)
    form = kind(request.POST or None, initial=kind.shown(event))
    is_only_looking = request.POST.get("step") == "preview"
    if request.method == "POST" and not is_only_looking and form.is_valid():
        values = dict(form.cleaned_data)
        version = values.pop("version")
        by = user_of(request)
        if tried(form, lambda: actions.change_event(by=by, event=event, version=version, values=values)):
            return carried_out(request, event, _("Saved."))
    said = {"heading": heading, "lead": event.title, "back": reverse("groups:organised", args=[pk])}
    looks = form.looks() if isinstance(form, WordsForm) else None
    return form_page(request, form, button=_("Save"), looks=looks, is_only_looking=is_only_looking, **said)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def event_words(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What people read."""
    return changing(request, pk, WordsForm, _("Words"))


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def event_sign_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How one gets in, and whom one asks."""
    return changing(request, pk, SignUpForm, _("Sign-up and contact"))


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def event_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let people read it, now or at a moment; what is missing is listed."""
    event = managed_event(request, pk)
    form = PublishForm(request.POST or None, initial={"version": event.version})
    if request.method == "POST" and form.is_valid():
        at, version, by = form.moment(), form.cleaned_data["version"], user_of(request)
        if tried(form, lambda: actions.publish_event(by=by, event=event, version=version, at=at)):
            return carried_out(request, event, _("It is published.") if at is None else _("It will be published then."))
    dates = list(Occurrence.objects.for_organiser(event.pk))
    lines = [line for line in said_of(event, lines_from(event, dates, clock.now())) if not line.is_there]
    back = reverse("groups:organised", args=[pk])
    return form_page(
        request, form, heading=_("Publish"), lead=event.title, button=_("Publish"), back=back, missing=lines
    )


STEPS = {
    "read": (actions.submit_event, gettext_lazy("A colleague can read it now.")),
    "fine": (actions.approve_words, gettext_lazy("Thank you. It is read.")),
    "draft": (actions.back_to_draft, gettext_lazy("It is a draft again.")),
    "away": (actions.archive_event, gettext_lazy("It is put away.")),
}


@require_POST
@roles_required(*STAFF)
def event_step(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """One press of a button: ask for a reader, say it is fine, take it down, put it away."""
    event = managed_event(request, pk)
    if step not in STEPS:
        raise Http404
    action, said = STEPS[step]
    try:
        action(by=user_of(request), event=event, version=version_in(request))
    except Refused as refused:
        return event_page(request, managed_event(request, pk), refused=words_for(refused), status=409)
    return carried_out(request, event, str(said))


@require_POST
@roles_required(*STAFF)
def event_copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new draft from this one."""
    form = StartForm(request.POST)
    form.full_clean()
    key = form.cleaned_data.get("form_key") or new_key()
    copy = actions.copy_event(by=user_of(request), event=managed_event(request, pk), form_key=key)
    return carried_out(request, copy, _("The copy is a draft. Give it a date."))
