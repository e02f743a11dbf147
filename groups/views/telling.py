"""Telling others of an event: a poster to hang up, words for the local paper and for the municipality's own site."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from groups import telling
from groups.forms.telling_refusals import REFUSAL_TEXT
from groups.models import Event, Occurrence
from groups.rules.telling import may_tell
from groups.views.organising import STAFF, managed_event
from portal.accounts.decorators import roles_required


@require_GET
@roles_required(*STAFF)
def event_tell(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What can be hung up or sent out."""
    event = managed_event(request, pk)
    return tell_page(request, event, telling.dates_to_tell(event))


@require_GET
@roles_required(*STAFF)
def event_poster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The poster as PDF."""
    event = managed_event(request, pk)
    dates = telling.dates_to_tell(event)
    if may_tell(sensitivity=event.sensitivity, publication=event.publication, has_dates=bool(dates)):
        return tell_page(request, event, dates)
    answer = HttpResponse(telling.poster(event, dates, list(event.speakers.all())), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="plakat-{event.slug}.pdf"'
    return answer


def tell_page(request: HttpRequest, event: Event, dates: list[Occurrence]) -> HttpResponse:
    """The texts, or why there are none."""
    refusal = may_tell(sensitivity=event.sensitivity, publication=event.publication, has_dates=bool(dates))
    context = {"event": event, "refused": REFUSAL_TEXT[refusal] if refusal else ""}
    if not refusal:
        speakers = list(event.speakers.all())
        context["paper"] = telling.for_the_paper(event, dates, speakers)
        context["snippet"] = telling.for_a_site(event, dates, speakers)
    return render(request, "groups/organise/tell.html", context, status=409 if refusal else 200)
