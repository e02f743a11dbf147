"""A relative's settings: how we reach you, phone, name, language. One page, one form per question."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal import clock
from portal.accounts.models import User
from portal.refusals import Refused
from relatives import actions, rules
from relatives.forms import (
    REFUSAL_TEXT,
    ContactForm,
    LanguageForm,
    NameForm,
    PhoneForm,
    PostalAddressForm,
)
from relatives.models import RelativeProfile


def person_of(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)
    return request.user


def example_moment(now: datetime) -> datetime:
    """Tuesday of next week at 14: a moment for the examples."""
    day = now.astimezone(clock.zone()).date() + timedelta(days=7)
    return datetime.combine(day + timedelta(days=(1 - day.weekday()) % 7), time(14), tzinfo=clock.zone())


def settings_page(request: HttpRequest, **filled: Any) -> HttpResponse:
    """The page, with a form that was sent and refused in the place of its empty one."""
    user = person_of(request)
    profile = RelativeProfile.objects.of(user)
    context = {
        "contact_form": ContactForm.of(profile),
        "phone_form": PhoneForm(initial={"phone": profile.phone}),
        "address_form": PostalAddressForm(initial={"postal_address": profile.postal_address}),
        "name_form": NameForm(initial={"name": user.name}),
        "language_form": LanguageForm(initial={"language": user.language}),
        "example_at": example_moment(clock.now()),
        "rests_until": profile.contact_changed_at + rules.WAIT_AFTER_CHANGE
        if profile.contact_changed_at and rules.rests_after_change(profile, clock.now())
        else None,
        **filled,
    }
    context["form"] = next(iter(filled.values()), None)  # for the word "Error" in the title
    return render(request, "relatives/settings.html", context)


def kept(request: HttpRequest, place: str) -> HttpResponse:
    """Say that it is kept, and go back to where the form stands."""
    messages.success(request, _("Your choice is saved."))
    return redirect(reverse("relatives:settings") + place)


@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """How we reach you."""
    return settings_page(request)


@require_POST
def contact(request: HttpRequest) -> HttpResponse:
    """Change channel, readers, discreetness and hours."""
    form = ContactForm(request.POST)
    if form.is_valid():
        user = person_of(request)
        try:
            actions.change_contact(user=user, by=user, wish=form.wish())
        except Refused as refused:
            form.refuse(REFUSAL_TEXT[rules.Refusal(refused.reason)])
        else:
            return kept(request, "#contact")
    return settings_page(request, contact_form=form)


@require_POST
def phone(request: HttpRequest) -> HttpResponse:
    """Change the phone number."""
    form = PhoneForm(request.POST)
    if form.is_valid():
        user = person_of(request)
        try:
            actions.change_phone(user=user, by=user, phone=form.cleaned_data["phone"])
        except Refused as refused:
            form.refuse(REFUSAL_TEXT[rules.Refusal(refused.reason)], "phone")
        else:
            return kept(request, "#phone")
    return settings_page(request, phone_form=form)


@require_POST
def postal_address(request: HttpRequest) -> HttpResponse:
    """Change where letters go."""
    form = PostalAddressForm(request.POST)
    if form.is_valid():
        user = person_of(request)
        try:
            actions.change_postal_address(user=user, by=user, postal_address=form.cleaned_data["postal_address"])
        except Refused as refused:
            form.refuse(REFUSAL_TEXT[rules.Refusal(refused.reason)], "postal_address")
        else:
            return kept(request, "#address")
    return settings_page(request, address_form=form)


@require_POST
def name(request: HttpRequest) -> HttpResponse:
    """Change what we call the person."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return settings_page(request, name_form=form)
    user = person_of(request)
    actions.change_name(user=user, by=user, name=form.cleaned_data["name"])
    return kept(request, "#name")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language of pages and messages, and show the page in it."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return settings_page(request, language_form=form)
    user = person_of(request)
    chosen = form.cleaned_data["language"]
    actions.change_language(user=user, by=user, language=chosen)
    with translation.override(chosen):
        messages.success(request, _("Your choice is saved."))
    return redirect(translate_url(reverse("relatives:settings"), chosen))
