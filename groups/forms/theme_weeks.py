"""A theme week: what it is called, when it is, who invites; and why something with one was refused."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.forms.sign_up_questions import lines_of
from groups.models import Campaign
from groups.rules.theme_weeks import WeekRefusal, may_last
from portal.design.forms import DateInput, DayField, FormKeyMixin, PortalForm

MOST_HOSTS = 30
REFUSAL_TEXT = {
    WeekRefusal.WEEK_STALE: _("A colleague changed it meanwhile. Look at how it is now, and save again."),
    WeekRefusal.WEEK_BACKWARDS: _("It must end after it begins, within a month."),
    WeekRefusal.WEEK_EMPTY: _("Nothing in it is published yet. Publish an event of the week first."),
}


class WeekForm(FormKeyMixin, PortalForm):
    """A theme week."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, initial=0)
    title = forms.CharField(label=_("What is it called?"), max_length=120)
    summary = forms.CharField(
        label=_("In two sentences"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    starts_on = DayField(label=_("First day"), widget=DateInput())
    ends_on = DayField(label=_("Last day"), widget=DateInput())
    hosts = forms.CharField(
        label=_("Who invites, besides the municipality"),
        help_text=_("One on each line, such as: Alzheimerforeningen."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_hosts(self) -> list[str]:
        """Each once."""
        found = lines_of(self.cleaned_data["hosts"])
        if len(found) > MOST_HOSTS or any(len(line) > 120 for line in found):
            raise forms.ValidationError(_("Write 30 at most, each under 120 characters."))
        return found

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and may_last(first, last):
            self.add_error("ends_on", REFUSAL_TEXT[WeekRefusal.WEEK_BACKWARDS])
        return given

    def values(self) -> dict[str, Any]:
        """What the action needs."""
        return {name: self.cleaned_data[name] for name in ("title", "summary", "starts_on", "ends_on", "hosts")}

    @staticmethod
    def shown(week: Campaign) -> dict[str, Any]:
        """A week as it is typed."""
        names = ("version", "title", "summary", "starts_on", "ends_on")
        return {**{name: getattr(week, name) for name in names}, "hosts": "\n".join(week.hosts)}
