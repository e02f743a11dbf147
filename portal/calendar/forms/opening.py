"""What a team lead fills in about opening hours and closing days."""

from typing import Any

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.calendar.forms.plans import WEEKDAYS
from portal.design.forms import DateInput, DayField, PortalForm, TimeInput


class OpeningForm(PortalForm):
    """One stretch of one weekday."""

    iso_weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    opens_at = forms.TimeField(label=_("Opens"), widget=TimeInput)
    closes_at = forms.TimeField(label=_("Closes"), widget=TimeInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Row("iso_weekday", "opens_at", "closes_at"))


class ClosingDayForm(PortalForm):
    """One day on which everything is closed."""

    on = DayField(label=_("Day"), widget=DateInput)
    reason = forms.CharField(label=_("Why?"), max_length=120, help_text=_("Relatives read this on the front page."))


class HolidaysForm(PortalForm):
    """The year whose public holidays are to be closed."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in range(this_year, this_year + 3)]  # type: ignore[attr-defined]  # a choice field
