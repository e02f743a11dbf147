"""Looking for an evening: what about, for whom, how, where, and when one can get away."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.choices import EventKind, Topic, Whose
from portal.design.forms import PortalForm

KINDS = [("", _("All kinds"))] + [
    (kind.value, kind.label)
    for kind in (
        EventKind.THEME_EVENING,
        EventKind.AFTER_WORK,
        EventKind.THEME_MEETING,
        EventKind.COURSE,
        EventKind.CAFE,
    )
]
TOPICS = [("", _("Anything")), *Topic.choices]
WHOSE = [("", _("Whoever it is")), *Whose.choices]
WAYS = [("", _("On site or online")), ("in_person", _("On site")), ("online", _("Online"))]
WHEN = [
    ("", _("Any time")),
    ("day", _("Weekdays in the daytime")),
    ("evening", _("Weekday evenings")),
    ("weekend", _("At the weekend")),
]
ANSWERS: dict[str, dict[str, Any]] = {
    "about": dict(TOPICS),
    "whose": dict(WHOSE),
    "kind": dict(KINDS),
    "way": dict(WAYS),
    "when": dict(WHEN),
}


class FindForm(PortalForm):
    """Narrows the list and the month; sent as an address."""

    is_search = True

    words = forms.CharField(
        label=_("Search"), required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    about = forms.ChoiceField(label=_("What is it about?"), choices=TOPICS, required=False)
    whose = forms.ChoiceField(label=_("Whose relative are you?"), choices=WHOSE, required=False)
    kind = forms.ChoiceField(label=_("What"), choices=KINDS, required=False)
    way = forms.ChoiceField(label=_("How"), choices=WAYS, required=False)
    when = forms.ChoiceField(label=_("When can you get away?"), choices=WHEN, required=False)
    near = forms.CharField(
        label=_("Near me"),
        help_text=_("A postcode or a town."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "input-char-11"}),
    )
    respite = forms.BooleanField(label=_("Help at home while you are away"), required=False)
    free = forms.BooleanField(label=_("Only with free places"), required=False)

    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)  # which one the picture shows

    def asked(self) -> dict[str, Any]:
        """What was asked for; what is no answer of ours counts as not asked."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "month"}

    def address(self, *, without: str = "", month: date | None = None) -> str:
        """What was asked for as the end of an address: "?when=evening&free=on"; the month goes along."""
        given = {name: "on" if value is True else value for name, value in self.asked().items() if name != without}
        named = f"{month:%Y-%m}" if month else self.cleaned_data.get("month")
        if named:
            given["month"] = named
        return f"?{urlencode(given)}"

    def here(self) -> str:
        """All of it."""
        return self.address()

    def chosen(self) -> list[dict[str, str]]:
        """Each answer in words, with the end of the address that leaves it out."""
        rows = []
        for name, value in self.asked().items():
            words = self.fields[name].label if value is True else ANSWERS.get(name, {}).get(value, value)
            rows.append({"words": str(words), "rest": self.address(without=name)})
        return rows
