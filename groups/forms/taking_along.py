"""Which year's numbers; and why names or numbers leave the house, and as what."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.rules.taking_along import TakeRefusal
from portal import clock
from portal.design.forms import PortalForm
from portal.refusals import Refused

FORMATS = [("xlsx", _("Spreadsheet (XLSX)")), ("csv", _("Text (CSV)"))]
YEARS = 6
REFUSAL_TEXT = {
    TakeRefusal.TAKE_REASON_SHORT: _("Write what the file is for, in at least 10 letters."),
    TakeRefusal.TAKE_TOO_LONG: _("That is more than {most} rows, more than one file takes."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal."""
    return str(REFUSAL_TEXT[TakeRefusal(refused.reason.value)]).format(**refused.details)


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


class TakeForm(PortalForm):
    """Why, and as what."""

    file_format = forms.ChoiceField(label=_("File"), choices=FORMATS, widget=forms.RadioSelect, initial="xlsx")
    reason = forms.CharField(
        label=_("What is the file for?"),
        max_length=300,
        help_text=_("Written into the file and into the log."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
