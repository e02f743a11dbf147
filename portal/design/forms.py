"""The form every page uses: labels, hints, errors and the error summary come from the dkfds template pack."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy


class PortalForm(forms.Form):
    """A form that cleans and never saves. In a template: <form method="post" novalidate>{% crispy form %}…</form>."""

    use_required_attribute = False  # the browser's own bubbles say less than our error summary
    is_search = False  # what only narrows a list: nothing in it says that it may be left empty

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            say_what_is_missing(field)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def full_clean(self) -> None:
        """Clean, with our own words for what does not fit: Django's limits sound like a machine."""
        for field in self.fields.values():
            say_the_limits(field)
        super().full_clean()

    def refuse(self, text: Any, field: str | None = None) -> None:
        """Say why the action said no, above the form or at one field; the form is invalid from then on."""
        self.add_error(field if field in self.fields else None, str(text))


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is filled with: what was sent, though it be nothing; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def say_what_is_missing(field: forms.Field) -> None:
    """An empty answer is named by its question, unless the form has words of its own for it."""
    if field.error_messages.get("required") is not forms.Field.default_error_messages["required"]:
        return
    if isinstance(field.widget, forms.CheckboxInput):
        sentence = _("Tick this: {label}")
    elif isinstance(field, (forms.ChoiceField, forms.DateField, forms.ModelChoiceField)):
        sentence = _("Choose: {label}")
    else:
        sentence = _("Write here: {label}")
    if field.label:
        field.error_messages["required"] = format_lazy(sentence, label=field.label)


def say_the_limits(field: forms.Field) -> None:
    """Numbers and texts out of bounds get a sentence with the bounds, unless the form has words of its own."""
    words = field.error_messages
    if isinstance(field, forms.IntegerField):  # decimals too
        least, most = (bound_words(edge) for edge in (field.min_value, field.max_value))
        if least and most:
            sentence = _("Write a number from {least} to {most}.")
        elif most:
            sentence = _("Write a number that is {most} at most.")
        else:
            sentence = _("Write a number that is {least} at least.")
        for code in ("min_value", "max_value"):
            words.setdefault(code, sentence.format(least=least, most=most))
        decimals = field.decimal_places if isinstance(field, forms.DecimalField) else 0
        words.setdefault(
            "max_decimal_places",
            ngettext_lazy("Write at most %(max)s decimal.", "Write at most %(max)s decimals.", "max"),
        )
        words.setdefault("max_digits", _("That number has too many digits."))
        words.setdefault("max_whole_digits", _("That number has too many digits."))
        if words.get("invalid") is type(field).default_error_messages["invalid"]:
            words["invalid"] = _("Write a number.") if decimals else _("Write a whole number.")
    elif isinstance(field, forms.CharField):
        words.setdefault("max_length", _("Write at most %(limit_value)d characters. You have written %(show_value)d."))


def bound_words(edge: Any) -> str | None:
    """A bound as it is written here: decimals with a comma in Danish."""
    value = edge() if callable(edge) else edge
    return None if value is None else number_format(value)


class FormKeyField(forms.UUIDField):
    """The key of a form; a form that comes without one, or with nonsense, gets a key of its own."""

    def clean(self, value: Any) -> UUID:
        """The key, never an error: a person could do nothing about it."""
        try:
            key: UUID | None = super().clean(value)
        except forms.ValidationError:
            key = None
        return key or uuid4()


class FormKeyMixin(forms.Form):
    """A hidden key made when the form is shown: the same form sent twice is one thing, not two."""

    form_key = FormKeyField(widget=forms.HiddenInput, initial=uuid4, required=False)

    @property
    def key(self) -> UUID:
        """The key of this showing of the form, after is_valid()."""
        key: UUID = self.cleaned_data["form_key"]
        return key


class DayField(forms.DateField):
    """A day somebody plans with: this century's, so that no sum of days leaves the calendar."""

    def to_python(self, value: Any) -> date | None:
        """The day, or the same words as for a day that does not exist."""
        day = super().to_python(value)
        if day is not None and not 2000 <= day.year < 2100:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


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
