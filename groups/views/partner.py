"""The pages of a co-organiser's people: their own drafts, and nothing else of the house.

No role opens them, only a row in CoOrganiserMember; everything that is not theirs is answered as if it did not exist.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups import rich_text
from groups.actions.co_organisers import join_partner
from groups.actions.partner_drafts import change_draft, send_draft_in, write_draft
from groups.forms.co_organisers import DraftForm
from groups.forms.event_refusals import words_for
from groups.models import CoOrganiser, CoOrganiserMember, DraftWish, Event
from groups.partner_pages import events_of, held_by, title_for
from groups.views.organising import tried, user_of, version_in
from portal import clock
from portal.accounts import access
from portal.refusals import Refused


def own_event(request: HttpRequest, pk: UUID) -> Event:
    """A draft of one's own organisation; 404 for every other event."""
    found: Event = get_object_or_404(Event.objects.of_partner(user_of(request)).with_wish(), pk=pk)
    return found


@require_GET
def partner_home(request: HttpRequest) -> HttpResponse:
    """What one writes for, and every draft with its state. Somebody who writes for nobody reads what it is."""
    return home_page(request)


def home_page(request: HttpRequest, refused: str = "", status: int = 200) -> HttpResponse:
    """The first page of the area."""
    user = user_of(request)
    partners = [(one, one.is_over(clock.today())) for one in CoOrganiser.objects.of_member(user)]
    strong = access.is_strong(request)
    context = {
        "partners": partners,
        "rows": events_of(user, is_strong=strong) if partners else [],
        "held": held_by(user, is_strong=strong) if partners else [],
        "invitations": list(CoOrganiserMember.objects.waiting_for(user, clock.now())),
        "refused": refused,
    }
    return render(request, "groups/partner/home.html", context, status=status)


@require_POST
def partner_join(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say yes to an invitation to one's own address."""
    user = user_of(request)
    invitation = get_object_or_404(CoOrganiserMember, pk=pk, email=user.email or "-")
    try:
        join_partner(by=user, invitation=invitation)
    except Refused as refused:
        return home_page(request, refused=words_for(refused), status=409)
    messages.success(request, _("Thank you. You can write drafts now."))
    return redirect("groups:partner_home")


def draft_form_page(
    request: HttpRequest, form: DraftForm, heading: str, back: str, asked_for: str = ""
) -> HttpResponse:
    """The form of a draft, with what we asked them to change."""
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "heading": heading, "back": back, "asked_for": asked_for}
    return render(request, "groups/partner/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def partner_draft_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a draft."""
    user = user_of(request)
    partner = get_object_or_404(CoOrganiser.objects.of_member(user), pk=pk)
    form = DraftForm(request.POST or None)
    made: list[Event] = []
    if request.method == "POST" and form.is_valid():
        values, key = form.values(), form.key
        if tried(form, lambda: made.append(write_draft(by=user, partner=partner, values=values, form_key=key))):
            return redirect("groups:partner_draft", pk=made[0].pk)
    return draft_form_page(request, form, _("New draft"), reverse("groups:partner_home"))


@require_http_methods(["GET", "POST"])
def partner_draft_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on writing."""
    user, event = user_of(request), own_event(request, pk)
    form = DraftForm(request.POST or None, initial=DraftForm.shown(event))
    if request.method == "POST" and form.is_valid():
        version, values = form.cleaned_data["version"], form.values()
        if tried(form, lambda: change_draft(by=user, event=event, version=version, values=values)):
            messages.success(request, _("Saved."))
            return redirect("groups:partner_draft", pk=pk)
    back = reverse("groups:partner_draft", args=[pk])
    return draft_form_page(request, form, _("The draft"), back, asked_for=getattr(event, "wish", DraftWish()).asked_for)


@require_GET
def partner_draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A draft and where it is now."""
    return draft_page(request, own_event(request, pk))


def draft_page(request: HttpRequest, event: Event, refused: str = "", status: int = 200) -> HttpResponse:
    """A draft as it is now."""
    assert event.co_organiser is not None  # of_partner finds no other
    title = title_for(event, is_strong=access.is_strong(request))
    is_over = event.co_organiser.is_over(clock.today())
    said = {"title": title, "body": rich_text.clean(event.body)}
    context = {"event": event, **said, "is_over": is_over, "refused": refused}
    return render(request, "groups/partner/draft.html", context, status=status)


@require_POST
def partner_draft_send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send it in."""
    event = own_event(request, pk)
    try:
        send_draft_in(by=user_of(request), event=event, version=version_in(request))
    except Refused as refused:
        return draft_page(request, own_event(request, pk), refused=words_for(refused), status=409)
    messages.success(request, _("It is sent in. The municipality reads it now."))
    return redirect("groups:partner_draft", pk=pk)
