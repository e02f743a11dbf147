"""What a team lead fills in to stop meeting in person for some days."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.calendar.actions.stops import Chosen
from portal.calendar.stopping import LEAVE, Area, Reach, Touched
from portal.design.forms import DateInput, DayField, FormKeyMixin, PortalForm

LONG_SEEN = 40_000
Found = Sequence[tuple[Reach, list[Touched]]]


class StopDaysForm(FormKeyMixin, PortalForm):
    """Which days, where, and what everybody reads."""

    first = DayField(label=_("From the day"), widget=DateInput(), help_text=_("Today counts from now on."))
    last = DayField(label=_("Until and with the day"), widget=DateInput())
    areas = forms.MultipleChoiceField(
        label=_("Where?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose nothing, and it holds everywhere."),
    )
    says = forms.CharField(
        label=_("What has happened, and what now?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads this on the front page, so no names. For example: Storm. We talk on the phone."),
    )

    def __init__(self, *args: Any, areas: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].choices = [(str(area.key), area.name) for area in areas]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day can't come before the first."))
        return given

    def period(self, now: datetime) -> tuple[datetime, datetime]:
        """From now or the first midnight, to the midnight after the last day."""
        zone = clock.zone()
        first = datetime.combine(self.cleaned_data["first"], time(), tzinfo=zone)
        end = datetime.combine(self.cleaned_data["last"] + timedelta(days=1), time(), tzinfo=zone)
        return max(first, now.replace(second=0, microsecond=0)), end

    def area_keys(self) -> list[UUID]:
        """The units and places chosen; none means everywhere."""
        return [UUID(key) for key in self.cleaned_data["areas"]]


class StopPlanForm(PortalForm):
    """What becomes of each kind, or of each thing; a kind's things can be left as they are, one by one."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONG_SEEN)

    def __init__(self, *args: Any, found: Found, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        for reach, rows in found:
            if not rows:
                continue
            if not reach.one_by_one:
                self.fields[f"way-{reach.name}"] = way_field(reach)
            for one in rows:
                if reach.one_by_one:
                    self.fields[f"way-{one.key}"] = way_field(reach)
                    self.fields[f"link-{one.key}"] = forms.URLField(
                        label=_("Link to take part, when it moves online"),
                        required=False,
                        max_length=400,
                        assume_scheme="https",
                        initial=one.link,
                    )
                else:
                    self.fields[f"keep-{one.key}"] = forms.BooleanField(label=_("Leave it as it is"), required=False)

    def clean(self) -> dict[str, Any]:
        """What moves online needs a link."""
        given = super().clean() or self.cleaned_data
        for reach, rows in self.found:
            linked = {way.value for way in reach.ways if way.needs_link}
            for one in rows if reach.one_by_one else ():
                name = f"link-{one.key}"
                if given.get(f"way-{one.key}") in linked and not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Write the link, or choose something else."))
        return given

    def chosen(self) -> dict[UUID, Chosen]:
        """What becomes of each thing."""
        given = self.cleaned_data
        result = {}
        for reach, rows in self.found:
            for one in rows:
                if reach.one_by_one:
                    result[one.key] = Chosen(way=given[f"way-{one.key}"], link=given[f"link-{one.key}"])
                else:
                    way = LEAVE if given[f"keep-{one.key}"] else given[f"way-{reach.name}"]
                    result[one.key] = Chosen(way=way)
        return result


def way_field(reach: Reach) -> forms.ChoiceField:
    """The ways of a kind, and to leave it; the first one is what is meant most often."""
    choices = [(way.value, way.label) for way in reach.ways]
    return forms.ChoiceField(
        label=_("What becomes of it?") if reach.one_by_one else _("What becomes of them?"),
        choices=[*choices, (LEAVE, _("Leave it as it is"))],
        initial=choices[0][0],
        widget=forms.RadioSelect,
    )
