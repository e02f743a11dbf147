"""What somebody fills in when cases change hands."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.actions.handovers import HandoverWish
from counselling.handover_choices import HandoverConsent, HandoverReason
from counselling.models import Case
from counselling.rules.handovers import REASON_LEAST, SUBSTITUTE_LONGEST
from portal import clock
from portal.accounts.models import User
from portal.design.forms import DateInput, DayField, PortalForm

LONG = 4000
REASONS = [choice for choice in HandoverReason.choices if choice[0] != HandoverReason.CONFLICT]


def summary_field() -> forms.CharField:
    """What the receiver needs."""
    return forms.CharField(
        label=_("What must your colleague know?"),
        help_text=_("Where the talks are, what is agreed, what comes next. Only the two of you and the lead read it."),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ReceiverForm(PortalForm):
    """A form that names a colleague among those who can be given a case."""

    receiver = forms.ChoiceField(label=_("Who takes over?"))

    def __init__(self, *args: Any, people: Iterable[tuple[User, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people: dict[str, User] = {}
        choices = []
        for person, words in people:
            self.people[str(person.pk)] = person
            choices.append((str(person.pk), f"{person.name} – {words}" if words else person.name))
        field = self.fields["receiver"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def chosen(self) -> User:
        """Who was chosen, after is_valid()."""
        return self.people[self.cleaned_data["receiver"]]


class HandOverForm(ReceiverForm):
    """One case to one colleague."""

    summary = summary_field()
    reason = forms.ChoiceField(label=_("Why?"), choices=REASONS, widget=forms.RadioSelect)
    consent = forms.ChoiceField(
        label=_("What does the relative know?"),
        choices=HandoverConsent.choices,
        widget=forms.RadioSelect,
        help_text=_("Talk with the relative first. The portal only sends a neutral message when it is done."),
    )

    def wish(self, case: Case) -> HandoverWish:
        """What was filled in."""
        given = self.cleaned_data
        return HandoverWish(
            case=case,
            receiver=self.chosen,
            summary=given["summary"],
            reason=given["reason"],
            consent=given["consent"],
        )


class AnswerForm(PortalForm):
    """Why somebody can't take a case over."""

    answer = forms.CharField(
        label=_("Why can't you take it over?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class LeaveForm(PortalForm):
    """Several cases, each to its own colleague, before a leave."""

    reason = forms.ChoiceField(label=_("Why?"), choices=REASONS, initial=HandoverReason.LEAVE)
    consent = forms.ChoiceField(label=_("What do the relatives know?"), choices=HandoverConsent.choices)

    def __init__(self, *args: Any, rows: Sequence[tuple[Case, list[tuple[User, str]]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.people = {str(person.pk): person for _case, people in rows for person, _words in people}
        for case, people in rows:
            names = {"name": case.person.name}
            self.fields[f"take-{case.pk}"] = forms.BooleanField(required=False, label=_("Hand over %(name)s") % names)
            self.fields[f"to-{case.pk}"] = forms.ChoiceField(
                required=False,
                label=_("Who takes over %(name)s?") % names,
                choices=[
                    (str(person.pk), f"{person.name} – {words}" if words else person.name) for person, words in people
                ],
            )
            self.fields[f"summary-{case.pk}"] = forms.CharField(
                required=False,
                label=_("What must your colleague know about %(name)s?") % names,
                max_length=LONG,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def wishes(self) -> list[HandoverWish]:
        """One for each ticked case."""
        given = self.cleaned_data
        return [
            HandoverWish(
                case=case,
                receiver=self.people[given[f"to-{case.pk}"]],
                summary=given[f"summary-{case.pk}"],
                reason=given["reason"],
                consent=given["consent"],
            )
            for case, _people in self.rows
            if given[f"take-{case.pk}"] and given[f"to-{case.pk}"]
        ]


class SubstituteForm(ReceiverForm):
    """Who stands in, for which cases, until when."""

    until = DayField(
        label=_("Until and with the day"), widget=DateInput(), help_text=_("At most 14 days. It ends by itself.")
    )
    cases = forms.MultipleChoiceField(label=_("For these cases"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(case.pk): case for case in cases}
        self.fields["receiver"].label = _("Who stands in?")
        field = self.fields["cases"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, case.person.name) for key, case in self.known.items()]
        field.initial = list(self.known)

    def lent(self) -> list[Case]:
        """The chosen cases."""
        return [self.known[key] for key in self.cleaned_data["cases"]]

    def ends_at(self) -> datetime:
        """The midnight after the last day; a whole fortnight from now counts as one, whatever the hour."""
        end = datetime.combine(self.cleaned_data["until"] + timedelta(days=1), time(), tzinfo=clock.zone())
        longest = clock.now() + SUBSTITUTE_LONGEST
        return longest if longest < end <= longest + timedelta(days=1) else end


class GlassForm(PortalForm):
    """Why the glass is broken."""

    reason = forms.CharField(
        label=_("Why must you open the case now?"),
        help_text=_("At least 20 letters. The team lead and the data protection officer are told at once."),
        min_length=REASON_LEAST,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ConflictForm(PortalForm):
    """Who must not meet the person; asked only of a team lead, everybody else speaks for themselves."""

    worker = forms.ChoiceField(label=_("Who has the conflict of interest?"), required=False)
    sure = forms.BooleanField(label=_("Yes, close the person's cases at once"))

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        if not self.people:
            del self.fields["worker"]
            return
        field = self.fields["worker"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, one.name) for key, one in self.people.items()]

    def chosen(self, otherwise: User) -> User:
        """Who was named, or the person themself."""
        return self.people.get(self.cleaned_data.get("worker", ""), otherwise)
