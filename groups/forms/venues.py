"""What is written down about a place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.choices import YesNoUnknown
from groups.forms.organising import VersionForm
from groups.models import Venue
from groups.models.venues import FACTS

FACT_WORDS = {
    "step_free": _("Can one get in without steps?"),
    "hearing_loop": _("Is there a hearing loop?"),
    "accessible_wc": _("Is there a toilet for wheelchairs?"),
    "lift": _("Is there a lift?"),
    "parking": _("Is there parking?"),
    "public_transport": _("Does a bus or train stop near by?"),
}


class VenueForm(VersionForm):
    """Where it is, how one gets there, and what is known of its access."""

    name = forms.CharField(label=_("Name of the place"), max_length=120)
    street = forms.CharField(label=_("Street and number"), max_length=160)
    postcode = forms.CharField(label=_("Postcode"), max_length=8)
    town = forms.CharField(label=_("Town"), max_length=80)
    arrival = forms.CharField(
        label=_("How to get there"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FACTS:
            self.fields[name] = forms.ChoiceField(
                label=FACT_WORDS[name], choices=YesNoUnknown.choices, initial=YesNoUnknown.UNKNOWN
            )

    @staticmethod
    def shown(venue: Venue) -> dict[str, Any]:
        """A place as it is."""
        names = ("name", "street", "postcode", "town", "arrival", "is_active", "version", *FACTS)
        return {name: getattr(venue, name) for name in names}

    def values(self) -> dict[str, Any]:
        """What the action needs."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
