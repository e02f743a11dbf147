"""A file to hand out, and the three questions those who came are asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.design.forms import PortalForm

WORTH = [("5", _("Very much")), ("4", _("Much")), ("3", _("Some")), ("2", _("A little")), ("1", _("Nothing"))]
WELCOME = [("5", _("Very well")), ("4", _("Well")), ("3", _("Neither")), ("2", _("Badly")), ("1", _("Very badly"))]


class HandoutForm(PortalForm):
    """A PDF."""

    file = forms.FileField(
        label=_("PDF"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty. Choose another.")},
    )


class AnswerForm(PortalForm):
    """Three questions; each can be left out."""

    worth = forms.TypedChoiceField(
        label=_("How much did you get out of coming?"),
        choices=WORTH,
        widget=forms.RadioSelect,
        required=False,
        coerce=int,
        empty_value=None,
    )
    welcome = forms.TypedChoiceField(
        label=_("How well were you received?"),
        choices=WELCOME,
        widget=forms.RadioSelect,
        required=False,
        coerce=int,
        empty_value=None,
    )
    words = forms.CharField(
        label=_("What should we do more of, or in another way?"),
        help_text=_("Don’t write your name, or anything about somebody else."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def given(self) -> dict[str, Any]:
        """The answer."""
        return {name: self.cleaned_data[name] for name in ("worth", "welcome", "words")}
