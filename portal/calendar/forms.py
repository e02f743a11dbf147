"""What staff fill in about calendars. Forms clean and never save; refusals become words here."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import User
from portal.calendar.actions.availability import RuleWish
from portal.calendar.actions.resources import ResourceFacts
from portal.calendar.models import (
    Absence,
    AvailabilityException,
    AvailabilityRule,
    MeetingMode,
    Purpose,
    Resource,
    WeekPattern,
)
from portal.calendar.rules import Refusal, is_unclear_local
from portal.calendar.words import rule_sentence
from portal.design.forms import DateInput, DayField, PortalForm, TimeInput
from portal.design.words import language_name

REFUSAL_TEXT: dict[Refusal, Promise] = {
    Refusal.TIME_TAKEN: _("Someone just took this time. Choose another one."),
    Refusal.HOLD_GONE: _("We could not keep the time for you any longer. Choose a time again."),
    Refusal.EMPTY_PERIOD: _("The end must come after the start."),
    Refusal.CHANGE_NIGHT: _(
        "The clock changes between 2 and 3 that night, so the time is not clear. Choose a time before 2 or after 3."
    ),
    Refusal.RESOURCE_INACTIVE: _("This calendar is no longer in use. Choose another one."),
    Refusal.ENDS_BEFORE_IT_BEGINS: _("The end must come after the start."),
    Refusal.STARTS_IN_THE_PAST: _("It is over already. Choose a time ahead."),
    Refusal.WEEKS_NOT_COUNTED: _("Say how many weeks lie between, and from which date they are counted."),
    Refusal.RULE_HAS_ENDED: _("This working time has ended by then. Choose an earlier day, or add a new one."),
    Refusal.ENDS_BEFORE_ITS_RULE: _("The last day must not come before the first."),
    Refusal.CHANGED_MEANWHILE: _(
        "The calendar was changed in the meantime, perhaps in another window. "
        "What you filled in is still here: look at the plan again, then save."
    ),
    Refusal.NOT_YOURS: _("This is somebody else's calendar. Ask the team lead to change it."),
    Refusal.FUTURE_TIME_REMAINS: _("There are still bookings ahead. Move or cancel them first."),
    Refusal.NAME_TAKEN: _("There is a room with this name already. Choose another name."),
    Refusal.PERSON_HAS_A_CALENDAR: _("This person has a calendar already. Look for it in the list."),
    Refusal.OPENING_OVERLAPS: _("These hours overlap hours that are there already. Remove those first."),
    Refusal.DAY_ALREADY_CLOSED: _("This day is closed already."),
    Refusal.LASTS_TOO_LONG: _("Longer than a year is too long. End the working times instead."),
}

# Where a refusal is shown: at the first of these fields that the form has, else above the form.
FIELDS_OF: dict[Refusal, tuple[str, ...]] = {
    Refusal.ENDS_BEFORE_IT_BEGINS: ("end_time", "closes_at"),
    Refusal.EMPTY_PERIOD: ("ends_at",),
    Refusal.CHANGE_NIGHT: ("start_time", "opens_at", "starts_at"),
    Refusal.WEEKS_NOT_COUNTED: ("every_weeks",),
    Refusal.RULE_HAS_ENDED: ("last_on", "from_on"),
    Refusal.ENDS_BEFORE_ITS_RULE: ("last_on",),
    Refusal.STARTS_IN_THE_PAST: ("starts_on",),
    Refusal.LASTS_TOO_LONG: ("ends_on",),
    Refusal.NAME_TAKEN: ("name",),
    Refusal.PERSON_HAS_A_CALENDAR: ("user",),
    Refusal.OPENING_OVERLAPS: ("opens_at",),
    Refusal.DAY_ALREADY_CLOSED: ("on",),
}

WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]
LANGUAGES = [
    ("ar", _("Arabic")),
    ("bs", _("Bosnian, Croatian, Serbian")),
    ("en", _("English")),
    ("fa", _("Farsi and Dari")),
    ("kl", _("Greenlandic")),
    ("ku", _("Kurdish")),
    ("pl", _("Polish")),
    ("ro", _("Romanian")),
    ("sgn", _("Sign language")),
    ("so", _("Somali")),
    ("ti", _("Tigrinya")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
    ("ur", _("Urdu")),
    ("vi", _("Vietnamese")),
]


def show_refusal(form: PortalForm, reason: Refusal) -> None:
    """Say why the action said no, at the field it is about."""
    field = next((name for name in FIELDS_OF.get(reason, ()) if name in form.fields), None)
    form.refuse(REFUSAL_TEXT[reason], field)


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


class RoomForm(PortalForm):
    """A room."""

    name = forms.CharField(label=_("Name"), max_length=120)
    place = forms.CharField(
        label=_("How to find it"), max_length=200, required=False, help_text=_("Relatives read this on their receipt.")
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=1000, required=False)

    def facts(self) -> ResourceFacts:
        """What the form says, after is_valid()."""
        return ResourceFacts(kind=Resource.Kind.ROOM, **self.cleaned_data)


class InterpreterForm(PortalForm):
    """An interpreter and the languages they speak."""

    name = forms.CharField(label=_("Name"), max_length=120)
    languages = forms.MultipleChoiceField(label=_("Languages"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple)

    def facts(self) -> ResourceFacts:
        """What the form says, after is_valid()."""
        return ResourceFacts(kind=Resource.Kind.INTERPRETER, **self.cleaned_data)


class PersonForm(PortalForm):
    """A colleague who gets a calendar. The kind follows the role."""

    kind = Resource.Kind.COUNSELLOR
    user = forms.ModelChoiceField(label=_("Who?"), queryset=User.objects.none(), empty_label=_("Choose a colleague"))
    languages = forms.MultipleChoiceField(
        label=_("Languages besides Danish or Norwegian"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["user"]
        else:
            self.fields["user"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField

    def facts(self) -> ResourceFacts:
        """What the form says, after is_valid()."""
        user = self.cleaned_data.get("user")
        return ResourceFacts(
            kind=self.kind,
            name=str(user) if user else self.initial["name"],
            user_id=user.id if user else None,
            languages=self.cleaned_data["languages"],
        )


class OpeningForm(PortalForm):
    """One stretch of one weekday."""

    iso_weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    opens_at = forms.TimeField(label=_("Opens"), widget=TimeInput)
    closes_at = forms.TimeField(label=_("Closes"), widget=TimeInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Row("iso_weekday", "opens_at", "closes_at"))


class ClosingDayForm(PortalForm):
    """One day on which everything is closed."""

    on = DayField(label=_("Day"), widget=DateInput)
    reason = forms.CharField(label=_("Why?"), max_length=120, help_text=_("Relatives read this on the front page."))


class HolidaysForm(PortalForm):
    """The year whose public holidays are to be closed."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in range(this_year, this_year + 3)]  # type: ignore[attr-defined]  # a choice field


def language_names(codes: Sequence[str]) -> str:
    """The languages as words, for a list."""
    names = dict(LANGUAGES)
    return ", ".join(str(names.get(code) or language_name(code).capitalize()) for code in codes)
