"""What a relative may ask for about contact: cleaned here, judged in actions."""

from datetime import time
from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.design.forms import PortalForm
from relatives.models import Channel, Discreet, Readers, RelativeProfile
from relatives.rules import Refusal

REFUSAL_TEXT = {
    Refusal.PHONE_IS_NEEDED: _("We need your phone number to send text messages. Write it below under Phone first."),
    Refusal.SHARED_PHONE_GETS_NO_SMS: _(
        "You share your phone, so we don't send text messages to it. Choose e-mail or only here on the site."
    ),
    Refusal.POSTAL_ADDRESS_IS_NEEDED: _("We need your postal address to send letters. Write it below first."),
    Refusal.HOURS_ARE_A_PAIR: _("Choose both from and until, or leave both empty."),
    Refusal.HOURS_END_BEFORE_THEY_BEGIN: _("Until must be later than from."),
    Refusal.PHONE_IS_NO_NUMBER: _("That is no phone number. Write 8 digits, or + and the number of the country first."),
    Refusal.NOTHING_LEAVES_THE_SITE: _("You have asked that nothing leaves this site. Change that first."),
    Refusal.LANGUAGE_IS_UNKNOWN: _("We don't write that language. Choose one from the list."),
}
EXAMPLE = "relatives/_choice_with_example.html"
HOURS = [("", _("Any time"))] + [(f"{hour:02d}:00", f"{hour:02d}.00") for hour in range(7, 23)]


def an_hour(value: str) -> time:
    """The clock time of a choice such as 09:00."""
    return time.fromisoformat(value)


class ContactForm(PortalForm):
    """How do you want to hear from us, who reads along, and how discreet must we be."""

    channel = forms.ChoiceField(
        label=_("How shall we send you messages?"), choices=Channel.choices, widget=forms.RadioSelect
    )
    readers = forms.ChoiceField(
        label=_("Who can read your messages?"), choices=Readers.choices, widget=forms.RadioSelect
    )
    discreet = forms.ChoiceField(
        label=_("Must we be extra discreet?"), choices=Discreet.choices, widget=forms.RadioSelect
    )
    hours_from = forms.TypedChoiceField(
        label=_("We may call and text from"), choices=HOURS, coerce=an_hour, empty_value=None, required=False
    )
    hours_to = forms.TypedChoiceField(label=_("until"), choices=HOURS, coerce=an_hour, empty_value=None, required=False)
    no_voicemail = forms.BooleanField(label=_("Don't leave a message on my voicemail"), required=False)
    shared_phone = forms.BooleanField(label=_("Others use my phone too"), required=False)
    shared_email = forms.BooleanField(label=_("Others read my e-mail too"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Field("channel", template=EXAMPLE),
            Field("readers", template=EXAMPLE),
            Field("discreet", template=EXAMPLE),
            Div("hours_from", "hours_to", css_class="side-by-side"),
            "no_voicemail",
            "shared_phone",
            "shared_email",
        )

    @classmethod
    def of(cls, profile: RelativeProfile) -> "ContactForm":
        """The form as the profile stands."""
        initial: dict[str, Any] = {name: getattr(profile, name) for name in cls.base_fields}
        for name in ("hours_from", "hours_to"):
            initial[name] = f"{initial[name]:%H:%M}" if initial[name] else ""
        return cls(initial=initial)


class PhoneForm(PortalForm):
    """The number we may ring or text."""

    phone = forms.CharField(
        label=_("Phone number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "input-char-27"}),
        help_text=_("Leave it empty if we must not call or text."),
    )


class NameForm(PortalForm):
    """What we call the person."""

    name = forms.CharField(
        label=_("What may we call you?"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Your first name is enough."),
    )


class PostalAddressForm(PortalForm):
    """Where letters go."""

    postal_address = forms.CharField(
        label=_("Postal address"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        help_text=_("Only needed if you want letters."),
    )


class LanguageForm(PortalForm):
    """The language of pages and messages."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)


class CalendarFeedForm(PortalForm):
    """A calendar address, and how much it says."""

    says_titles = forms.BooleanField(
        label=_("Write what the evenings are called"),
        help_text=_("Only open evenings, and only if nobody else reads your messages. Talks are never described."),
        required=False,
    )
