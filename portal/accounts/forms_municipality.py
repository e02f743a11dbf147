"""What the administrator says about the municipality."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from portal.design.forms import PortalForm
from portal.design.models import Municipality

PHONE = RegexValidator(r"^[0-9+ ]{3,30}$", _("Write the number with digits and spaces, like 99 12 34 56."))


class MunicipalityForm(PortalForm):
    """Name, logo, colour, telephone numbers."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("As it stands on every page, such as Egekøbing Kommune."),
        error_messages={"required": _("Write the municipality's name.")},
    )
    short_name = forms.CharField(
        label=_("Short name"), max_length=40, required=False, help_text=_("For messages and small screens.")
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG or JPEG, 1 MB and 2,000 pixels at most. Empty keeps the present one."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    remove_logo = forms.BooleanField(label=_("Show no logo"), required=False)
    logo_alt = forms.CharField(
        label=_("What the logo shows"),
        max_length=120,
        required=False,
        help_text=_("Read aloud to people who can't see it."),
    )
    colour = forms.CharField(
        label=_("Colour"),
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Choose a colour, or write it like #17584f."))],
        help_text=_("White words stand on it, so it must be dark enough."),
        widget=forms.TextInput(attrs={"class": "input-width-s"}),
    )
    phone_main = forms.CharField(label=_("Main number"), max_length=30, required=False, validators=[PHONE])
    phone_hours = forms.CharField(
        label=_("When the main number is answered, in Danish"), max_length=120, required=False
    )
    phone_hours_nb = forms.CharField(
        label=_("When the main number is answered, in Norwegian"), max_length=120, required=False
    )
    phone_hours_en = forms.CharField(
        label=_("When the main number is answered, in English"), max_length=120, required=False
    )
    counselling_phone = forms.CharField(
        label=_("The counsellors' number"), max_length=30, required=False, validators=[PHONE]
    )
    acute_numbers = forms.CharField(
        label=_("Numbers to ring now"),
        required=False,
        help_text=_("One a line, such as Livslinien 70 201 201. 112 always stands there."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    address = forms.CharField(label=_("Address"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    @staticmethod
    def of(municipality: Municipality) -> dict[str, Any]:
        """What stands there now."""
        kept = [name for name in MunicipalityForm.base_fields if name not in {"logo", "remove_logo"}]
        return {name: getattr(municipality, name) for name in kept}

    def clean(self) -> dict[str, Any]:
        """A logo without words is silent for those who can't see it."""
        values = super().clean() or self.cleaned_data
        if values.get("logo") and not values.get("logo_alt"):
            self.add_error("logo_alt", _("Write in a few words what the logo shows."))
        return values
