"""Choosing among other times for a talk, signed in or by the link in the message. GET shows, POST acts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from counselling import links
from counselling.actions.new_times import choose_new_time, decline_new_times
from counselling.forms.absence_refusals import REFUSAL_TEXT, words_for
from counselling.forms.new_times import NewTimesForm
from counselling.models import Appointment, NewTimesOffer
from counselling.rules.absences import AbsenceRefusal
from counselling.views.appointments import own
from counselling.views.links import by_link
from portal import clock
from portal.design.forms import sent
from portal.design.words import moment_words
from portal.refusals import Refused


@require_http_methods(["GET", "POST"])
def new_times(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the relative who is signed in."""
    return choose_page(request, own(request, pk), "")


@by_link
def link_new_times(request: HttpRequest, token: str, appointment: Appointment) -> HttpResponse:
    """For whoever has the link."""
    return choose_page(request, appointment, token)


def choose_page(request: HttpRequest, talk: Appointment, token: str) -> HttpResponse:
    """The times that are kept; one is chosen, or none."""
    offer = NewTimesOffer.objects.open(clock.now()).of_talks([talk.pk]).with_times().first()
    context = {"talk": talk, "token": token, "offer": offer}
    if offer is None:
        return render(request, "counselling/new_times.html", context, status=410)
    form = NewTimesForm(sent(request), times=offer.times.all())
    context["form"] = form
    if request.method != "POST" or not (form.is_valid() or "none" in request.POST):
        return render(request, "counselling/new_times.html", context, status=422 if form.errors else 200)
    try:
        if "none" in request.POST:
            decline_new_times(by=talk.booked_by, offer=offer)
            return render(request, "counselling/new_times.html", {**context, "declined": True})
        made = choose_new_time(by=talk.booked_by, offer=offer, time_id=form.cleaned_data["time"])
    except Refused as refused:
        known = isinstance(refused.reason, AbsenceRefusal)
        words = words_for(refused) if known else str(REFUSAL_TEXT[AbsenceRefusal.OFFER_OVER])
        return render(request, "counselling/new_times.html", {**context, "offer": None, "words": words}, status=409)
    if token:
        return redirect("counselling:link", token=links.sign(made))
    messages.success(request, _("Your new time is {moment}.").format(moment=moment_words(made.starts_at)))
    return redirect("counselling:appointment", pk=made.pk)
