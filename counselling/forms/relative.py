"""What a relative fills in on the way to a talk and around it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from counselling.choices import CallTopic, Company
from counselling.forms.chosen import Choices
from counselling.models import Appointment, CounsellorProfile
from portal.calendar.models import Resource
from portal.design.forms import FormKeyMixin, PortalForm
from portal.design.words import language_name
from relatives.actions import country_prefix
from relatives.rules import normal_phone

LONGEST_ANSWER = 2000
CALL_WHEN = [
    ("any", _("Any time")),
    ("morning", _("In the morning")),
    ("midday", _("In the middle of the day")),
    ("afternoon", _("In the afternoon")),
]


class PickTimeForm(PortalForm):
    """One of the times on the page: its start and whose it is."""

    time = forms.CharField(max_length=100, error_messages={"required": _("Choose a time.")})

    def clean_time(self) -> tuple[datetime, UUID]:
        """The moment, aware, and the counsellor's resource."""
        moment, _bar, resource = self.cleaned_data["time"].partition("|")
        try:
            start, key = datetime.fromisoformat(moment), UUID(resource)
        except ValueError as error:
            raise forms.ValidationError(_("Choose a time.")) from error
        if start.tzinfo is None or not 2000 < start.year < 2200:
            raise forms.ValidationError(_("Choose a time."))
        return start, key


class BookForm(PortalForm):
    """The button that books: which held time it was shown for, and whether to remind late."""

    hold = forms.UUIDField(widget=forms.HiddenInput)
    late_reminder = forms.BooleanField(label=_("Remind me again 2 hours before"), required=False, initial=True)


class LanguageForm(PortalForm):
    """The language somebody wants to talk in: their counsellor's own, or with an interpreter."""

    interpreter = forms.ChoiceField(label=_("Which language do you want to talk in?"))

    def __init__(self, people: Iterable[CounsellorProfile], interpreters: Iterable[Resource], choices: Choices) -> None:
        super().__init__(initial={"interpreter": choices.interpreter})
        spoken = {code for person in people for code in person.languages}
        codes = spoken | {code for resource in interpreters for code in resource.languages}
        own = "nb" if settings.COUNTRY == "NO" else "da"
        named = sorted((language_name(code), code) for code in codes - {own})
        field = self.fields["interpreter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", language_name(own).capitalize()), *((code, name.capitalize()) for name, code in named)]
        self.hidden = choices.but(interpreter="", counsellor="", day="", days="").as_pairs()

    @property
    def has_choice(self) -> bool:
        """Whether there is more than one language."""
        return len(self.fields["interpreter"].choices) > 1  # type: ignore[attr-defined]  # it is a ChoiceField


class IntakeForm(PortalForm):
    """The questions that can wait, and the first name of whom one brings."""

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if appointment.company != Company.ALONE:
            self.fields["companion"] = forms.CharField(
                label=_("What is the name of the person you bring?"),
                help_text=_("The first name is enough."),
                required=False,
                max_length=60,
                widget=forms.TextInput(attrs={"class": "input-char-27", "autocomplete": "off"}),
            )
        for number, question in enumerate(appointment.meeting_type.questions_in_language, start=1):
            self.fields[f"answer_{number}"] = forms.CharField(
                label=question,
                required=False,
                max_length=LONGEST_ANSWER,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def texts(self) -> dict[int, str]:
        """The answers by the number of their question."""
        return {
            int(name.removeprefix("answer_")): text
            for name, text in self.cleaned_data.items()
            if name.startswith("answer_")
        }

    def companion(self) -> str | None:
        """The first name of whom one brings; None when one comes alone."""
        return self.cleaned_data.get("companion")


class CancelForm(PortalForm):
    """Calling a talk off: a reason is welcome, never needed."""

    reason = forms.CharField(
        label=_("Do you want to say why?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("You don't need to. Only your counsellor can read it."),
    )


class PhoneField(forms.CharField):
    """A telephone number, written one way."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "tel", "autocomplete": "tel", "class": "input-char-27"}
        kwargs.setdefault("error_messages", {"required": _("Write the number we should ring.")})
        super().__init__(max_length=30, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        """The number as +45…"""
        number = normal_phone(super().clean(value), country_prefix())
        if number is None:
            raise forms.ValidationError(
                _("That is no phone number. Write 8 digits, or + and the number of the country first.")
            )
        return number


class RingMeForm(PortalForm):
    """The number for a talk on the phone."""

    phone = PhoneField(label=_("Phone number"))


class CallMeForm(FormKeyMixin, PortalForm):
    """Call me: a number, when it suits, and what it is about in the widest words."""

    phone = PhoneField(label=_("Your phone number"))
    name = forms.CharField(
        label=_("What may we call you?"),
        required=False,
        max_length=80,
        help_text=_("You don't need to say your name."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    topic = forms.ChoiceField(
        label=_("What is it about?"), choices=CallTopic.choices, initial=CallTopic.UNSURE, widget=forms.RadioSelect
    )
    when = forms.ChoiceField(
        label=_("When does it suit you best?"), choices=CALL_WHEN, initial="any", widget=forms.RadioSelect
    )
    may_leave_voicemail = forms.BooleanField(label=_("You may leave a message on my voicemail"), required=False)


class ReplyForm(PortalForm):
    """The code of a text message."""

    code = forms.CharField(
        label=_("The code in the message"),
        max_length=20,
        help_text=_("8 letters and digits, as in BCDF 2345."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "class": "input-char-11"}
        ),
        error_messages={"required": _("Write the code.")},
    )


class CodeForm(PortalForm):
    """The code of a talk without a name."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=20,
        help_text=_("8 digits. You got it when you booked."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-char-11"}),
        error_messages={"required": _("Write your code.")},
    )
