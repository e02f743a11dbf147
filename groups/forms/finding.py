"""Looking for an evening: what about, how, and when one can get away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.choices import EventKind
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
WAYS = [("", _("On site or online")), ("in_person", _("On site")), ("online", _("Online"))]
WHEN = [
    ("", _("Any time")),
    ("day", _("Weekdays in the daytime")),
    ("evening", _("Weekday evenings")),
    ("weekend", _("At the weekend")),
]


class FindForm(PortalForm):
    """Narrows the list; sent as an address."""

    is_search = True

    words = forms.CharField(
        label=_("Search"), required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    kind = forms.ChoiceField(label=_("What"), choices=KINDS, required=False)
    way = forms.ChoiceField(label=_("How"), choices=WAYS, required=False)
    when = forms.ChoiceField(label=_("When can you get away?"), choices=WHEN, required=False)
    respite = forms.BooleanField(label=_("Help at home while you are away"), required=False)
    free = forms.BooleanField(label=_("Only with free places"), required=False)
