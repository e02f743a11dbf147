"""One of the times that are kept for somebody."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.models import NewTime
from portal.design.forms import PortalForm
from portal.design.words import moment_words


class NewTimesForm(PortalForm):
    """Which time."""

    time = forms.ChoiceField(label=_("Which time suits you?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, times: Iterable[NewTime], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), moment_words(one.starts_at)) for one in times]

    def clean_time(self) -> UUID:
        """The time's key."""
        return UUID(self.cleaned_data["time"])
