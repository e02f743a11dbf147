"""A desk for respite and lifts, and its answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.choices import DeskKind
from groups.forms.organising import VersionForm
from groups.models import RespiteDesk
from groups.rules.respite import postcodes_in
from portal.accounts.models import User


class DeskForm(VersionForm):
    """Who arranges, where, how fast, and who works there."""

    name = forms.CharField(label=_("Name of the desk"), max_length=80)
    kind = forms.ChoiceField(label=_("Who is it?"), choices=DeskKind.choices)
    postcodes = forms.CharField(
        label=_("Postcodes"), help_text=_("With a space between. Empty: everywhere else."), required=False,
        max_length=600,
    )  # fmt: skip
    answer_days = forms.IntegerField(
        label=_("Answers within how many working days?"), min_value=1, max_value=20, initial=3
    )
    email = forms.EmailField(
        label=_("E-mail of the desk"), help_text=_("It gets only a link, never what was asked."), required=False
    )
    members = forms.ModelMultipleChoiceField(
        label=_("Who works there?"),
        help_text=_("Only they can read what is asked."),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["members"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = User.objects.staff().order_by("name")

    @staticmethod
    def shown(desk: RespiteDesk) -> dict[str, Any]:
        """A desk as it is."""
        names = ("name", "kind", "answer_days", "email", "is_active", "version")
        shown: dict[str, Any] = {name: getattr(desk, name) for name in names}
        return shown | {"postcodes": " ".join(desk.postcodes), "members": [one.pk for one in desk.members.all()]}

    def clean_postcodes(self) -> list[str]:
        """Four digits each."""
        typed = str(self.cleaned_data["postcodes"])
        found = postcodes_in(typed)
        if typed.strip() and len(found) != len(set(typed.replace(",", " ").split())):
            raise forms.ValidationError(_("Write postcodes with 4 digits and a space between."))
        return found

    def values(self) -> dict[str, Any]:
        """What the action needs."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "members"}}


class AnswerForm(VersionForm):
    """What the desk tells the person."""

    said = forms.CharField(
        label=_("What should the person know?"),
        help_text=_("Such as who comes and when. The message itself says only that there is an answer."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
