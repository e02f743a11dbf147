"""Deciding about those who asked for a place: whom, what, and for a no why and what else there is."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from groups.actions.deciding import No
from groups.choices import NoReason
from groups.forms.sign_up_questions import answer_words
from groups.models import Event, Occurrence, Registration
from groups.rules.applications import Verdict
from groups.rules.sign_up_questions import read_all, told
from portal import clock
from portal.design.forms import PortalForm
from portal.design.words import moment_words

VERDICTS = [
    (Verdict.OFFER, _("Offer a place")),
    (Verdict.LIST, _("Put on the waiting list")),
    (Verdict.NO, _("Say no, and why")),
]


class Boxes(forms.CheckboxSelectMultiple):
    """A box for each party, with what they wrote under it."""

    hints: dict[str, str]

    def create_option(self, name: str, value: Any, *rest: Any, **more: Any) -> dict[str, Any]:
        """A box with its hint."""
        option = super().create_option(name, value, *rest, **more)
        if hint := getattr(self, "hints", {}).get(str(value)):
            option["attrs"]["hint"] = hint
        return option


class ChosenField(forms.MultipleChoiceField):
    """Parties as they were seen: key and version. One that changed meanwhile is the action's to leave alone."""

    def valid_value(self, value: str) -> bool:
        """Whether it looks like one of ours; who is really there is asked under the lock."""
        key, _dot, version = str(value).partition(".")
        try:
            UUID(key)
        except ValueError:
            return False
        return version.isascii() and version.isdecimal() and len(version) < 10


class DecisionForm(PortalForm):
    """Whom, and what they are told."""

    chosen = ChosenField(label=_("Who?"), widget=Boxes, error_messages={"required": _("Choose whom it is about.")})
    verdict = forms.ChoiceField(label=_("What do you decide?"), choices=VERDICTS, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Why not"), help_text=_("Only for a no. They read it."), required=False,
        choices=[("", _("Choose a reason")), *NoReason.choices],
    )  # fmt: skip
    says = forms.CharField(
        label=_("A sentence of your own"),
        help_text=_("Only for a no. They read it on their own page, never in the message."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    other_event = forms.ModelChoiceField(
        label=_("Suggest another evening"), queryset=Event.objects.none(), required=False,
        empty_label=_("None"),
    )  # fmt: skip

    def __init__(self, *args: Any, rows: Iterable[Registration], date: Occurrence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boxes, others = self.fields["chosen"], self.fields["other_event"]
        assert isinstance(boxes, ChosenField) and isinstance(others, forms.ModelChoiceField)
        self.names = {value_of(row): name_of(row) for row in rows}
        boxes.choices = [(value_of(row), label_of(row)) for row in rows]
        boxes.widget.hints = {value_of(row): hint_of(row, date.event) for row in rows}
        found = Event.objects.published(clock.now()).open_to(None).with_dates_ahead(clock.now())
        others.queryset = found.exclude(pk=date.event_id).order_by("title")

    def clean(self) -> dict[str, Any]:
        """A no has a reason."""
        given = super().clean() or self.cleaned_data
        if given.get("verdict") == Verdict.NO and not given.get("reason"):
            self.add_error("reason", _("Choose a reason. They read it."))
        return given

    def parties(self) -> dict[UUID, int]:
        """Whom it is about, as they were seen."""
        pairs = (value.partition(".") for value in self.cleaned_data["chosen"])
        return {UUID(key): int(version) for key, _dot, version in pairs}

    def no(self) -> No:
        """What a no says."""
        given = self.cleaned_data
        return No(reason=given["reason"], says=given["says"], other_event=given["other_event"])

    def summary(self) -> dict[str, Any]:
        """What is about to happen, read once more before anybody is told."""
        given = self.cleaned_data
        is_no = given["verdict"] == Verdict.NO
        return {
            "names": [self.names[value] for value in given["chosen"] if value in self.names],
            "verdict": dict(VERDICTS)[given["verdict"]],
            "reason": NoReason(given["reason"]).label if is_no else "",
            "other": given["other_event"] if is_no else None,
        }


def value_of(row: Registration) -> str:
    """A party and the version that was seen."""
    return f"{row.pk}.{row.version}"


def name_of(row: Registration) -> str:
    """Who asked."""
    return str(row.person) if row.person else row.guest_name


def label_of(row: Registration) -> str:
    """Who asked, for how many, which seats, since when."""
    seats = ngettext("%(count)d place", "%(count)d places", row.wanted) % {"count": row.wanted}
    parts = [name_of(row), seats, row.pool.get_channel_display(), moment_words(row.created_at)]
    return " · ".join([*parts, row.get_state_display()] if row.state == "waiting" else parts)


def hint_of(row: Registration, event: Event) -> str:
    """What they wrote: answers under their questions, and what they need."""
    parts = [f"{text} {answer_words(answer)}" for text, answer in told(row.answers, read_all(event.questions))]
    parts += [_("Needs: %(needs)s") % {"needs": one.needs} for one in row.who_comes if one.has_needs and one.needs]
    return " · ".join(str(part) for part in parts)
