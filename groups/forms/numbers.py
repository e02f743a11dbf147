"""Which year's numbers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.design.forms import PortalForm

YEARS = 6


class YearForm(PortalForm):
    """Sent as an address; one that makes no sense asks for this year."""

    is_search = True

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__({"year": (data or {}).get("year") or str(clock.today().year)}, **kwargs)
        field, this_year = self.fields["year"], clock.today().year
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(year), str(year)) for year in range(this_year, this_year - YEARS, -1)]

    def wish(self) -> int:
        """The year."""
        return int(self.cleaned_data["year"]) if self.is_valid() else clock.today().year
