"""Joining two people, and the code that gives somebody their own account."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.models import Case
from counselling.rules.claims import CLAIM_LETTERS, plain_letters
from portal.accounts.models import User
from portal.design.forms import PortalForm
from portal.design.words import date_words


class JoinForm(PortalForm):
    """Which of the two stays, and which case goes on where both have one."""

    keep = forms.ChoiceField(
        label=_("Who stays?"),
        widget=forms.RadioSelect,
        help_text=_("The other one is emptied and closed. Choose the one who signs in, if one of them does."),
    )
    case = forms.ChoiceField(
        label=_("Which case goes on?"),
        widget=forms.RadioSelect,
        help_text=_("The other one is closed. Its notes stay in it, and can still be read."),
    )

    def __init__(self, data: Any, *, people: Sequence[User], cases: Sequence[Case]) -> None:
        super().__init__(data)
        self.people = {str(one.pk): one for one in people}
        stays, goes_on = self.fields["keep"], self.fields["case"]
        assert isinstance(stays, forms.ChoiceField)
        assert isinstance(goes_on, forms.ChoiceField)
        nowhere = gettext("no e-mail")
        stays.choices = [(key, f"{one} ({one.email or nowhere})") for key, one in self.people.items()]
        stays.initial = next((str(one.pk) for one in people if one.email), str(people[0].pk))
        if len(cases) < 2:
            del self.fields["case"]
        else:
            goes_on.choices = [
                (str(one.pk), gettext("{name}, since {day}").format(name=one.person, day=date_words(one.opened_at)))
                for one in cases
            ]

    def who_stays(self) -> tuple[User, User]:
        """The one who stays and the one who is emptied."""
        keep = self.people[self.cleaned_data["keep"]]
        return keep, next(one for one in self.people.values() if one != keep)


class ClaimForm(PortalForm):
    """The eight letters told on the phone."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=40,
        help_text=_("Eight letters. Small or large, with or without a space."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "input-width-s"}),
        error_messages={"required": _("Write the code you got on the phone.")},
    )

    def clean_code(self) -> str:
        """Eight letters, however they were written."""
        code: str = self.cleaned_data["code"]
        if len(plain_letters(code)) != CLAIM_LETTERS:
            raise forms.ValidationError(_("The code has eight letters. Look at it again."))
        return code
