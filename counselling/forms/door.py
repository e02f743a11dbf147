"""What a professional writes about a relative, and what becomes of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.actions.contacts import Caller
from counselling.actions.door import DoorWish
from counselling.door_choices import DoorNo
from counselling.forms.relative import PhoneField
from portal.accounts.models import User
from portal.design.forms import FormKeyMixin, PortalForm

YES, NOT_YET, NEW = "yes", "not_yet", "new"


class DoorForm(FormKeyMixin, PortalForm):
    """The relative's yes first; without it nothing else is asked for, and nothing is kept."""

    consent = forms.ChoiceField(
        label=_("Has the relative said yes to your writing to us?"),
        choices=[
            (YES, _("Yes. They know that I write, and what I write")),
            (NOT_YET, _("No, I have not asked them yet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the relative has said yes.")},
    )
    from_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    from_place = forms.CharField(
        label=_("Where do you work?"),
        max_length=120,
        help_text=_("Such as the practice, the ward or the home care team."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    from_email = forms.EmailField(
        label=_("Your e-mail at work"),
        help_text=_("We send you a code, so that we know it is you."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_("The relative's name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = PhoneField(label=_("The relative's phone number"))
    email = forms.EmailField(
        label=_("The relative's e-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    may_write = forms.BooleanField(label=_("The relative alone reads that e-mail"), required=False)
    reach = forms.CharField(
        label=_("How do we reach them safely?"),
        required=False,
        max_length=200,
        help_text=_("Such as: only before noon, leave no message."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    words = forms.CharField(
        label=_("Why, in one or two sentences"),
        required=False,
        max_length=500,
        help_text=_("Write as little as you can. Leave out diagnoses and ID numbers."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    may_tell = forms.BooleanField(
        label=_("The relative lets you hear that we have taken it up"), required=False, help_text=_("We say no more.")
    )

    def wish(self) -> DoorWish:
        """What was written."""
        given: dict[str, Any] = {
            name: value.strip() if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
            if name not in {"consent", "form_key"}
        }
        return DoorWish(**given)


class TakeInForm(PortalForm):
    """Who it is: somebody we know by the number or the address, or somebody new."""

    person = forms.ChoiceField(label=_("Who is it?"), widget=forms.RadioSelect)

    def __init__(self, data: Any, *, callers: Sequence[Caller]) -> None:
        super().__init__(data)
        self.people = {str(one.person.pk): one.person for one in callers}
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*((key, str(one)) for key, one in self.people.items()), (NEW, _("Somebody new"))]
        field.initial = next(iter(self.people), NEW)

    def who(self) -> User | None:
        """The person, or None for somebody new."""
        return self.people.get(self.cleaned_data["person"])


class TurnAwayForm(PortalForm):
    """Why it is not taken in."""

    no = forms.ChoiceField(label=_("Why not?"), choices=DoorNo.choices, widget=forms.RadioSelect)
