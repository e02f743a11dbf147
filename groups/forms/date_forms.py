"""What an organiser fills in about dates and the people of a date."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.actions.dates import DateWish, Seats
from groups.actions.seats import Limits
from groups.actions.signing_up import Guest, Party
from groups.choices import LetterTo
from groups.forms.asking_help import AskingForm
from groups.forms.organising import VersionForm
from groups.forms.seat_refusals import REFUSAL_TEXT as SEAT_TEXT
from groups.models import Occurrence, SeatPool, Venue
from groups.rules.seats import SeatRefusal
from groups.rules.series import OnClosed, Planned, Repeats, planned, rule_of
from portal import clock
from portal.calendar.models import ClosingDay, Resource
from portal.design.forms import DateInput, DayField, FormKeyMixin, PortalForm, TimeInput
from relatives.rules import normal_phone

REPEATS = (
    (Repeats.ONCE, _("Once")),
    (Repeats.WEEKLY, _("Every week")),
    (Repeats.ODD_WEEKS, _("Every odd week")),
    (Repeats.EVEN_WEEKS, _("Every even week")),
    (Repeats.MONTHLY, _("Every month, on the same weekday")),
)
ON_CLOSED = (
    (OnClosed.SKIP, _("Leave it out")),
    (OnClosed.MOVE, _("Move it to the next open weekday")),
    (OnClosed.KEEP, _("Keep it")),
)
LONGEST_SERIES = timedelta(days=800)


class WhereForm(VersionForm):
    """A place, and a room whose time is taken."""

    venue = forms.ModelChoiceField(label=_("Place"), queryset=Venue.objects.none(), required=False)
    room = forms.ModelChoiceField(
        label=_("Room of ours"), help_text=_("It is taken in the calendar."), queryset=Resource.objects.none(),
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {"venue": Venue.objects.active(), "room": Resource.objects.of_kind("room").active().order_by("name")}
        for name, queryset in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset


class DatesForm(WhereForm):
    """One date or a series, with its seats. What comes of a series is shown before it is saved."""

    on = DayField(label=_("Day"), widget=DateInput())
    begins = forms.TimeField(label=_("From"), widget=TimeInput())
    ends = forms.TimeField(label=_("Until"), widget=TimeInput())
    repeats = forms.ChoiceField(label=_("How often?"), choices=REPEATS, initial=Repeats.ONCE)
    last_on = DayField(label=_("Last day of the series"), required=False, widget=DateInput())
    on_closed = forms.ChoiceField(
        label=_("When a day is a holiday or closed"), choices=ON_CLOSED, initial=OnClosed.SKIP
    )
    in_person = forms.IntegerField(label=_("Seats on site"), min_value=1, max_value=5000, required=False)
    online = forms.IntegerField(label=_("Seats online"), min_value=1, max_value=5000, required=False)
    staff = forms.IntegerField(label=_("Seats kept for staff"), min_value=1, max_value=500, required=False)
    min_to_run = forms.IntegerField(
        label=_("How many must come for it to run"), help_text=_("Of those on site, or online if nobody is on site."),
        min_value=0, max_value=5000, required=False,
    )  # fmt: skip
    waiting_limit = forms.IntegerField(
        label=_("How many may wait"), help_text=_("Empty: no limit."), min_value=0, max_value=5000, required=False
    )
    link = forms.URLField(label=_("Link to take part online"), max_length=400, required=False, assume_scheme="https")

    field_order = ("version", "on", "begins", "ends", "repeats", "last_on", "on_closed", "venue", "room")

    def clean(self) -> dict[str, Any]:
        """A series has an end that is not too far away."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("on"), given.get("last_on")
        if given.get("repeats") != Repeats.ONCE and first:
            if not last or last < first:
                self.add_error("last_on", _("Choose the last day of the series, after the first one."))
            elif last - first > LONGEST_SERIES:
                self.add_error("last_on", _("A series can last two years at most."))
        if (given.get("min_to_run") or 0) > (given.get("in_person") or given.get("online") or 0):
            self.add_error("min_to_run", SEAT_TEXT[SeatRefusal.MINIMUM_TOO_HIGH])
        return given

    @property
    def rule(self) -> str:
        """The RRULE."""
        return rule_of(self.cleaned_data["repeats"], self.cleaned_data["on"])

    def plan(self) -> list[Planned]:
        """What comes of it, holidays and closing days looked up."""
        given = self.cleaned_data
        first = given["on"]
        last = given["last_on"] if self.rule else first
        closed = ClosingDay.objects.names(None, first, (last - first).days + 1)
        on_closed = given["on_closed"] if self.rule else OnClosed.KEEP
        return planned(self.rule, first, last, closed=closed, on_closed=on_closed)

    def wish(self) -> DateWish:
        """What is to be made."""
        given = self.cleaned_data
        limit = given["waiting_limit"]
        counted = "in_person" if given["in_person"] else "online"
        least = given["min_to_run"] or 0
        seats = [
            Seats(channel=name, capacity=given[name], waiting_limit=limit, min_to_run=least if name == counted else 0)
            for name in ("in_person", "online", "staff")
            if given[name]
        ]
        return DateWish(
            days=[row.day for row in self.plan() if row.day is not None],
            begins=given["begins"],
            ends=given["ends"],
            venue=given["venue"],
            room=given["room"],
            online=given["link"],
            seats=seats,
            rule=self.rule,
        )


