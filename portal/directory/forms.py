"""What staff fill in about offers and organisations, and what the directory's refusals say."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.design.forms import PortalForm
from portal.directory.actions.offers import OfferFacts
from portal.directory.actions.organisations import OrganisationFacts
from portal.directory.choices import LANGUAGES, LONGEST_ANSWER
from portal.directory.models import Offer, Organisation, Unit
from portal.directory.rules import Refusal

REFUSAL_TEXT: dict[Refusal, Promise] = {
    Refusal.ADDRESS_TAKEN: _("Another page has this address already. Choose another one."),
    Refusal.STALE: _("Somebody has changed this since you opened it. Here is how it looks now."),
    Refusal.NAME_TAKEN: _("There is an organisation with this name already. Use that one."),
    Refusal.NAMELESS: _("Write what the organisation is called."),
    Refusal.STILL_OFFERS: _("It has offers that are shown. Withdraw them first, or move them to another organisation."),
    Refusal.ORGANISATION_OUT_OF_USE: _(
        "The organisation is out of use. Take it into use again, or choose another one."
    ),
    Refusal.NOT_TOLD: _("Write a title and a text in at least one language."),
    Refusal.HALF_TOLD: _("Write both the title and the text in a language, or neither."),
    Refusal.MUST_TAKE_REFERRALS: _("If only we can pass relatives on, the offer must also take referrals."),
    Refusal.NO_TIME_TO_ANSWER: _("Write within how many days they answer, from 1 to 365."),
    Refusal.NOBODY_TO_REFER_TO: _("Write a phone number or an e-mail, so that we can pass relatives on."),
    Refusal.WITHDRAWN: _("This is withdrawn. Show it again first."),
    Refusal.NOT_WITHDRAWN: _("This is in use already."),
}
FIELD_OF = {
    Refusal.NAME_TAKEN: "name",
    Refusal.NAMELESS: "name",
    Refusal.ORGANISATION_OUT_OF_USE: "organisation",
    Refusal.NOT_TOLD: "title_da",
    Refusal.MUST_TAKE_REFERRALS: "takes_referrals",
    Refusal.NO_TIME_TO_ANSWER: "response_days",
    Refusal.NOBODY_TO_REFER_TO: "contact_email",
}
TITLES = {"da": _("Title in Danish"), "nb": _("Title in Norwegian"), "en": _("Title in English")}
SUMMARIES = {"da": _("Text in Danish"), "nb": _("Text in Norwegian"), "en": _("Text in English")}
PHONE = {"autocomplete": "off", "inputmode": "tel", "class": "input-width-s"}
EMAIL = {"autocomplete": "off", "class": "input-width-m"}


class SearchForm(PortalForm):
    """Words to look for in the offers; sent as an address."""

    is_search = True

    words = forms.CharField(
        label=_("Search in the offers"),
        required=False,
        max_length=100,
        help_text=_("Title, text, organisation or contact person."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    show = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)


class KeptForm(PortalForm):
    """A form that knows which version of the thing it was shown for."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def say(self, reason: Refusal) -> None:
        """Say why the action said no, at the field it is about."""
        self.refuse(REFUSAL_TEXT[reason], FIELD_OF.get(reason))


class OrganisationForm(KeptForm):
    """Who an organisation is, and how anybody reaches it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("What sort"), choices=[("", _("Choose")), *Organisation.Kind.choices])
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False, widget=forms.TextInput(attrs=PHONE))
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput(attrs=EMAIL))
    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )

    def facts(self) -> OrganisationFacts:
        """The organisation as filled in."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return OrganisationFacts(**given)


class OfferForm(KeptForm):
    """An offer in up to three languages: what it is, who gives it, how to get it, whether it takes referrals."""

    organisation = forms.ModelChoiceField(
        label=_("Who gives it"), queryset=Organisation.objects.active(), empty_label=_("Choose")
    )
    unit = forms.ModelChoiceField(
        label=_("Place"),
        queryset=Unit.objects.shown().order_by("name"),
        required=False,
        empty_label=_("No place of ours"),
        help_text=_("Only if it belongs to one of the municipality's own places."),
    )
    way_in = forms.ChoiceField(
        label=_("How do relatives get it?"), choices=Offer.WayIn.choices, widget=forms.RadioSelect
    )
    contact_name = forms.CharField(
        label=_("Contact person"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Relatives see contact person, phone and e-mail when they get in touch themselves."),
    )
    contact_phone = forms.CharField(
        label=_("Phone"), max_length=20, required=False, widget=forms.TextInput(attrs=PHONE)
    )
    contact_email = forms.EmailField(
        label=_("E-mail"), max_length=254, required=False, widget=forms.EmailInput(attrs=EMAIL)
    )
    takes_referrals = forms.BooleanField(
        label=_("Takes referrals: a counsellor can pass a relative on"),
        required=False,
    )
    response_days = forms.IntegerField(
        label=_("Days until they answer a referral"),
        required=False,
        min_value=1,
        max_value=LONGEST_ANSWER,
        help_text=_("Only when it takes referrals. The counsellor is reminded after that."),
        widget=forms.NumberInput(attrs={"class": "input-char-5", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = [name for name in self.fields if name.startswith("contact_")] + ["takes_referrals", "response_days"]
        rest = {name: self.fields.pop(name) for name in after}
        for code in LANGUAGES:
            self.fields[f"title_{code}"] = forms.CharField(label=TITLES[code], max_length=120, required=False)
        for code in LANGUAGES:
            self.fields[f"summary_{code}"] = forms.CharField(
                label=SUMMARIES[code],
                max_length=300,
                required=False,
                help_text=_("At most 300 characters. Short sentences, said to the relative."),
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields |= rest

    def facts(self, *, keeping: Offer | None = None) -> OfferFacts:
        """The offer as filled in; what can be booked is not asked here and stays as it was."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        organisation, unit = given.pop("organisation"), given.pop("unit")
        return OfferFacts(
            **given,
            organisation_id=organisation.pk,
            unit_id=unit.pk if unit else None,
            bookable_ref=keeping.bookable_ref if keeping else None,
        )


def initial_of(offer: Offer) -> dict[str, Any]:
    """An offer as the form shows it."""
    return {
        **{field.name: getattr(offer, field.name) for field in Offer._meta.concrete_fields},
        "organisation": offer.organisation_id,
        "unit": offer.unit_id,
    }


def initial_of_organisation(organisation: Organisation) -> dict[str, Any]:
    """An organisation as the form shows it."""
    return {field.name: getattr(organisation, field.name) for field in Organisation._meta.concrete_fields}
