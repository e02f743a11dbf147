"""Finishing a task, and why the list says no."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.design.forms import PortalForm
from portal.worklist.rules import Refusal

REFUSAL_TEXT: dict[Refusal, Any] = {
    Refusal.ALREADY_FINISHED: _("Somebody has already finished this task."),
}


class FinishForm(PortalForm):
    """What was done, if it is worth a line."""

    note = forms.CharField(
        label=_("What did you do?"),
        max_length=500,
        required=False,
        error_messages={"max_length": _("Write at most 500 characters.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
