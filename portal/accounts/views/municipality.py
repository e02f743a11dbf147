"""How the municipality presents itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts import actions
from portal.accounts.decorators import roles_required
from portal.accounts.forms_municipality import MunicipalityForm
from portal.accounts.models import Role
from portal.accounts.rules import Refusal
from portal.accounts.views.code_page import words_for
from portal.accounts.views.own_account import person_of
from portal.design.models import Municipality
from portal.refusals import Refused


@require_http_methods(["GET", "POST"])
@roles_required(Role.ADMINISTRATOR)
def municipality(request: HttpRequest) -> HttpResponse:
    """Name, logo, colour, telephone numbers."""
    now = Municipality.objects.first() or Municipality()
    form = MunicipalityForm(request.POST or None, request.FILES or None, initial=MunicipalityForm.of(now))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["logo"]
        try:
            actions.change_municipality(
                by=person_of(request),
                values=form.cleaned_data,
                logo=upload.read() if upload else None,
                remove_logo=form.cleaned_data["remove_logo"],
            )
            messages.success(request, _("Saved. Every page shows it within a few seconds."))
            return redirect("accounts:municipality")
        except Refused as refused:
            form.refuse(words_for(refused), "colour" if refused.reason == Refusal.TOO_PALE else "logo")
    return render(request, "accounts/municipality.html", {"form": form})
