"""What somebody fills in when they, or a colleague, are away."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.actions.absences import Choice
from counselling.affected import Hit
from counselling.rules import absences as rules
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Absence
from portal.design.forms import DateInput, DayField, PortalForm

LONG_SEEN = 20_000


class AbsenceDaysForm(PortalForm):
    """Which days. No last day means until further notice."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Absence.Kind.choices,
        initial=Absence.Kind.AWAY,
        help_text=_("For illness choose Away: colleagues see when, never why."),
    )
    first = DayField(label=_("From the day"), widget=DateInput(), help_text=_("Today counts from now on."))
    last = DayField(
        label=_("Until and with the day"),
        widget=DateInput(),
        required=False,
        help_text=_("Leave it empty when nobody knows. Then it holds until you remove it."),
    )

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and not behind us."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day can't come before the first."))
        elif last and last < clock.today():
            self.add_error("last", _("That lies behind us. Choose a day from today on."))
        return given

    def period(self, now: datetime) -> tuple[datetime, datetime]:
        """From now or the first midnight, to the midnight after the last day or a year on."""
        zone = clock.zone()
        start = rules.day_begins(now, datetime.combine(self.cleaned_data["first"], time(), tzinfo=zone))
        last = self.cleaned_data["last"] or start.astimezone(zone).date() + rules.UNTIL_FURTHER_NOTICE
        return start, datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)


def move_words(name: str, why: str) -> str:
    """A colleague as a choice, with what speaks for asking them."""
    said = _("Move to %(name)s, same time (%(why)s)") if why else _("Move to %(name)s, same time")
    return str(said) % {"name": name, "why": why}


class AbsencePlanForm(PortalForm):
    """What becomes of each talk, the phone, the tasks and the cases."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONG_SEEN)

    def __init__(self, *args: Any, hit: Hit, colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(one.pk), one.name) for one in colleagues]
        self.people = {str(one.pk): one for one in colleagues}
        nobody: list[tuple[str, Any]] = [("", _("Nobody"))]
        for one in hit.talks:
            move = [(f"move:{free.pk}", move_words(free.name, one.why[free.pk])) for free in one.colleagues]
            offer = [("offer", _("Offer three other times"))] if one.is_reachable else []
            rest = [("ring", _("Ring the person")), ("cancel", _("Cancel the talk"))]
            self.fields[f"do-{one.talk.pk}"] = forms.ChoiceField(
                label=_("What becomes of it?"),
                choices=[*move, *offer, *rest],
                initial=one.proposed,
                widget=forms.RadioSelect,
            )
            self.fields[f"words-{one.talk.pk}"] = forms.CharField(
                label=_("If it is cancelled: why? Only colleagues read it."), required=False, max_length=500
            )
        for talk, free_ones in hit.nameless:
            choices = [(f"move:{free.pk}", free.name) for free in free_ones] + [("", _("The lead finds somebody"))]
            self.fields[f"do-{talk.pk}"] = forms.ChoiceField(
                label=_("Who answers?"), choices=choices, initial=choices[0][0], required=False
            )
        if hit.duty:
            self.fields["phone"] = forms.ChoiceField(
                label=_("Who takes the phone?"), choices=[*nobody, *people], required=False
            )
        if hit.tasks:
            self.fields["tasks"] = forms.BooleanField(
                label=_("Let colleagues take my tasks meanwhile"), required=False, initial=True
            )
        self.fields["substitute"] = forms.ChoiceField(
            label=_("Who stands in for the cases?"),
            choices=[*nobody, *people],
            required=False,
            help_text=_("At most 14 days. It ends by itself."),
        )

    def chosen(self, hit: Hit) -> dict[UUID, Choice]:
        """The choice for each talk."""
        given = self.cleaned_data
        keys = [one.talk.pk for one in hit.talks] + [talk.pk for talk, _free in hit.nameless]
        found = {}
        for key in keys:
            kind, _colon, to = given.get(f"do-{key}", "").partition(":")
            if kind:
                found[key] = Choice(kind=kind, to=UUID(to) if to else None, words=given.get(f"words-{key}", ""))
        return found

    def person(self, name: str) -> User | None:
        """Who was chosen for the phone or the cases."""
        return self.people.get(self.cleaned_data.get(name, ""))
