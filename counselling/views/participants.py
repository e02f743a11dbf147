"""Who takes part in a case: added, and what they say about notes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from counselling.actions.case_reading import called
from counselling.actions.participants import add_participant, say_about_notes
from counselling.forms.case_refusals import words_for
from counselling.forms.cases import NotesConsentForm, ParticipantForm
from counselling.models import CaseParticipant
from counselling.rules.cases import CaseRefusal
from counselling.views.case_acts import done
from counselling.views.cases import own_case
from counselling.views.staff_shared import user_of
from portal.accounts.decorators import roles_required
from portal.accounts.models import Role
from portal.design.forms import sent
from portal.refusals import Refused

ABOUT_THE_ADDRESS = (CaseRefusal.ACCOUNT_UNKNOWN, CaseRefusal.IS_THE_PERSON, CaseRefusal.TAKES_PART_ALREADY)


@require_http_methods(["GET", "POST"])
@roles_required(Role.COUNSELLOR)
def participant_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add somebody who takes part."""
    case = own_case(request, pk)
    form = ParticipantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_participant(by=user_of(request), case=case, wish=form.wish())
            return done(request, case, _("Added."))
        except Refused as refused:
            field = "email" if refused.reason in ABOUT_THE_ADDRESS else None
            form.refuse(words_for(refused), field)
    context = {"case": case, "form": form}
    return render(request, "counselling/cases/participant.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@roles_required(Role.COUNSELLOR)
def participant(request: HttpRequest, pk: UUID, participant: UUID) -> HttpResponse:
    """What somebody who takes part says about notes now."""
    case = own_case(request, pk)
    one: CaseParticipant = get_object_or_404(CaseParticipant.objects.of_case(case.pk), pk=participant)
    form = NotesConsentForm(sent(request), initial={"consents": one.has_consented, "sees_notes": one.sees_notes})
    if request.method == "POST" and form.is_valid():
        try:
            say_about_notes(by=user_of(request), participant=one, **form.cleaned_data)
            return done(request, case, _("Saved."))
        except Refused as refused:
            form.refuse(words_for(refused))
    context = {"case": case, "form": form, "participant": one, "name": called(one)}
    return render(request, "counselling/cases/participant.html", context, status=422 if form.errors else 200)
