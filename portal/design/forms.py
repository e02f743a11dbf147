"""The form every page uses: labels, hints, errors and the error summary come from the dkfds template pack."""

from typing import Any
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from django import forms


class PortalForm(forms.Form):
    """A form that cleans and never saves. In a template: <form method="post" novalidate>{% crispy form %}…</form>."""

    use_required_attribute = False  # the browser's own bubbles say less than our error summary

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def refuse(self, text: Any, field: str | None = None) -> None:
        """Say why the action said no, above the form or at one field; the form is invalid from then on."""
        self.add_error(field if field in self.fields else None, str(text))


class FormKeyMixin(forms.Form):
    """A hidden key made when the form is shown: the same form sent twice is one thing, not two."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    @property
    def key(self) -> UUID:
        """The key of this showing of the form, after is_valid()."""
        key: UUID = self.cleaned_data["form_key"]
        return key


class DateInput(forms.DateInput):
    """A day, with the browser's own calendar where it has one; ISO either way."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "input-width-s", **(attrs or {})}, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "input-width-xs", **(attrs or {})}, format="%H:%M")


class DayMonthYearInput(forms.MultiWidget):
    """A day someone remembers (a birthday): three small boxes."""

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        numbers = {"inputmode": "numeric", "autocomplete": "off", **(attrs or {})}
        super().__init__(
            {"day": forms.TextInput(numbers), "month": forms.TextInput(numbers), "year": forms.TextInput(numbers)}
        )

    def decompress(self, value: Any) -> list[Any]:
        """The three parts of a date."""
        return [value.day, value.month, value.year] if value else [None, None, None]