class SaysForm(VersionForm):
    """Why, for those who would have come."""

    says = forms.CharField(
        label=_("What should stand on the page?"),
        help_text=_("Everybody who is signed up can read it. The message itself says only when, and a link."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MoveForm(WhereForm, SaysForm):
    """Another time or place."""

    on = DayField(label=_("Day"), widget=DateInput())
    begins = forms.TimeField(label=_("From"), widget=TimeInput())
    ends = forms.TimeField(label=_("Until"), widget=TimeInput())
    field_order = ("version", "on", "begins", "ends", "venue", "room", "says")

    @staticmethod
    def shown(date: Occurrence) -> dict[str, Any]:
        """The date as it is."""
        start, end = date.starts_at.astimezone(clock.zone()), date.ends_at.astimezone(clock.zone())
        return {
            "version": date.version, "on": start.date(), "begins": start.time(), "ends": end.time(),
            "venue": date.venue_id, "room": date.room_id,
        }  # fmt: skip

    def values(self) -> dict[str, Any]:
        """What the action needs."""
        given = self.cleaned_data
        start, end = DateWish(days=[given["on"]], begins=given["begins"], ends=given["ends"]).periods()[0]
        return {"starts_at": start, "ends_at": end, **{name: given[name] for name in ("venue", "room", "says")}}


class OnlineForm(SaysForm):
    """Everybody at home."""

    address = forms.URLField(label=_("Link to take part online"), max_length=400, assume_scheme="https")
    field_order = ("version", "address", "says")

    def values(self) -> dict[str, Any]:
        """What the action needs."""
        return {"address": self.cleaned_data["address"], "says": self.cleaned_data["says"]}


class OffForm(SaysForm):
    """Put off or called off."""

    def values(self) -> dict[str, Any]:
        """What the action needs."""
        return {"says": self.cleaned_data["says"]}


class CapacityForm(PortalForm):
    """How many seats there are."""

    capacity = forms.IntegerField(label=_("Seats"), min_value=0, max_value=5000)
    overbook = forms.IntegerField(
        label=_("Seats given beyond that"), help_text=_("For those who do not come."), min_value=0, max_value=500
    )
    min_to_run = forms.IntegerField(
        label=_("How many must come for it to run"), min_value=0, max_value=5000, required=False
    )
    waiting_limit = forms.IntegerField(
        label=_("How many may wait"), help_text=_("Empty: no limit."), min_value=0, max_value=5000, required=False
    )

    @staticmethod
    def shown(pool: SeatPool) -> dict[str, Any]:
        """Seats as they are."""
        return {name: getattr(pool, name) for name in ("capacity", "overbook", "min_to_run", "waiting_limit")}

    def values(self) -> dict[str, Any]:
        """What the action needs."""
        given = self.cleaned_data
        limits = Limits(min_to_run=given["min_to_run"] or 0, waiting_limit=given["waiting_limit"])
        return {"capacity": given["capacity"], "overbook": given["overbook"], "limits": limits}


def companions_of(form: forms.Form) -> list[str]:
    """The fields for the first names of who comes along."""
    return [name for name in form.fields if name.startswith("companion_")]


class PhoneForm(AskingForm, FormKeyMixin, PortalForm):
    """Somebody who rang is signed up."""

    pool = forms.ModelChoiceField(label=_("Which seats?"), queryset=SeatPool.objects.none(), empty_label=None)
    name = forms.CharField(label=_("First name"), max_length=80)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    companions = forms.IntegerField(label=_("How many do they bring?"), min_value=0, max_value=5, initial=0)
    needs = forms.CharField(label=_("What they need"), max_length=300, required=False)

    def __init__(self, *args: Any, date: Occurrence, may_ask: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, date.event.max_party):
            label = _("First name of companion %(number)d") % {"number": number}
            self.fields[f"companion_{number}"] = forms.CharField(label=label, max_length=60, required=False)
        self.order_fields(["pool", "name", "phone", "email", "companions", *companions_of(self), "needs"])
        self.add_asking(may_ask)
        field = self.fields["pool"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = date.pools.all()
        field.label_from_instance = lambda pool: pool.get_channel_display()  # type: ignore[method-assign, assignment]

    def clean_phone(self) -> str:
        """Digits, in one form."""
        given: str = self.cleaned_data["phone"]
        number = normal_phone(given) if given else ""
        if number is None:
            raise forms.ValidationError(_("Write the number with 8 digits."))
        return number

    def clean(self) -> dict[str, Any]:
        """One way to reach them."""
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("phone") and not given.get("email"):
            self.add_error("phone", _("Write a phone number or an e-mail address, so that they can be told."))
        return given

    def guest(self) -> Guest:
        """Who rang."""
        given = self.cleaned_data
        return Guest(name=given["name"], email=given["email"].lower(), phone=given["phone"])

    def party(self) -> Party:
        """Who comes."""
        given = self.cleaned_data
        named = [int(name.removeprefix("companion_")) for name in companions_of(self) if given.get(name)]
        count = max([given["companions"], *named])  # who is named comes along, whatever the number says
        others = [given.get(f"companion_{number}", "") for number in range(1, count + 1)]
        return Party(names=[given["name"], *others], needs={0: given["needs"]})


class LetterForm(FormKeyMixin, PortalForm):
    """A message to those who signed up."""

    to = forms.ChoiceField(label=_("To whom?"), choices=LetterTo.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Message"),
        help_text=_("It stays in the portal. The mail says only that there is a message, with a link."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
