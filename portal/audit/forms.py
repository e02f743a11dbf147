"""What of the log one wants to see."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from portal.audit.models import Kind, Search
from portal.design.forms import DateInput, DayField, PortalForm

LARGEST_ID = 2**63 - 1


class SearchForm(PortalForm):
    """Sent as an address, so that going back and the next page keep what was asked for."""

    is_search = True

    kind = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[("", _("Changes and reads")), (Kind.CHANGE, _("Only changes")), (Kind.READ, _("Only reads"))],
    )
    person = forms.CharField(
        label=_("Whose data"),
        required=False,
        max_length=254,
        help_text=_("The person's e-mail, or the key from a line of the log."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = DayField(label=_("Day"), required=False, widget=DateInput())
    before = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)

    def clean_person(self) -> UUID | None:
        """The key of the person."""
        text: str = self.cleaned_data["person"].strip()
        if not text:
            return None
        try:
            return UUID(text)
        except ValueError:
            pass
        person: Any = get_user_model()._default_manager.filter(email__iexact=text).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has that e-mail. Write it as the person does, or use a key."))
        return UUID(str(person.pk))

    @property
    def search(self) -> Search:
        """The search, after is_valid()."""
        asked = self.cleaned_data
        return Search(kind=asked["kind"], subject=asked["person"], day=asked["day"], before=asked["before"])
