"""Booking for somebody on the phone: who they are, then what and when."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from counselling.actions.people import PersonWish
from counselling.addresses import Address
from counselling.choices import Company, Mode
from counselling.forms.relative import PhoneField
from counselling.models import MeetingType
from counselling.wishes import Wish
from portal.calendar.models import Resource
from portal.design.forms import DateInput, DayField, FormKeyMixin, PortalForm
from portal.design.words import language_name
from relatives.rules import Refusal as ContactRefusal

ANYBODY = "any"
CHANNELS = [("letter", _("Letter by post")), ("sms", _("Text message (SMS)")), ("email", _("E-mail"))]
COMPANY = [
    (Company.ALONE, _("The person alone")),
    (Company.RELATIVE, _("Together with another relative")),
    (Company.CARED_FOR, _("Together with the person they care for")),
]
CONTACT_TEXT = {
    ContactRefusal.PHONE_IS_NEEDED: _("A text message needs a phone number."),
    ContactRefusal.SHARED_PHONE_GETS_NO_SMS: _("A phone that is shared gets no text messages. Choose another way."),
    ContactRefusal.POSTAL_ADDRESS_IS_NEEDED: _("A letter needs an address."),
    ContactRefusal.PHONE_IS_NO_NUMBER: _("That is no phone number."),
}


class LookUpForm(PortalForm):
    """Who is it? An exact e-mail address or phone number."""

    known_by = forms.CharField(
        label=_("E-mail or phone number"),
        max_length=254,
        help_text=_("Write the whole address or number. The look-up is noted in the log."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write an e-mail address or a phone number.")},
    )

    def clean_known_by(self) -> str:
        """An address or something with digits."""
        text: str = self.cleaned_data["known_by"].strip()
        if "@" in text:
            validate_email(text)
        elif sum(letter.isdigit() for letter in text) < 6:
            raise forms.ValidationError(_("Write the whole e-mail address or phone number."))
        return text

    def email(self) -> str:
        """What was written, when it is an address."""
        text: str = self.cleaned_data["known_by"]
        return text if "@" in text else ""

    def phone(self) -> str:
        """What was written, when it is a number."""
        text: str = self.cleaned_data["known_by"]
        return "" if "@" in text else text


class PersonForm(FormKeyMixin, PortalForm):
    """Somebody nobody here knows yet."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write what the person wants to be called.")},
    )
    phone = PhoneField(label=_("Phone number"))
    shared_phone = forms.BooleanField(label=_("Others answer this phone too: leave no message"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    channel = forms.ChoiceField(
        label=_("How should we write?"),
        choices=CHANNELS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how we should write.")},
    )
    postal_address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=300,
        help_text=_("Only needed for letters."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES, initial="da")

    def clean(self) -> dict[str, Any]:
        """The channel needs what it writes to."""
        given = super().clean() or self.cleaned_data
        if given.get("channel") == "email" and not given.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the e-mail address, or choose another way to write."))
        if given.get("channel") == "letter" and not given.get("postal_address"):
            self.add_error("postal_address", _("Write the address, or choose another way to write."))
        if given.get("channel") == "sms" and given.get("shared_phone"):
            self.add_error("channel", _("A phone that is shared gets no text messages. Choose another way."))
        return given

    def wish(self) -> PersonWish:
        """The person as written down."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "form_key"}
        return PersonWish(**given)


class TalkForm(PortalForm):
    """What kind of talk, how, and with whom. Sent as an address, so that going back loses nothing."""

    type = forms.ChoiceField(label=_("Talk"))
    mode = forms.ChoiceField(label=_("How"), choices=Mode.choices)
    counsellor = forms.ChoiceField(label=_("Counsellor"))
    interpreter = forms.ChoiceField(label=_("Interpreter"), required=False)
    company = forms.ChoiceField(label=_("Who comes"), choices=COMPANY, required=False)
    companion = forms.CharField(label=_("First name of who comes along"), max_length=60, required=False)
    first = DayField(label=_("From the day"), required=False, widget=DateInput())
    address: Address | None = None  # of a home visit: never among the fields, which stand in the page's address

    def __init__(self, data: Any, *, types: Iterable[MeetingType], resources: Iterable[Resource]) -> None:
        super().__init__(data)
        self.types = {kind.slug: kind for kind in types}
        known = list(resources)
        people = [one for one in known if one.kind == Resource.Kind.COUNSELLOR]
        spoken = {code for one in known if one.kind == Resource.Kind.INTERPRETER for code in one.languages}
        self._offer("type", [(slug, kind.name) for slug, kind in self.types.items()])
        self._offer("counsellor", [(ANYBODY, _("Whoever is free")), *((str(one.pk), one.name) for one in people)])
        self._offer("interpreter", [("", _("None")), *sorted((code, language_name(code)) for code in spoken)])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """The kind of talk must be held that way."""
        given = super().clean() or self.cleaned_data
        kind = self.types.get(given.get("type", ""))
        if kind and given.get("mode") and given["mode"] not in kind.modes:
            ways = ", ".join(str(Mode(mode).label).lower() for mode in kind.modes)
            self.add_error("mode", _("{talk} can be: {ways}.").format(talk=kind.name, ways=ways))
        return given

    def wish(self) -> Wish:
        """The talk wished for, judged as staff."""
        given = self.cleaned_data
        company = given["company"] or Company.ALONE
        return Wish(
            meeting_type=self.types[given["type"]],
            mode=given["mode"],
            counsellor_id=None if given["counsellor"] == ANYBODY else UUID(given["counsellor"]),
            interpreter_language=given["interpreter"],
            company=company,
            companion_name=given["companion"] if company != Company.ALONE else "",
            is_staff=True,
            address=self.address if given["mode"] == Mode.HOME_VISIT else None,
        )

    @property
    def lacks_address(self) -> bool:
        """Whether a home visit's address is missing; after is_valid()."""
        return self.cleaned_data["mode"] == Mode.HOME_VISIT and self.address is None

    def first_day(self) -> date | None:
        """The day from which times are shown."""
        day: date | None = self.cleaned_data.get("first")
        return day if day and 2000 <= day.year < 2200 else None
