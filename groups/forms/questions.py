"""A question to whoever speaks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.rules.questions import QuestionRefusal
from portal.design.forms import FormKeyMixin, PortalForm

REFUSAL_TEXT = {
    QuestionRefusal.QUESTION_TOO_LATE: _("It is too late to ask here. Ring us instead."),
    QuestionRefusal.QUESTIONS_TOO_MANY: _("There have been very many questions from here. Wait ten minutes."),
    QuestionRefusal.QUESTION_NOT_FROM_HERE: _("That can't be done with a question."),
}


class QuestionForm(FormKeyMixin, PortalForm):
    """What somebody would like to hear about."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_("Don't write names. At most 500 characters."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
