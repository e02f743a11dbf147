"""What is filled in at the door: a name or a code, who just came, how many heads."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from groups.actions.signing_up import Party
from groups.choices import PoolChannel
from groups.models import Occurrence, SeatPool
from groups.rules.door import MOST_HEADS
from portal.design.forms import FormKeyMixin, PortalForm

LARGEST = 6


class SoughtForm(PortalForm):
    """A first name or a code."""

    is_search = True
    sought = forms.CharField(
        label=_("Name or code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class WalkInForm(FormKeyMixin, PortalForm):
    """Somebody who did not sign up."""

    seats = forms.TypedChoiceField(
        label=_("How many are they?"), coerce=int, initial=1, widget=forms.RadioSelect,
        choices=[(n, n) for n in range(1, LARGEST + 1)],
    )  # fmt: skip
    name = forms.CharField(
        label=_("First name"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    pool = forms.ModelChoiceField(label=_("Which seats?"), queryset=SeatPool.objects.none(), empty_label=None)

    def __init__(self, *args: object, date: Occurrence, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field, seats = self.fields["pool"], self.fields["seats"]
        assert isinstance(field, forms.ModelChoiceField) and isinstance(seats, forms.TypedChoiceField)
        field.queryset = SeatPool.objects.in_room(date.pk)
        field.label_from_instance = free_words  # type: ignore[method-assign, assignment]
        pools = list(field.queryset)
        if len(pools) == 1:
            field.widget, field.initial = forms.HiddenInput(), pools[0].pk
        seats.choices = [(n, ngettext("%(n)d person", "%(n)d people", n) % {"n": n}) for n in range(1, LARGEST + 1)]

    def party(self) -> Party:
        """Who comes."""
        others = [""] * (self.cleaned_data["seats"] - 1)
        return Party(names=[self.cleaned_data["name"].strip(), *others])


def free_words(pool: SeatPool) -> str:
    """A kind of seats, and how many are free."""
    said = ngettext("%(count)d free place", "%(count)d free places", max(pool.free, 0)) % {"count": max(pool.free, 0)}
    return f"{PoolChannel(pool.channel).label}: {said}"


class KeysField(forms.Field):
    """Ticked boxes: keys, each once; what is none was none of ours."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: object) -> set[UUID]:
        """The keys."""
        return {key for text in value or () if (key := key_in(str(text)))}  # type: ignore[attr-defined]


def key_in(text: str) -> UUID | None:
    """A key, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None


class TookPartForm(PortalForm):
    """Who took part online: the ticked boxes, and those of which it was said when the page was opened."""

    came = KeysField(required=False)
    was = KeysField(required=False)


class HeadCountForm(PortalForm):
    """How many came, typed over what stood there."""

    count = forms.IntegerField(label=_("How many came?"), min_value=0, max_value=MOST_HEADS)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=MOST_HEADS)
