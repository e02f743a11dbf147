"""Who owns the phone, day by day."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.accounts.models import User
from portal.design.forms import DateInput, DayField, PortalForm

LONGEST_TURN = timedelta(days=31)
NO_DAY = {"required": _("Choose a day.")}


class DutyForm(PortalForm):
    """One person's turn with the phone, in whole days."""

    person = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose who.")})
    first = DayField(label=_("From the day"), widget=DateInput(), error_messages=NO_DAY)
    last = DayField(label=_("To the day"), widget=DateInput(), error_messages=NO_DAY)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(one)) for key, one in self.people.items()]

    def clean(self) -> dict[str, Any]:
        """The turn ends after it begins, ahead of us, and not in a year."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last:
            if last < first:
                self.add_error("last", _("The last day can't come before the first."))
            elif last < clock.today():
                self.add_error("last", _("That lies behind us. Choose a day from today on."))
            elif last - first > LONGEST_TURN:
                self.add_error("last", _("At most a month at a time."))
        return given

    @property
    def user(self) -> User:
        """Whose turn."""
        return self.people[self.cleaned_data["person"]]

    def period(self) -> tuple[datetime, datetime]:
        """From the first midnight to the one after the last day."""
        zone = clock.zone()
        end = self.cleaned_data["last"] + timedelta(days=1)
        return (
            datetime.combine(self.cleaned_data["first"], time(), tzinfo=zone),
            datetime.combine(end, time(), tzinfo=zone),
        )
