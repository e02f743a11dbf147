"""Home visits: where, until when, the phone one carries, and the team lead's ways."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.addresses import Address
from counselling.forms.relative import PhoneField
from counselling.rules import visits as rules
from counselling.visit_choices import LONGEST_WAY, MOST_VISITS
from portal import clock
from portal.calendar.forms.resources import PostcodeField
from portal.design.forms import PortalForm


class AddressForm(PortalForm):
    """Where we come to."""

    street = forms.CharField(
        label=_("Street and number"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("Write the street and the number.")},
    )
    postcode = PostcodeField(label=_("Postcode"))
    town = forms.CharField(
        label=_("Town"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2", "class": "input-char-27"}),
        error_messages={"required": _("Write the town.")},
    )

    def address(self) -> Address:
        """The address, after is_valid()."""
        return Address(**self.cleaned_data)


class ChangeAddressForm(AddressForm):
    """Where we come to instead, as the visit was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def address(self) -> Address:
        """The address, after is_valid()."""
        return Address(**{name: self.cleaned_data[name] for name in ("street", "postcode", "town")})


class GoInForm(PortalForm):
    """Being there, with when one expects to be out: a time of today."""

    until = forms.TimeField(
        label=_("When do you expect to be out?"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "input-char-11"}, format="%H:%M"),
        error_messages={
            "required": _("Write a time, as in 14.30."),
            "invalid": _("Write a time, as in 14.30."),
        },
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )

    def expected_end(self) -> datetime:
        """The moment, on today's date."""
        return datetime.combine(clock.today(), self.cleaned_data["until"], clock.zone())


class LongerForm(PortalForm):
    """How many minutes more."""

    minutes = forms.TypedChoiceField(coerce=int, choices=[(number, number) for number in rules.EXTENSIONS])


class NumberForm(PortalForm):
    """The phone one carries at work."""

    phone = PhoneField(
        label=_("Your work phone"),
        required=False,
        help_text=_("For home visits, yours and your colleagues'. We only write when somebody must look."),
    )


class WayForm(PortalForm):
    """How long it takes between two postcodes."""

    one = PostcodeField(label=_("From postcode"))
    other = PostcodeField(label=_("To postcode"))
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=LONGEST_WAY,
        widget=forms.NumberInput(attrs={"class": "input-char-4"}),
    )


class MostVisitsForm(PortalForm):
    """How many home visits a day holds."""

    most = forms.IntegerField(
        label=_("Home visits a day"),
        min_value=0,
        max_value=MOST_VISITS,
        widget=forms.NumberInput(attrs={"class": "input-char-4"}),
    )
