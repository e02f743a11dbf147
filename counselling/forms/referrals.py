"""Passing a relative on, and noting who was sent to us."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.actions.referrals import ReferralWish
from counselling.referral_choices import Told
from portal import clock
from portal.design.forms import DateInput, DayField, FormKeyMixin, PortalForm
from portal.directory.models import Offer

SUMMARY = _("What we may tell when they ring")


class ReferralForm(FormKeyMixin, PortalForm):
    """Where to, and with the relative's yes."""

    offer = forms.ChoiceField(label=_("An offer from our list"), required=False)
    outside = forms.CharField(
        label=_("Or another place"), required=False, max_length=120, help_text=_("Only if it is not on the list.")
    )
    told = forms.ChoiceField(
        label=_("How do they hear of it?"), choices=Told.choices, widget=forms.RadioSelect, initial=Told.PHONE
    )
    summary = forms.CharField(
        label=SUMMARY,
        required=False,
        max_length=2000,
        help_text=_("Kept locked here. It is never sent."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    has_consent = forms.BooleanField(
        label=_("The relative has said yes to being passed on, and to what we may tell"), required=False
    )

    def __init__(self, data: Any, *, offers: Iterable[Offer]) -> None:
        super().__init__(data)
        self.offers = {str(one.pk): one for one in offers}
        field = self.fields["offer"]
        assert isinstance(field, forms.ChoiceField)
        named = [(key, f"{one.title} ({one.organisation})") for key, one in self.offers.items()]
        field.choices = [("", _("Another place")), *named]

    def clean(self) -> dict[str, Any]:
        """One place, not two."""
        given = super().clean() or self.cleaned_data
        if given.get("offer") and given.get("outside", "").strip():
            self.add_error("outside", _("Choose one of the two: an offer, or another place."))
        return given

    def wish(self) -> ReferralWish:
        """The referral as wished for."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "form_key"}
        return ReferralWish(**{**given, "offer": self.offers.get(given["offer"])})


class IncomingForm(FormKeyMixin, PortalForm):
    """Who sent somebody to us."""

    outside = forms.CharField(
        label=_("Who sent them?"), max_length=120, error_messages={"required": _("Write who sent them.")}
    )
    asked_on = DayField(label=_("When did it come?"), widget=DateInput())
    summary = forms.CharField(
        label=_("What they wrote, in short"),
        required=False,
        max_length=2000,
        help_text=_("Kept locked."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_asked_on(self) -> Any:
        """Not in the future."""
        if self.cleaned_data["asked_on"] > clock.today():
            raise forms.ValidationError(_("That day has not come yet."))
        return self.cleaned_data["asked_on"]
