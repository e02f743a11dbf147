"""A relative's booked home visit: we come somewhere else."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from counselling.actions.visit_addresses import change_visit_address
from counselling.actions.visit_days import address_of_talk
from counselling.forms.refusals import words_for
from counselling.forms.visits import ChangeAddressForm
from counselling.rules.talks import Refusal
from counselling.views.appointments import may_change_address, own, person
from portal.design.forms import sent
from portal.refusals import Refused


@never_cache
@require_http_methods(["GET", "POST"])
def visit_address(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET shows where we come and the form, POST changes it; too late or no room says so, with the number to ring."""
    talk = own(request, pk)
    known = address_of_talk(talk)
    form = ChangeAddressForm(sent(request), initial={"version": talk.version, **(vars(known) if known else {})})
    refused: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            change_visit_address(
                by=person(request), talk=talk, version=form.cleaned_data["version"], address=form.address()
            )
        except Refused as error:
            refused = Refusal(str(error.reason))
            form.refuse(words_for(refused))
        else:
            messages.success(request, _("Thank you. We come to the new address."))
            return redirect("counselling:appointment", pk=talk.pk)
    context = {"appointment": talk, "form": form, "may_change": may_change_address(talk), "refused": refused}
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "counselling/visits/change_address.html", context, status=status)
