"""With whom the municipality makes an event, as organisers keep it; and a partner's draft that goes back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups.actions.partner_drafts import send_back
from groups.actions.together import go_on_alone, make_together
from groups.forms.co_organisers import SendBackForm, TogetherForm
from groups.models import CoOrganiser, Event, Together
from groups.views.organising import STAFF, carried_out, form_page, managed_event, tried, user_of
from portal import clock
from portal.accounts.decorators import roles_required


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def event_partners(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who an event is made with; POST adds one of those whose agreement runs."""
    event, by, today = managed_event(request, pk), user_of(request), clock.today()
    rows = [(one, one.co_organiser.is_over(today)) for one in Together.objects.of_event(pk)]
    free = CoOrganiser.objects.running(today).apart_from(event)
    form = TogetherForm(request.POST or None, partners=free)
    if request.method == "POST" and form.is_valid():
        partner = form.cleaned_data["partner"]
        if tried(form, lambda: make_together(by=by, event=event, partner=partner)):
            messages.success(request, _("Done. They are told."))
            return redirect("groups:event_partners", pk=pk)
    context = {"event": event, "rows": rows, "form": form, "has_free": free.exists()}
    status = 422 if form.errors else 200
    return render(request, "groups/organise/event_partners.html", context, status=status)


@require_POST
@roles_required(*STAFF)
def event_partner_off(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Go on without one of them."""
    event = managed_event(request, pk)
    get_object_or_404(Together.objects.of_event(pk), pk=row)
    go_on_alone(by=user_of(request), event=event, row=row)
    messages.success(request, _("They are no longer on it, and they are told."))
    return redirect("groups:event_partners", pk=pk)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def event_send_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a partner's draft back, with what to change."""
    event = get_object_or_404(Event.objects.visible_to(user_of(request)).sent_in(), pk=pk)
    form = SendBackForm(request.POST or None, initial={"version": event.version})
    if request.method == "POST" and form.is_valid():
        by, version, asks = user_of(request), form.cleaned_data["version"], form.cleaned_data["asks"]
        if tried(form, lambda: send_back(by=by, event=event, version=version, asks=asks)):
            return carried_out(request, event, _("It is sent back, and they are told."))
    back = reverse("groups:organised", args=[pk])
    return form_page(request, form, heading=_("Send it back"), lead=event.title, button=_("Send it back"), back=back)
