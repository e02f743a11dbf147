"""Wishing to hear of new evenings: an address for who has no account, and what they want to hear of."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.choices import NewsOften, Topic
from groups.forms.finding import WAYS
from groups.models import NewsWish
from groups.rules.news import NewsRefusal
from portal.design.forms import PortalForm

REFUSAL_TEXT = {
    NewsRefusal.NEWS_TOO_MANY: _("There have been very many tries from here. Wait ten minutes, or ring us."),
    NewsRefusal.NEWS_NO_ADDRESS: _("We have no e-mail address of yours. Add one under your settings first."),
}
CHOSEN = ("topics", "near", "way", "often", "says_titles")


class NewsForm(PortalForm):
    """What somebody wants to hear of. All of it may stay as it is."""

    topics = forms.MultipleChoiceField(
        label=_("What would you like to hear about?"),
        help_text=_("Tick nothing to hear about everything."),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    near = forms.CharField(
        label=_("Near me"),
        help_text=_("A postcode or a town. Leave it empty for the whole municipality."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "input-char-27", "autocomplete": "off"}),
    )
    way = forms.ChoiceField(label=_("How would you like to take part?"), choices=WAYS, required=False)
    often = forms.ChoiceField(
        label=_("How often may we write?"), choices=NewsOften.choices, initial=NewsOften.WEEK, widget=forms.RadioSelect
    )
    says_titles = forms.BooleanField(
        label=_("Write what the evenings are called"),
        help_text=_("Tick it only if nobody else reads your e-mail. Otherwise we write the day and a link."),
        required=False,
    )

    def wishes(self) -> dict[str, Any]:
        """What was chosen, after is_valid()."""
        return {name: self.cleaned_data[name] for name in CHOSEN}

    @staticmethod
    def shown(wish: NewsWish | None) -> dict[str, Any]:
        """A wish as it is chosen."""
        return {name: getattr(wish, name) for name in CHOSEN} if wish else {}


class AskForNewsForm(NewsForm):
    """The same with an address."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("We send a link there. You hear from us once you have pressed it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
    field_order = ("email",)
