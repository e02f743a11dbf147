"""When and how somebody on the waiting list can come."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.actions.waiting import Wishes
from counselling.choices import MODE_WORDS
from counselling.models import MeetingType, WaitlistEntry
from counselling.waiting_choices import WEEKDAYS, DayPart, Priority
from portal.calendar.models import Resource
from portal.design.forms import DateInput, DayField, PortalForm

ANYBODY = "any"


class WaitingForm(PortalForm):
    """How we may meet, on which days, when in the day, with whom, not before when. Nothing ticked: any."""

    modes = forms.MultipleChoiceField(
        label=_("How can we talk?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one way to talk.")},
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days can you?"),
        help_text=_("Tick nothing if all days are fine."),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    day_parts = forms.MultipleChoiceField(
        label=_("When in the day can you?"),
        help_text=_("Tick nothing if the whole day is fine."),
        choices=DayPart.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    counsellor = forms.ChoiceField(label=_("With whom?"), widget=forms.RadioSelect)
    earliest_on = DayField(label=_("Not before the day"), required=False, widget=DateInput())

    def __init__(
        self, data: Any = None, *, kind: MeetingType, people: Sequence[Resource], initial: dict[str, Any] | None = None
    ) -> None:
        given = {"modes": kind.modes, "counsellor": ANYBODY, **(initial or {})}
        super().__init__(data, initial=given)
        self.people = {str(one.pk): one for one in people}
        self._offer("modes", [(mode, MODE_WORDS[mode]) for mode in kind.modes])
        self._offer(
            "counsellor", [(ANYBODY, _("Whoever has a time first")), *((k, o.name) for k, o in self.people.items())]
        )
        if not self.people:
            self.fields["counsellor"].required = False
            self.fields["counsellor"].widget = forms.HiddenInput()

    def _offer(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def wishes(self, **carried: Any) -> Wishes:
        """What was chosen, with what the place carries besides."""
        given = self.cleaned_data
        return Wishes(
            modes=given["modes"],
            weekdays=given["weekdays"],
            day_parts=given["day_parts"],
            counsellor=self.people.get(given["counsellor"]),
            earliest_on=given["earliest_on"],
            **carried,
        )


class StaffWaitingForm(WaitingForm):
    """The same, with who comes first; and which version of the place it was shown for."""

    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)


class OutForm(PortalForm):
    """Why somebody is taken off the list."""

    reason = forms.CharField(
        label=_("Why is the person taken off the list?"),
        help_text=_("Only colleagues can read this. The person gets a neutral message."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why.")},
    )


class SkipForm(PortalForm):
    """Why the next one is asked instead."""

    reason = forms.CharField(
        label=_("Why should the next one have the time?"),
        help_text=_("Only colleagues can read this. The person keeps the place on the list."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why.")},
    )


def initial_of(entry: WaitlistEntry) -> dict[str, Any]:
    """A place on the list as the form shows it."""
    return {
        "modes": entry.modes,
        "weekdays": entry.weekdays,
        "day_parts": entry.day_parts,
        "counsellor": str(entry.counsellor_id or ANYBODY),
        "earliest_on": entry.earliest_on,
        "priority": entry.priority,
        "version": entry.version,
    }


def known_key(text: str) -> UUID | None:
    """A key in an address, or nothing."""
    try:
        return UUID(text)
    except ValueError:
        return None
