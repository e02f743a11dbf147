"""Signing up: who comes, what they need, and for somebody without an account how we reach them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from groups.actions.signing_up import Guest, Party
from groups.forms.asking_help import AskingForm
from groups.forms.sign_up_questions import field_for
from groups.models import Event
from groups.rules.sign_up_questions import read_all
from portal.design.forms import FormKeyMixin, PortalForm
from relatives.actions import country_prefix
from relatives.rules import normal_phone

LONGEST_NEED = 500


class SignUpForm(AskingForm, FormKeyMixin, PortalForm):
    """A party for one date. `waits` says that the waiting list is all right too."""

    waits = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        event: Event,
        is_guest: bool,
        own_name: str = "",
        size: int = 1,
        may_ask: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own_name, self.is_guest, self.max_party = own_name, is_guest, max(event.max_party, size)
        if is_guest:
            self.add_guest()
        if self.max_party > 1:
            self.add_party(self.max_party)
        self.fields["needs"] = forms.CharField(
            label=_("Is there something you need to be able to take part?"),
            help_text=_(
                "Such as a place for a wheelchair. Only those who hold the evening see it. "
                "Deleted 14 days after at the latest."
            ),
            required=False,
            max_length=LONGEST_NEED,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.questions = read_all(event.questions)
        for number, question in enumerate(self.questions, start=1):
            self.fields[f"answer_{number}"] = field_for(question)
        self.add_asking(may_ask)

    def add_guest(self) -> None:
        """What we must know of somebody without an account: one way to reach them is enough."""
        self.fields["name"] = forms.CharField(
            label=_("Your first name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
        )
        self.fields["reach"] = forms.CharField(
            label=_("Your e-mail or mobile number"),
            help_text=_("We send you a link there. With it you confirm, change and cancel."),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        )

    def add_party(self, most: int) -> None:
        """How many come, and what the others are called."""
        sizes = [(str(n), ngettext("%(n)d person", "%(n)d people", n) % {"n": n}) for n in range(1, most + 1)]
        self.fields["seats"] = forms.ChoiceField(
            label=_("How many are you?"), choices=sizes, initial="1", widget=forms.Select(attrs={"data-party": ""})
        )
        for number in range(1, most):
            self.fields[f"companion_{number}"] = forms.CharField(
                label=_("First name of companion %(number)d") % {"number": number},
                required=False,
                max_length=60,
                widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input-char-27"}),
            )
        self.fields["accepts_fewer"] = forms.BooleanField(
            label=_("Fewer places are all right too, if there are not enough for all of us"), required=False
        )

    def clean_reach(self) -> str:
        """An e-mail address in small letters, or a number in its one form."""
        typed = str(self.cleaned_data["reach"]).strip()
        if "@" in typed:
            try:
                validate_email(typed)
            except ValidationError as error:
                raise forms.ValidationError(_("Write an e-mail address like name@example.com.")) from error
            return typed.lower()
        if number := normal_phone(typed, country_prefix()):
            return number
        raise forms.ValidationError(_("Write an e-mail address or a mobile number."))

    def party(self) -> Party:
        """Who comes, after is_valid()."""
        data = self.cleaned_data
        seats = int(data.get("seats") or 1)
        own = data["name"] if self.is_guest else self.own_name
        names = [own, *(data.get(f"companion_{number}", "") for number in range(1, seats))]
        answers = [data[f"answer_{number}"] for number, _question in enumerate(self.questions, start=1)]
        return Party(
            names=names,
            needs={0: data["needs"]} if data["needs"] else {},
            accepts_fewer=bool(data.get("accepts_fewer")),
            answers=answers if any(answers) else (),
        )

    def guest(self) -> Guest | None:
        """How somebody without an account is reached."""
        if not self.is_guest:
            return None
        reach = self.cleaned_data["reach"]
        email, phone = (reach, "") if "@" in reach else ("", reach)
        return Guest(name=self.cleaned_data["name"], email=email, phone=phone)
