"""What of the log one wants to see."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from portal.audit.models import Kind, Search
from portal.audit.rules import FileRefusal
from portal.audit.words import WORDS
from portal.design.forms import DateInput, DayField, PortalForm
from portal.refusals import Refused

LARGEST_ID = 2**63 - 1


NOBODY_HAS = _("Nobody here has that e-mail. Write it as the person does, or use a key.")


def key_of(text: str) -> UUID | None:
    """The key of a person by their exact e-mail, or the key itself; refuses an e-mail nobody has."""
    wanted = text.strip()
    if not wanted:
        return None
    try:
        return UUID(wanted)
    except ValueError:
        pass
    person: Any = get_user_model()._default_manager.filter(email__iexact=wanted).first()
    if person is None:
        raise forms.ValidationError(NOBODY_HAS)
    return UUID(str(person.pk))


def action_choices() -> list[tuple[str, Any]]:
    """Every sort of event, by its words in this language."""
    return [("", _("Everything")), *sorted(WORDS.items(), key=lambda one: str(one[1]).casefold())]


class SearchForm(PortalForm):
    """Sent as an address, so that going back and the next page keep what was asked for."""

    is_search = True

    person = forms.CharField(
        label=_("Whose data"),
        required=False,
        max_length=254,
        help_text=_("The person's e-mail, or the key from a line of the log."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    who = forms.CharField(
        label=_("Who did it"),
        required=False,
        max_length=254,
        help_text=_("Their e-mail, exactly."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Sort of event"),
        required=False,
        choices=[("", _("Changes and reads")), (Kind.CHANGE, _("Only changes")), (Kind.READ, _("Only reads"))],
    )
    action = forms.ChoiceField(label=_("What happened"), required=False, choices=action_choices)
    first = DayField(label=_("From"), required=False, widget=DateInput())
    last = DayField(label=_("To"), required=False, widget=DateInput())
    before = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)

    def clean_person(self) -> UUID | None:
        """Whose data, as a key."""
        return key_of(self.cleaned_data["person"])

    def clean_who(self) -> UUID | None:
        """Who did it, as a key."""
        return key_of(self.cleaned_data["who"])

    def clean(self) -> dict[str, Any]:
        """A period runs forwards."""
        asked: dict[str, Any] = super().clean() or self.cleaned_data
        if asked.get("first") and asked.get("last") and asked["last"] < asked["first"]:
            self.add_error("last", _("The last day is before the first."))
        return asked

    @property
    def search(self) -> Search:
        """The search, after is_valid()."""
        asked = self.cleaned_data
        return Search(
            kind=asked["kind"],
            subject=asked["person"],
            actor=asked["who"],
            action=asked["action"],
            first=asked["first"],
            last=asked["last"],
            before=asked["before"],
        )


FORMATS = [("xlsx", _("Spreadsheet (XLSX)")), ("csv", _("Text (CSV)"))]
REFUSAL_TEXT = {
    FileRefusal.FILE_REASON_SHORT: _("Write what the file is for, in at least 10 letters."),
    FileRefusal.FILE_TOO_LONG: _("That is more than {most} rows, more than one file takes."),
    FileRefusal.FILE_OVER: _("The file is older than 24 hours and is gone. Make a new one."),
}


def words_for(refused: Refused) -> str:
    """The words of a refusal."""
    return str(REFUSAL_TEXT[FileRefusal(refused.reason.value)]).format(**refused.details)


class FileForm(PortalForm):
    """Why names or numbers leave the house, and as what."""

    file_format = forms.ChoiceField(label=_("File"), choices=FORMATS, widget=forms.RadioSelect, initial="xlsx")
    reason = forms.CharField(
        label=_("What is the file for?"),
        max_length=300,
        help_text=_("Written into the file and into the log."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ExportForm(PortalForm):
    """Why somebody takes a part of the log along."""

    reason = forms.CharField(
        label=_("Why do you need the file?"),
        help_text=_("It is noted in the log."),
        min_length=10,
        max_length=300,
        error_messages={
            "min_length": _("Write a little more: at least 10 characters."),
            "max_length": _("Write at most 300 characters."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
