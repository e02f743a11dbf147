"""A relative's settings: how we reach you, phone, name, language. One page, one form per question."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal import clock
from portal.accounts.models import User
from portal.design.forms import PortalForm
from portal.refusals import Refused
from relatives import actions, rules
from relatives.actions import ContactWish
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


@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """How we reach you."""
    return settings_page(request)


@dataclass(frozen=True)
class Part:
    """One question of the page: its form and that form's name in the template, what keeps the answer, where it stands.

    A refusal is said at the field, or above the form when it is about no single one.
    """

    slot: str
    form: type[PortalForm]
    keep: Callable[[User, dict[str, Any]], User | RelativeProfile]
    place: str
    field: str | None = None


def keep_contact(user: User, given: dict[str, Any]) -> RelativeProfile:
    """Change channel, readers, discreetness and hours."""
    return actions.change_contact(user=user, by=user, wish=ContactWish(**given))


def keep_phone(user: User, given: dict[str, Any]) -> RelativeProfile:
    """Change the phone number."""
    return actions.change_phone(user=user, by=user, phone=given["phone"])


def keep_address(user: User, given: dict[str, Any]) -> RelativeProfile:
    """Change where letters go."""
    return actions.change_postal_address(user=user, by=user, postal_address=given["postal_address"])


def keep_name(user: User, given: dict[str, Any]) -> User:
    """Change what we call the person."""
    return actions.change_name(user=user, by=user, name=given["name"])


def keep_language(user: User, given: dict[str, Any]) -> User:
    """Change the language of pages and messages."""
    return actions.change_language(user=user, by=user, language=given["language"])


def view_of(part: Part) -> Callable[[HttpRequest], HttpResponse]:
    """The address one form sends to: keep the answer and go back to where the form stands, or show what is wrong."""

    @require_POST
    def answer(request: HttpRequest) -> HttpResponse:
        form = part.form(request.POST)
        if not form.is_valid():
            return settings_page(request, **{part.slot: form})
        try:
            part.keep(person_of(request), form.cleaned_data)
        except Refused as refused:
            form.refuse(REFUSAL_TEXT[rules.Refusal(refused.reason)], part.field)
            return settings_page(request, **{part.slot: form})
        chosen = form.cleaned_data.get("language", translation.get_language())
        with translation.override(chosen):
            messages.success(request, _("Your choice is saved."))
            return redirect(reverse("relatives:settings") + part.place)

    return answer


contact = view_of(Part("contact_form", ContactForm, keep_contact, "#contact"))
phone = view_of(Part("phone_form", PhoneForm, keep_phone, "#phone", "phone"))
postal_address = view_of(Part("address_form", PostalAddressForm, keep_address, "#address", "postal_address"))
name = view_of(Part("name_form", NameForm, keep_name, "#name"))
language = view_of(Part("language_form", LanguageForm, keep_language, ""))
