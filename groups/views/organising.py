"""What the organiser's pages share: who asks, which event or date, one form for one intent."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from groups.forms.event_refusals import words_for
from groups.models import Event, Occurrence
from groups.models.events import STAFF
from portal.accounts.models import User
from portal.design.forms import PortalForm
from portal.refusals import Refused

__all__ = ["STAFF", "carried_out", "form_page", "managed_date", "managed_event", "tried", "user_of", "version_in"]


def user_of(request: HttpRequest) -> User:
    """Who asks; these pages are never open to anonymous people."""
    assert isinstance(request.user, User)
    return request.user


def managed_event(request: HttpRequest, pk: UUID) -> Event:
    """An event this person works with; 404 for every other."""
    found: Event = get_object_or_404(Event.objects.visible_to(user_of(request)), pk=pk)
    return found


def managed_date(request: HttpRequest, pk: UUID) -> Occurrence:
    """A date of such an event; 404 for every other."""
    found: Occurrence = get_object_or_404(Occurrence.objects.managed_by(user_of(request)), pk=pk)
    return found


def version_in(request: HttpRequest) -> int:
    """The version the page was judged from; -1 (always stale) when the form lost it."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def tried(form: PortalForm, action: Callable[[], object]) -> bool:
    """Do one thing; when refused, the form says why."""
    try:
        action()
    except Refused as refused:
        form.refuse(words_for(refused))
        return False
    return True


def form_page(request: HttpRequest, form: PortalForm, **said: Any) -> HttpResponse:
    """One form on a page: heading, button, back; lead, notice and rows where there are any."""
    status = 422 if form.is_bound and not said.get("is_only_looking") and form.errors else 200
    return render(request, "groups/organise/form.html", {"form": form, **said}, status=status)


def carried_out(request: HttpRequest, where: Event | Occurrence, said: str) -> HttpResponse:
    """Say what happened and show the event or the date."""
    messages.success(request, said)
    name = "organised" if isinstance(where, Event) else "organised_date"
    return redirect(f"groups:{name}", pk=where.pk)
