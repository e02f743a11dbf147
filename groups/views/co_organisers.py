"""Co-organisers as organisers keep them: agreements, who is invited, what was sent in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groups.actions.co_organisers import add_co_organiser, change_co_organiser, end_membership, invite_member
from groups.forms.co_organisers import InviteMemberForm, PartnerForm
from groups.models import CoOrganiser, CoOrganiserMember, Event
from groups.views.organising import STAFF, form_page, tried, user_of
from portal import clock
from portal.accounts.decorators import roles_required


def kept(pk: UUID) -> CoOrganiser:
    """An agreement with its organisation."""
    return get_object_or_404(CoOrganiser.objects.select_related("organisation", "organiser"), pk=pk)


@require_GET
@roles_required(*STAFF)
def co_organisers(request: HttpRequest) -> HttpResponse:
    """All of them."""
    rows = [(one, one.is_over(clock.today())) for one in CoOrganiser.objects.for_list()]
    return render(request, "groups/organise/co_organisers.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def co_organiser_new(request: HttpRequest) -> HttpResponse:
    """Write down an agreement."""
    form = PartnerForm(request.POST or None)
    made: list[CoOrganiser] = []
    is_filled_in = request.method == "POST" and form.is_valid()
    by = user_of(request)
    if is_filled_in and tried(
        form, lambda: made.append(add_co_organiser(by=by, values=form.values(), form_key=form.key))
    ):
        return redirect("groups:co_organiser", pk=made[0].pk)
    back = reverse("groups:co_organisers")
    return form_page(request, form, heading=_("New co-organiser"), button=_("Save"), back=back)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def co_organiser_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the agreement anew."""
    partner = kept(pk)
    form = PartnerForm(request.POST or None, initial=PartnerForm.shown(partner))
    if request.method == "POST" and form.is_valid():
        by, version, values = user_of(request), form.cleaned_data["version"], form.values()
        if tried(form, lambda: change_co_organiser(by=by, partner=partner, version=version, values=values)):
            messages.success(request, _("Saved."))
            return redirect("groups:co_organiser", pk=pk)
    back = reverse("groups:co_organiser", args=[pk])
    said = {"heading": _("The agreement"), "lead": str(partner), "button": _("Save"), "back": back}
    return form_page(request, form, **said)


@require_GET
@roles_required(*STAFF)
def co_organiser(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One co-organiser: the agreement, its people and its events."""
    partner = kept(pk)
    events = Event.objects.visible_to(user_of(request)).by_partner(partner)
    context = {
        "partner": partner,
        "is_over": partner.is_over(clock.today()),
        "members": list(CoOrganiserMember.objects.of_partner(partner)),
        "events": list(events),
        "now": clock.now(),
    }
    return render(request, "groups/organise/co_organiser.html", context)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def co_organiser_invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask somebody to write drafts."""
    partner = kept(pk)
    form = InviteMemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by, email = user_of(request), form.cleaned_data["email"]
        if tried(form, lambda: invite_member(by=by, partner=partner, email=email)):
            messages.success(request, _("The invitation is sent."))
            return redirect("groups:co_organiser", pk=pk)
    back = reverse("groups:co_organiser", args=[pk])
    said = {"heading": _("Invite somebody"), "lead": str(partner), "button": _("Send the invitation"), "back": back}
    return form_page(request, form, **said)


@require_POST
@roles_required(*STAFF)
def co_organiser_end(request: HttpRequest, pk: UUID, member: UUID) -> HttpResponse:
    """Somebody writes for it no more."""
    found = get_object_or_404(CoOrganiserMember, pk=member, co_organiser=kept(pk))
    end_membership(by=user_of(request), member=found)
    messages.success(request, _("It is ended. The pages are closed for that person."))
    return redirect("groups:co_organiser", pk=pk)
