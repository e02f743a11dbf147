"""What staff fill in about calendars, rooms, interpreters, and a person's own calendar elsewhere."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.calendar.actions.resources import ResourceFacts
from portal.calendar.models import (
    Resource,
)
from portal.design.forms import PortalForm
from portal.design.words import language_name

LANGUAGES = [
    ("ar", _("Arabic")),
    ("bs", _("Bosnian, Croatian, Serbian")),
    ("en", _("English")),
    ("fa", _("Farsi and Dari")),
    ("kl", _("Greenlandic")),
    ("ku", _("Kurdish")),
    ("pl", _("Polish")),
    ("ro", _("Romanian")),
    ("sgn", _("Sign language")),
    ("so", _("Somali")),
    ("ti", _("Tigrinya")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
    ("ur", _("Urdu")),
    ("vi", _("Vietnamese")),
]


def mailbox_field() -> forms.EmailField:
    """Where invitations go."""
    return forms.EmailField(
        label=_("Mailbox for invitations"),
        max_length=254,
        required=False,
        help_text=_("Each meeting is put into this calendar at once. It says only when, never with whom."),
    )


class PostcodeField(forms.RegexField):
    """A postcode of four digits, as in Denmark and Norway."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "postal-code", "class": "input-char-4"}
        messages = {"invalid": _("A postcode has 4 digits."), "required": _("Write the postcode.")}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(regex=r"^[0-9]{4}$", max_length=4, error_messages=messages, widget=widget, **kwargs)


class RoomForm(PortalForm):
    """A room."""

    name = forms.CharField(label=_("Name"), max_length=120)
    place = forms.CharField(
        label=_("How to find it"), max_length=200, required=False, help_text=_("Relatives read this on their receipt.")
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1000, required=False)
    mailbox = mailbox_field()

    def facts(self) -> ResourceFacts:
        """What the form says, after is_valid()."""
        return ResourceFacts(kind=Resource.Kind.ROOM, **self.cleaned_data)


class InterpreterForm(PortalForm):
    """An interpreter and the languages they speak."""

    name = forms.CharField(label=_("Name"), max_length=120)
    languages = forms.MultipleChoiceField(label=_("Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple)
    mailbox = mailbox_field()

    def facts(self) -> ResourceFacts:
        """What the form says, after is_valid()."""
        return ResourceFacts(kind=Resource.Kind.INTERPRETER, **self.cleaned_data)


class PersonForm(PortalForm):
    """A colleague who gets a calendar. The kind follows the role."""

    kind = Resource.Kind.COUNSELLOR
    user = forms.ModelChoiceField(label=_("Who?"), queryset=User.objects.none(), empty_label=_("Choose a colleague"))
    languages = forms.MultipleChoiceField(
        label=_("Languages besides Danish or Norwegian"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    postcode = PostcodeField(
        label=_("Postcode of the place of work"),
        required=False,
        help_text=_("Home visits start and end here. It decides how much time is kept for the way."),
    )
    mailbox = mailbox_field()

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["user"]
        else:
            self.fields["user"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField

    def facts(self) -> ResourceFacts:
        """What the form says, after is_valid()."""
        user = self.cleaned_data.get("user")
        return ResourceFacts(
            kind=self.kind,
            name=str(user) if user else self.initial["name"],
            user_id=user.id if user else None,
            languages=self.cleaned_data["languages"],
            mailbox=self.cleaned_data["mailbox"],
            postcode=self.cleaned_data["postcode"],
        )


def language_names(codes: Sequence[str]) -> str:
    """The languages as words, for a list."""
    names = dict(LANGUAGES)
    return ", ".join(str(names.get(code) or language_name(code).capitalize()) for code in codes)


class OwnCalendarForm(PortalForm):
    """The secret address of a person's own calendar."""

    address = forms.CharField(
        label=_("Secret address of your calendar (ICS)"),
        max_length=1000,
        help_text=_("Outlook: Settings, Calendar, Shared calendars, Publish. We only read when you are busy."),
    )
