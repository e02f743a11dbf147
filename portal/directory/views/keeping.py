"""Where staff look offers up, and the team lead and the planners keep them right."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import clock
from portal.accounts.decorators import roles_required
from portal.accounts.models import User
from portal.design.forms import sent
from portal.directory.access import EDITORS, READERS
from portal.directory.actions import offers as actions
from portal.directory.choices import last_good_day
from portal.directory.forms import REFUSAL_TEXT, OfferForm, SearchForm, initial_of
from portal.directory.models import Offer
from portal.directory.rules import Refusal
from portal.refusals import Refused

UNCHECKED, WITHDRAWN = "unchecked", "withdrawn"


def person_of(request: HttpRequest) -> User:
    """Who asks; these pages are never open to anonymous people."""
    assert isinstance(request.user, User)
    return request.user


def version_in(request: HttpRequest) -> int:
    """The version the page was judged from; -1 (always stale) when the form lost it."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def offer_of(request: HttpRequest, offer_id: UUID) -> Offer:
    """An offer as staff see it; 404 for one that is not there."""
    found: Offer = get_object_or_404(Offer.objects.visible_to(person_of(request)).for_list(), pk=offer_id)
    return found


@require_GET
@roles_required(*READERS)
def kept_offers(request: HttpRequest) -> HttpResponse:
    """Every offer with search, and marks on those nobody has checked for half a year."""
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"words": "", "show": ""}
    every = Offer.objects.visible_to(person_of(request)).for_list()
    found = {
        UNCHECKED: every.not_checked_since(last_good_day(clock.today())),
        WITHDRAWN: every.withdrawn(),
    }.get(asked["show"], every.published())
    context = {
        "form": form,
        "offers": found.matching(asked["words"]),
        "asked": asked,
        "unchecked_count": every.not_checked_since(last_good_day(clock.today())).count(),
        "may_edit": person_of(request).has_role(*EDITORS),
    }
    return render(request, "directory/kept_offers.html", context)


@require_GET
@roles_required(*READERS)
def kept_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """One offer with everything a colleague needs to pass somebody on."""
    context = {"offer": offer_of(request, offer_id), "may_edit": person_of(request).has_role(*EDITORS)}
    return render(request, "directory/kept_offer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(*EDITORS)
def add_offer(request: HttpRequest) -> HttpResponse:
    """A new offer, shown at once."""
    form = OfferForm(sent(request), initial={"version": 0, "way_in": Offer.WayIn.SELF})
    if form.is_valid():
        try:
            added = actions.add_offer(by=person_of(request), facts=form.facts())
        except Refused as refused:
            form.say(Refusal(refused.reason))
        else:
            messages.success(request, _("{offer} is added. Everybody can read it now.").format(offer=added.title))
            return redirect("directory:kept_offer", added.pk)
    return render(request, "directory/offer_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(*EDITORS)
def change_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Another text, contact or way in; then it counts as checked."""
    offer = offer_of(request, offer_id)
    form = OfferForm(sent(request), initial=initial_of(offer))
    if form.is_valid():
        given: dict[str, Any] = {"facts": form.facts(keeping=offer), "version": form.cleaned_data["version"]}
        try:
            actions.change_offer(by=person_of(request), offer_id=offer.pk, **given)
        except Refused as refused:
            if refused.reason == Refusal.STALE:
                messages.error(request, str(REFUSAL_TEXT[Refusal.STALE]))
                return redirect("directory:kept_offer", offer.pk)
            form.say(Refusal(refused.reason))
        else:
            messages.success(request, _("Your change is saved."))
            return redirect("directory:kept_offer", offer.pk)
    context = {"form": form, "offer": offer}
    return render(request, "directory/offer_form.html", context, status=422 if form.errors else 200)


def act(request: HttpRequest, offer_id: UUID, action: Callable[..., Offer], says: str) -> HttpResponse:
    """Do one thing to an offer, say what happened, and go back to it."""
    offer = offer_of(request, offer_id)
    try:
        action(by=person_of(request), offer_id=offer.pk, version=version_in(request))
    except Refused as refused:
        messages.error(request, str(REFUSAL_TEXT[Refusal(refused.reason)]))
    else:
        messages.success(request, says.format(offer=offer.title))
    return redirect("directory:kept_offer", offer.pk)


@require_POST
@roles_required(*EDITORS)
def check_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """It is still right."""
    return act(request, offer_id, actions.check_offer, _("{offer} is checked today."))


@require_POST
@roles_required(*EDITORS)
def withdraw_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Show it no longer."""
    return act(request, offer_id, actions.withdraw_offer, _("{offer} is withdrawn. Relatives no longer see it."))


@require_POST
@roles_required(*EDITORS)
def restore_offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Show it again."""
    return act(request, offer_id, actions.restore_offer, _("{offer} is shown again."))
