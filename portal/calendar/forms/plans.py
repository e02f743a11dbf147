"""What staff fill in about working weeks, exceptions and absences. Forms clean and never save."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.calendar.actions.availability import RuleWish
from portal.calendar.forms.refusals import REFUSAL_TEXT
from portal.calendar.models import (
    Absence,
    AvailabilityException,
    AvailabilityRule,
    MeetingMode,
    Purpose,
    WeekPattern,
)
from portal.calendar.rules import Refusal, is_unclear_local
from portal.calendar.words import rule_sentence
from portal.design.forms import DateInput, DayField, PortalForm, TimeInput

WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]


def modes_field(help_text: Any = "") -> forms.MultipleChoiceField:
    """Checkboxes of the ways to meet."""
    return forms.MultipleChoiceField(
        label=_("Kinds of talk"),
        choices=MeetingMode.choices,
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


class VersionedForm(PortalForm):
    """A form about a calendar; it carries the version of the calendar that it was made from."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def renew_version(self, version: int) -> None:
        """After a refused save: what is shown next was made from this version."""
        sent: Any = self.data
        renewed = sent.copy()  # a QueryDict: several checkboxes of one name stay several
        renewed["seen_version"] = str(version)
        self.data = renewed


class RuleForm(VersionedForm):
    """One sentence of a working week."""

    iso_weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    start_time = forms.TimeField(label=pgettext_lazy("time of day", "From"), widget=TimeInput)
    end_time = forms.TimeField(label=pgettext_lazy("time of day", "Until"), widget=TimeInput)
    modes = modes_field(_("Choose none to offer every kind of talk."))
    week_pattern = forms.ChoiceField(
        label=_("Weeks"),
        choices=[
            (WeekPattern.EVERY, _("Every week")),
            (WeekPattern.ODD, _("Odd weeks")),
            (WeekPattern.EVEN, _("Even weeks")),
            (WeekPattern.EVERY_N, _("Every few weeks")),
        ],
        widget=forms.RadioSelect,
        initial=WeekPattern.EVERY,
    )
    every_weeks = forms.IntegerField(
        label=_("Weeks between, when every few weeks"), min_value=2, max_value=26, required=False
    )
    counted_from = DayField(label=_("Counted from the week of"), widget=DateInput, required=False)
    purpose = forms.ChoiceField(label=_("Kept for"), choices=Purpose.choices, initial=Purpose.ANY)
    release_days_before = forms.IntegerField(
        label=_("Open to everybody how many days before"),
        help_text=_("Only for time that is kept for something. Leave empty to keep it to the last."),
        min_value=0,
        max_value=60,
        required=False,
    )
    is_within_opening_hours = forms.BooleanField(label=_("Only within opening hours"), required=False)
    from_on = DayField(label=_("First day"), widget=DateInput)
    last_on = DayField(label=_("Last day"), widget=DateInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "seen_version",
            Row("iso_weekday", "start_time", "end_time"),
            "modes",
            "week_pattern",
            Row("every_weeks", "counted_from"),
            Row("purpose", "release_days_before"),
            "is_within_opening_hours",
            Row("from_on", "last_on"),
        )

    def sentence(self, today: date) -> str:
        """The rule asked for, as it will stand in the list."""
        wish = self.wish()
        return rule_sentence(AvailabilityRule(valid=wish.valid, **wish.values()), today)

    def wish(self) -> RuleWish:
        """The rule asked for, after is_valid()."""
        values = dict(self.cleaned_data)
        counts = values["week_pattern"] == WeekPattern.EVERY_N
        purpose = values["purpose"]
        return RuleWish(
            iso_weekday=values["iso_weekday"],
            start_time=values["start_time"],
            end_time=values["end_time"],
            from_on=values["from_on"],
            last_on=values["last_on"],
            week_pattern=values["week_pattern"],
            every_weeks=values["every_weeks"] if counts else None,
            counted_from=values["counted_from"] if counts else None,
            modes=values["modes"],
            purposes=() if purpose == Purpose.ANY else (purpose,),
            release_days_before=None if purpose == Purpose.ANY else values["release_days_before"],
            is_within_opening_hours=values["is_within_opening_hours"],
        )

    @staticmethod
    def initial_of(rule: AvailabilityRule, today: date) -> dict[str, Any]:
        """A rule as the form shows it; a change takes effect today unless another day is chosen."""
        end = rule.valid.upper
        return {
            "iso_weekday": rule.iso_weekday,
            "start_time": rule.start_time,
            "end_time": rule.end_time,
            "modes": rule.modes,
            "week_pattern": rule.week_pattern,
            "every_weeks": rule.every_weeks,
            "counted_from": rule.counted_from,
            "purpose": next(iter(rule.purposes), Purpose.ANY),
            "release_days_before": rule.release_days_before,
            "is_within_opening_hours": rule.is_within_opening_hours,
            "from_on": max(rule.valid.lower, today),
            "last_on": date.fromordinal(end.toordinal() - 1) if end else None,
        }


