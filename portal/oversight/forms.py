"""A verdict, and why the spot check says no."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.design.forms import PortalForm
from portal.oversight.models import Verdict
from portal.oversight.rules import Refusal

REFUSAL_TEXT: dict[Refusal, Any] = {
    Refusal.OWN_READ: _("You did this yourself, so somebody else must look at it."),
    Refusal.ALREADY_JUDGED: _("Somebody has looked at this one already. What they wrote stands."),
}


class JudgeForm(PortalForm):
    """What somebody makes of a read."""

    verdict = forms.ChoiceField(label=_("What do you make of it?"), choices=Verdict.choices, widget=forms.RadioSelect)
    said = forms.CharField(
        label=_("Why?"),
        help_text=_("One sentence. It is kept encrypted."),
        max_length=500,
        error_messages={"max_length": _("Write at most 500 characters.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
