"""Which numbers, and taking them along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.design.forms import PortalForm

SPLITS = ("type", "mode", "language")
YEARS = 6
GRAIN_CHOICES = [("month", _("By month")), ("quarter", _("By quarter")), ("year", _("By year"))]


@dataclass(frozen=True)
class NumbersWish:
    """What is asked for: a year, a step of time, and everything or one part."""

    year: int
    grain: str = "month"
    split: str = ""
    part: str = ""


class NumbersForm(PortalForm):
    """Sent as an address. One thing at a time: two filters together would leave numbers that point at people."""

    is_search = True

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    grain = forms.ChoiceField(label=_("Step"), choices=GRAIN_CHOICES)
    only = forms.ChoiceField(label=_("Show only"), required=False)

    def __init__(self, data: Any, *, this_year: int, only: Sequence[tuple[Any, Any]]) -> None:
        self.this_year = this_year
        super().__init__(
            {"year": str(this_year), "grain": "month", "only": "", **{k: v for k, v in (data or {}).items() if v}}
        )
        self._offer("year", [(str(year), str(year)) for year in range(this_year, this_year - YEARS, -1)])
        self._offer("only", only)

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def wish(self) -> NumbersWish:
        """What is asked for; an address that makes no sense asks for this year."""
        if not self.is_valid():
            return NumbersWish(self.this_year)
        split, _colon, part = self.cleaned_data["only"].partition(":")
        return NumbersWish(self.cleaned_data["year"], self.cleaned_data["grain"], split, part)
