"""What a counsellor fills in about what was said: the screen after a talk, notes, follow-ups, ready-made sentences."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from counselling.actions.follow_ups import Plan
from counselling.actions.reading import shown
from counselling.case_choices import FollowUpKind
from counselling.choices import Company
from counselling.forms.relative import PickTimeForm
from counselling.forms.staff_talk import VersionedForm
from counselling.models import CaseParticipant, Participant
from portal.accounts.models import User
from portal.design.forms import DateInput, DayField, FormKeyMixin, PortalForm

LONGEST = 20_000
OUTCOMES = {
    "checked_in": pgettext_lazy("outcome", "Arrived – the talk is on"),
    "fulfilled": pgettext_lazy("outcome", "Held"),
    "noshow": _("We did not get to talk"),
}


class TextArea(forms.Textarea):
    """The note: tall, and saved while it is typed."""

    def __init__(self, rows: int = 14) -> None:
        super().__init__(attrs={"rows": rows, "data-note": ""})


def note_field(label: Any, *, required: bool = True) -> forms.CharField:
    """The words of a note."""
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        required=required,
        widget=TextArea(),
        error_messages={"required": _("Write something first.")},
    )


class PlanFields(PortalForm):
    """A follow-up: what, when, and a few words."""

    follow_kind = forms.ChoiceField(
        label=_("What is to be done?"), required=False, choices=[("", _("Nothing")), *FollowUpKind.choices]
    )
    follow_on = DayField(
        label=_("On which day?"),
        required=False,
        widget=DateInput(),
        help_text=_("A notification of concern is sent without delay: within three days, by noon."),
    )
    follow_text = forms.CharField(
        label=_("A few words about it"), required=False, max_length=500, widget=forms.TextInput()
    )

    def clean(self) -> dict[str, Any]:
        """A kind needs a day, and a day a kind: otherwise nobody would know what was meant."""
        given = super().clean() or self.cleaned_data
        if given.get("follow_kind") and not given.get("follow_on") and "follow_on" not in self.errors:
            self.add_error("follow_on", _("Choose the day of the follow-up."))
        if given.get("follow_on") and not given.get("follow_kind"):
            self.add_error("follow_kind", _("Choose what is to be done on that day."))
        return given

    def plan(self) -> Plan | None:
        """The follow-up, if one is wished for."""
        given = self.cleaned_data
        if not given.get("follow_kind"):
            return None
        return Plan(kind=given["follow_kind"], due_on=given["follow_on"], text=given["follow_text"])


class ConversationForm(FormKeyMixin, VersionedForm, PlanFields):
    """The screen after a talk: outcome, who came, note, next talk, follow-up. Only what is filled in is done."""

    is_search = True  # everything may be left empty here: saying so beside each box would say nothing

    draft_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)
    outcome = forms.ChoiceField(label=_("How did it go?"), widget=forms.RadioSelect, required=False)
    came = forms.MultipleChoiceField(
        label=_("Who else came?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick those who came."),
    )
    text = note_field(_("Note"), required=False)
    about = forms.ChoiceField(
        label=_("Whom is the note about?"),
        required=False,
        help_text=_("A note about one person alone is never shown to the others."),
    )
    keep_answers = forms.BooleanField(label=_("Keep what they wrote before the talk as the first note"), required=False)
    next_time = forms.CharField(max_length=100, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        outcomes: Sequence[str],
        coming: Sequence[Participant] = (),
        people: Iterable[CaseParticipant] = (),
        has_answers: bool = False,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.coming = {str(one.pk): one for one in coming}
        self._offer("outcome", [(code, OUTCOMES[code]) for code in outcomes])
        self._offer("came", [(key, name_of(one)) for key, one in self.coming.items()])
        named = [(str(one.pk), person_name(one)) for one in people]
        self._offer("about", [("", _("Everybody who takes part")), *named])
        unused = {"outcome": outcomes, "came": coming, "about": named, "keep_answers": has_answers}
        for name in (name for name, needed in unused.items() if not needed):
            del self.fields[name]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_next_time(self) -> datetime | None:
        """The moment of the next talk, if one of the times was chosen."""
        chosen: str = self.cleaned_data["next_time"]
        if not chosen:
            return None
        picked = PickTimeForm({"time": chosen})
        if not picked.is_valid():
            raise forms.ValidationError(_("Choose a time."))
        moment: datetime = picked.cleaned_data["time"][0]
        return moment

    def clean_draft_seen(self) -> int:
        """The draft this page began from; none is 0."""
        return int(self.cleaned_data["draft_seen"] or 0)

    def who_came(self) -> dict[UUID, bool]:
        """Each of those expected, and whether they came; nothing when nobody was asked about."""
        ticked = set(self.cleaned_data.get("came", ()))
        return {one.pk: key in ticked for key, one in self.coming.items()}

    def about_id(self) -> UUID | None:
        """The participant the note is about alone."""
        chosen = self.cleaned_data.get("about", "")
        return UUID(chosen) if chosen else None


def name_of(one: Participant) -> Any:
    """Who was expected, as the counsellor knows them."""
    return shown(one, "first_name") or Company(one.role).label


def person_name(one: CaseParticipant) -> str:
    """Somebody who takes part in a course: by account, else by first name."""
    return str(one.person) if one.person else (shown(one, "first_name") or "–")


class NoteForm(VersionedForm):
    """The words of a note that is not about a talk, or better words for one."""

    text = note_field(_("Note"))


class NewNoteForm(PortalForm):
    """A note in a case without a talk: after a call, a letter, a meeting with others."""

    draft_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1, required=False)
    text = note_field(_("Note"))


class AddendumForm(PortalForm):
    """What is added to a note."""

    text = note_field(_("What do you want to add?"))


class ReleaseForm(VersionedForm):
    """The decision to let the relative read a note, as it was looked at."""


class FollowUpForm(PlanFields):
    """A follow-up in a case."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("follow_kind", "follow_on"):
            self.fields[name].required = True
        kind = self.fields["follow_kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = FollowUpKind.choices
        kind.error_messages["required"] = str(_("Choose what is to be done."))
        self.fields["follow_on"].error_messages["required"] = str(_("Choose the day of the follow-up."))


class MoveForm(VersionedForm):
    """Another day for a follow-up."""

    due_on = DayField(label=_("New day"), widget=DateInput(), error_messages={"required": _("Choose the new day.")})

    def day(self) -> date:
        """The day."""
        chosen: date = self.cleaned_data["due_on"]
        return chosen


class HandOnForm(VersionedForm):
    """Which colleague does it instead."""

    colleague = forms.ChoiceField(label=_("Colleague"), error_messages={"required": _("Choose a colleague.")})

    def __init__(self, data: Any = None, *, colleagues: Iterable[User], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.people = {str(one.pk): one for one in colleagues}
        field = self.fields["colleague"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(one)) for key, one in self.people.items()]

    def person(self) -> User:
        """The colleague."""
        return self.people[self.cleaned_data["colleague"]]


class SnippetForm(PortalForm):
    """A sentence that is written often; never about a person."""

    title = forms.CharField(label=_("Title"), max_length=60, help_text=_("Short, so that you find it in the list."))
    text = forms.CharField(
        label=_("Sentence"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Write nothing about a person here."),
    )
    is_teams = forms.BooleanField(label=_("For the whole team"), required=False)

    def __init__(self, data: Any = None, *, may_be_teams: bool, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        if not may_be_teams:
            del self.fields["is_teams"]