class EndRuleForm(VersionedForm):
    """The last day on which a rule holds."""

    last_on = DayField(label=_("Last day"), widget=DateInput)


class PeriodForm(VersionedForm):
    """A stretch of time by the clock on the wall. Without times: whole days."""

    starts_on = DayField(label=_("First day"), widget=DateInput)
    starts_at = forms.TimeField(label=pgettext_lazy("time of day", "From"), widget=TimeInput, required=False)
    ends_on = DayField(
        label=_("Last day"), widget=DateInput, required=False, help_text=_("Leave empty if it is the same day.")
    )
    ends_at = forms.TimeField(label=pgettext_lazy("time of day", "Until"), widget=TimeInput, required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        edges = [Row("starts_on", "starts_at"), Row("ends_on", "ends_at")]
        others = [name for name in self.fields if name not in {"starts_on", "starts_at", "ends_on", "ends_at"}]
        self.helper.layout = Layout(*others[:2], *edges, *others[2:])

    def clean(self) -> dict[str, Any]:
        """Make two moments of days and times; refuse a wall-clock time that is not one moment."""
        values: dict[str, Any] = super().clean() or {}
        first = values.get("starts_on")
        if first is None:
            return values
        last = values.get("ends_on") or first
        start = datetime.combine(first, values.get("starts_at") or time())
        end = datetime.combine(last, values["ends_at"]) if values.get("ends_at") else next_midnight(last)
        for field, edge in (("starts_at", start), ("ends_at", end)):
            if is_unclear_local(edge, self.zone):
                self.refuse(REFUSAL_TEXT[Refusal.CHANGE_NIGHT], field)
        values["start"], values["end"] = start.replace(tzinfo=self.zone), end.replace(tzinfo=self.zone)
        return values


def next_midnight(day: date) -> datetime:
    """The end of a day, naive."""
    return datetime.combine(date.fromordinal(day.toordinal() + 1), time())


class ExceptionForm(PeriodForm):
    """Time that differs from the weekly rules, once."""

    kind = forms.ChoiceField(
        label=_("What is different?"),
        choices=[
            (AvailabilityException.Kind.CLOSED, _("Closed: no talks in this time")),
            (AvailabilityException.Kind.OPEN, _("Extra time: talks can be booked")),
        ],
        widget=forms.RadioSelect,
        initial=AvailabilityException.Kind.CLOSED,
    )
    modes = modes_field(_("For extra time. Choose none to offer every kind of talk."))
    reason = forms.CharField(
        label=_("Note for colleagues"), max_length=200, required=False, help_text=_("Nothing about people.")
    )
    field_order = ["seen_version", "kind", "modes", "reason"]


class AbsenceForm(PeriodForm):
    """Time in which somebody is away."""

    kind = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("Colleagues see this word, and nothing more."),
        choices=Absence.Kind.choices,
        widget=forms.RadioSelect,
        initial=Absence.Kind.HOLIDAY,
    )
    field_order = ["seen_version", "kind"]


class RemoveForm(VersionedForm):
    """Only the version: what is removed stands in the address."""
