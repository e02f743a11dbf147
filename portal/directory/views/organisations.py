"""The table of organisations: who stands behind the offers."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.decorators import roles_required
from portal.design.forms import sent
from portal.directory.access import EDITORS, READERS
from portal.directory.actions import organisations as actions
from portal.directory.forms import REFUSAL_TEXT, OrganisationForm, initial_of_organisation
from portal.directory.models import Organisation
from portal.directory.rules import Refusal
from portal.directory.views.keeping import person_of, version_in
from portal.refusals import Refused

FORM = "directory/organisation_form.html"


@require_GET
@roles_required(*READERS)
def organisations(request: HttpRequest) -> HttpResponse:
    """Every organisation with the number of its offers."""
    context = {"organisations": Organisation.objects.for_list(), "may_edit": person_of(request).has_role(*EDITORS)}
    return render(request, "directory/organisations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(*EDITORS)
def add_organisation(request: HttpRequest) -> HttpResponse:
    """A new organisation."""
    form = OrganisationForm(sent(request), initial={"version": 0})
    if form.is_valid():
        try:
            added = actions.add_organisation(by=person_of(request), facts=form.facts())
        except Refused as refused:
            form.say(Refusal(refused.reason))
        else:
            messages.success(request, _("{name} is added.").format(name=added.name))
            return redirect("directory:organisations")
    return render(request, FORM, {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(*EDITORS)
def change_organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Another name, number or address."""
    organisation: Organisation = get_object_or_404(Organisation, pk=organisation_id)
    form = OrganisationForm(sent(request), initial=initial_of_organisation(organisation))
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.change_organisation(
                by=person_of(request), organisation_id=organisation.pk, facts=form.facts(), version=version
            )
        except Refused as refused:
            if refused.reason == Refusal.STALE:
                messages.error(request, str(REFUSAL_TEXT[Refusal.STALE]))
                return redirect("directory:change_organisation", organisation.pk)
            form.say(Refusal(refused.reason))
        else:
            messages.success(request, _("Your change is saved."))
            return redirect("directory:organisations")
    context = {"form": form, "organisation": organisation}
    return render(request, FORM, context, status=422 if form.errors else 200)


def act(request: HttpRequest, organisation_id: UUID, action: Callable[..., Organisation], says: str) -> HttpResponse:
    """Do one thing to an organisation, say what happened, and go back to the table."""
    organisation: Organisation = get_object_or_404(Organisation, pk=organisation_id)
    try:
        action(by=person_of(request), organisation_id=organisation.pk, version=version_in(request))
    except Refused as refused:
        why = REFUSAL_TEXT[Refusal(refused.reason)]
        messages.error(request, f"{organisation.name}: {why}")
    else:
        messages.success(request, says.format(name=organisation.name))
    return redirect("directory:organisations")


@require_POST
@roles_required(*EDITORS)
def withdraw_organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Out of use, unless offers of it are shown."""
    return act(request, organisation_id, actions.withdraw_organisation, _("{name} is out of use."))


@require_POST
@roles_required(*EDITORS)
def restore_organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """In use again."""
    return act(request, organisation_id, actions.restore_organisation, _("{name} is in use again."))
