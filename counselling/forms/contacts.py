"""A call in twenty seconds: who, how long, what about; everything but the number is filled already."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from counselling.actions.contacts import Caller, ContactWish
from counselling.case_choices import CaseTopic
from counselling.contact_choices import ContactOutcome
from portal import clock
from portal.accounts.models import User
from portal.design.forms import DateInput, DayField, FormKeyMixin, PortalForm

USUAL_MINUTES = 10
LONGEST_MINUTES = 240
NOBODY = "nobody"
SALT = "counselling.caller"
TODAY, YESTERDAY = "today", "yesterday"


def ticket_for(person: User, by: User) -> str:
    """Proof that this colleague looked this person up: nobody is attached to a call by guessing a key."""
    return signing.dumps({"person": str(person.pk), "by": str(by.pk)}, salt=SALT)


def people_of(tickets: Iterable[str], by: User) -> list[UUID]:
    """The people whom this colleague's own look-ups found; a ticket of anybody else opens nothing."""
    found = []
    for ticket in tickets:
        try:
            said = signing.loads(ticket, salt=SALT, max_age=timedelta(hours=10))
        except signing.BadSignature:
            continue
        if said["by"] == str(by.pk):
            found.append(UUID(said["person"]))
    return found


class ContactForm(FormKeyMixin, PortalForm):
    """The call. callers are who was found; the first one is chosen already when there is only one."""

    known_by = forms.CharField(
        label=_("Phone number or e-mail"),
        required=False,
        max_length=254,
        help_text=_("Leave it empty for somebody who doesn't say who they are. The look-up is noted in the log."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "class": "input-width-m"}),
    )
    person = forms.ChoiceField(label=_("Who is it?"), required=False, widget=forms.RadioSelect)
    new_name = forms.CharField(
        label=_("Name, if you want to write the person down"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input-width-m"}),
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=LONGEST_MINUTES,
        widget=forms.NumberInput(attrs={"class": "input-width-xs", "inputmode": "numeric"}),
    )
    topic = forms.ChoiceField(label=_("What it was mostly about"), choices=CaseTopic.choices)
    outcome = forms.ChoiceField(label=_("What came of it"), choices=ContactOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("A short note"),
        required=False,
        max_length=500,
        help_text=_("Kept locked. Write a real note in the case, if there is one."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    draft_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)
    when = forms.ChoiceField(label=_("When"), choices=[(TODAY, _("Just now")), (YESTERDAY, _("Yesterday"))])

    def __init__(self, data: Any, *, callers: Sequence[Caller] | None, by: User) -> None:
        usual = {"minutes": USUAL_MINUTES, "topic": CaseTopic.OTHER, "outcome": ContactOutcome.TALKED, "when": TODAY}
        super().__init__(data, initial={**usual, "draft_seen": 0})
        self.callers = callers
        known = [one for one in callers or () if not one.is_barred]
        self.people = {str(one.person.pk): one.person for one in known}
        self.tickets = [ticket_for(one.person, by) for one in known]  # another one each second: never the choice itself
        if not known:
            del self.fields["person"]
        else:
            field = self.fields["person"]
            assert isinstance(field, forms.ChoiceField)
            names = [(key, str(person)) for key, person in self.people.items()]
            field.choices = [*names, (NOBODY, _("Another person"))]
        if callers is None or known:
            del self.fields["new_name"]
        if "new_name" in self.fields:  # where one goes on; for somebody known the number stays: Enter saves the call
            del self.fields["known_by"].widget.attrs["autofocus"]
            self.fields["new_name"].widget.attrs["autofocus"] = True

    def clean_known_by(self) -> str:
        """Nothing, an address, or something with digits."""
        text: str = self.cleaned_data["known_by"].strip()
        if "@" in text:
            validate_email(text)
        elif text and sum(letter.isdigit() for letter in text) < 6:
            raise forms.ValidationError(_("Write the whole number or e-mail address, or leave it empty."))
        return text

    def clean(self) -> dict[str, Any]:
        """Somebody found must be chosen or said not to be it."""
        given = super().clean() or self.cleaned_data
        if "person" in self.fields and not given.get("person") and "person" not in self.errors:
            self.add_error("person", _("Choose who it is, or “Another person”."))
        if given.get("new_name") and "@" in given.get("known_by", ""):
            self.add_error("known_by", _("Write the number, not the e-mail, when you write somebody down here."))
        return given

    def clean_draft_seen(self) -> int:
        """The draft this page began from; none is 0."""
        return int(self.cleaned_data["draft_seen"] or 0)

    def sought(self) -> dict[str, str]:
        """What to look the person up by."""
        text: str = self.cleaned_data.get("known_by", "")
        return {"email": text if "@" in text else "", "phone": "" if "@" in text else text}

    def wish(self) -> ContactWish:
        """The call as written."""
        given, back = self.cleaned_data, timedelta(days=1 if self.cleaned_data["when"] == YESTERDAY else 0)
        return ContactWish(
            person=self.people.get(given.get("person", "")),
            new_name=given.get("new_name", "").strip(),
            phone=given["known_by"],
            minutes=given["minutes"],
            topic=given["topic"],
            outcome=given["outcome"],
            note=given["note"],
            at=clock.now() - back,
        )


class CallBackForm(PortalForm):
    """The day one promises to ring again."""

    on = DayField(label=_("Ring again on"), widget=DateInput(), error_messages={"required": _("Choose a day.")})
