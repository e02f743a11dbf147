"""One party of a date for who organises it: how to reach them, what they need; and what they say when they ring."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from groups import party_page
from groups.actions.reading_sign_ups import read_sign_up
from groups.choices import RegistrationState
from groups.forms.seat_refusals import ON_THE_PHONE
from groups.models import Registration
from groups.rules.seats import SeatRefusal
from groups.views.organising import STAFF, managed_date, user_of
from portal.accounts.decorators import roles_required
from portal.design.words import moment_words
from portal.refusals import Refused

KEPT = _("A place is kept for them until {moment}.")
DONE = {
    RegistrationState.CONFIRMED: _("They have a place."),
    RegistrationState.WAITING: _("They are on the waiting list."),
    RegistrationState.APPLIED: _("They have asked for a place."),
    RegistrationState.DECLINED: _("They have said no, thank you. The place goes to the next."),
    RegistrationState.CANCELLED: _("They are signed off. The place goes to the next."),
}


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def organised_party(request: HttpRequest, pk: UUID, party: UUID) -> HttpResponse:
    """Who they are; POST does what they said on the phone."""
    date = managed_date(request, pk)
    row = get_object_or_404(Registration.objects.party_at(date.pk), pk=party)
    if request.method != "POST":
        return page(request, row)
    try:
        done = party_page.answer_for(by=user_of(request), registration=row, answer=request.POST.get("answer", ""))
    except Refused as refused:
        said = ON_THE_PHONE[SeatRefusal(refused.reason)]
        return page(request, Registration.objects.party_at(date.pk).get(pk=party), refused=said, status=409)
    messages.success(request, said_of(done))
    return redirect(request.path)


def said_of(row: Registration) -> str:
    """How it stands with them now."""
    if row.expires_at is not None:
        return str(KEPT).format(moment=moment_words(row.expires_at))
    return str(DONE[RegistrationState(row.state)])


def page(request: HttpRequest, row: Registration, refused: object = "", status: int = 200) -> HttpResponse:
    """The sign-up as it is; that it is opened is written down first."""
    read_sign_up(by=user_of(request), registration=row)
    asks = request.method == "GET" and "cancel" in request.GET
    context = {**party_page.context_of(row), "refused": refused, "asks_cancel": asks, "path": request.path}
    return render(request, "groups/organise/party.html", context, status=status)
