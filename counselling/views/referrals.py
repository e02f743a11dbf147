"""Passing a relative on, noting how it went, and who was sent to us."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from counselling.actions import referrals as actions
from counselling.forms.referral_refusals import words_for
from counselling.forms.referrals import IncomingForm, ReferralForm
from counselling.models import ConflictOfInterest, Referral
from counselling.views.cases import own_case
from counselling.views.people import known
from counselling.views.staff_shared import STAFF, user_of, version_in
from portal import clock
from portal.accounts.decorators import roles_required
from portal.directory.models import Offer
from portal.refusals import Refused


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def referral_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pass the relative on to an offer or another place."""
    case, status = own_case(request, pk), 200
    form = ReferralForm(request.POST or None, offers=Offer.objects.taking_referrals().for_list())
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.pass_on(by=user_of(request), case=case, wish=form.wish(), form_key=form.key)
        except Refused as refused:
            form.refuse(words_for(refused))
            status = 409
        else:
            messages.success(request, _("The relative is passed on to {place}.").format(place=made.place))
            return redirect("counselling:case", pk=pk)
    status = 422 if form.errors and status == 200 else status
    return render(request, "counselling/referrals/new.html", {"case": case, "form": form}, status=status)


@require_POST
@roles_required(*STAFF)
def referral_state(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note how far it has come."""
    user = user_of(request)
    one: Referral = get_object_or_404(Referral.objects.worked_by(user), pk=pk)
    try:
        actions.note_referral(by=user, referral=one, state=request.POST.get("state", ""), version=version_in(request))
    except Refused as refused:
        messages.error(request, words_for(refused))
    else:
        messages.success(request, _("Noted."))
    return redirect("counselling:case", pk=one.case_id)


@require_http_methods(["GET", "POST"])
@roles_required(*STAFF)
def referral_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that somebody sent this person to us: a case begins."""
    person, user, status = known(pk), user_of(request), 200
    form = IncomingForm(request.POST or None, initial={"asked_on": clock.today()})
    if ConflictOfInterest.objects.of_worker(user).about([person]).exists():
        return render(request, "counselling/people/barred.html", {"person": person}, status=403)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("outside", "asked_on", "summary")}
        try:
            actions.receive_referral(by=user, person=person, form_key=form.key, **given)
        except Refused as refused:
            form.refuse(words_for(refused))
            status = 409
        else:
            messages.success(request, _("Noted. The person has a case."))
            return redirect("counselling:person", pk=pk)
    status = 422 if form.errors and status == 200 else status
    return render(request, "counselling/referrals/incoming.html", {"person": person, "form": form}, status=status)
