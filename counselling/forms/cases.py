"""What is filled in about a case: where it is, why it rests or ends, who works with it, who takes part."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from counselling.actions.cases import CaseWish
from counselling.actions.participants import ParticipantWish
from counselling.case_choices import (
    CaseOrigin,
    CasePhase,
    CaseTopic,
    CloseReason,
    Complexity,
    PauseReason,
    Relation,
    ReopenReason,
)
from counselling.case_lists import SORTS, Chosen
from counselling.forms.staff_talk import VersionedForm
from portal.accounts.models import User
from portal.design.forms import DateInput, DayField, PortalForm

KLE = re.compile(r"\d{2}\.\d{2}\.\d{2}")
NORWEGIAN = ("is_child_relative", "guidance_asked_on", "guidance_decided_on")
NOBODY = "nobody"


class CaseForm(VersionedForm):
    """Where a case is and what it is about. The Norwegian fields are there in Norway only."""

    phase = forms.ChoiceField(label=_("Where is the case now?"), choices=CasePhase.choices, widget=forms.RadioSelect)
    complexity = forms.TypedChoiceField(
        label=_("How much is going on?"), choices=Complexity.choices, coerce=int, widget=forms.RadioSelect
    )
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    has_home_visits = forms.BooleanField(label=_("Home visits"), required=False)
    topics = forms.MultipleChoiceField(
        label=_("What is it about?"), choices=CaseTopic.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_child_relative = forms.BooleanField(label=_("The relative is a child under 18"), required=False)
    guidance_asked_on = DayField(label=_("Asked for guidance on"), required=False, widget=DateInput())
    guidance_decided_on = DayField(label=_("Decided on"), required=False, widget=DateInput())
    journal_number = forms.CharField(label=_("Journal number"), max_length=40, required=False)
    kle = forms.CharField(
        label=_("KLE number"), max_length=8, required=False, help_text=_("Three pairs of digits, such as 27.69.40.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kle",) if settings.COUNTRY == "NO" else NORWEGIAN:
            del self.fields[name]

    def clean_kle(self) -> str:
        """A KLE number has its fixed form."""
        number: str = self.cleaned_data["kle"].strip()
        if number and not KLE.fullmatch(number):
            raise forms.ValidationError(_("Write the KLE number as three pairs of digits, such as 27.69.40."))
        return number

    def clean(self) -> dict[str, Any]:
        """A decision comes after the wish."""
        given = super().clean() or self.cleaned_data
        asked, decided = given.get("guidance_asked_on"), given.get("guidance_decided_on")
        if decided and (not asked or decided < asked):
            self.add_error("guidance_decided_on", _("The decision can't come before the day they asked."))
        return given

    def wish(self) -> CaseWish:
        """The case as written down."""
        return CaseWish(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class ReasonForm(VersionedForm):
    """Why: one of a few."""

    reasons: Any = ()
    question: Any = ""

    reason = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.label, field.choices = self.question, self.reasons
        field.error_messages["required"] = _("Choose why.")


class PauseForm(ReasonForm):
    """Why a case rests."""

    question, reasons = _("Why does the case rest?"), PauseReason.choices


class CloseForm(ReasonForm):
    """Why a case is closed. Joining cases is no reason to choose: it happens when two people are merged."""

    question = _("Why is the case closed?")
    reasons = [choice for choice in CloseReason.choices if choice[0] != CloseReason.MERGED]


class ReopenForm(ReasonForm):
    """Why a closed case goes on."""

    question, reasons = _("Why does the case go on?"), ReopenReason.choices


def worker_words(worker: User) -> str:
    """A counsellor with how much they carry."""
    count: int = getattr(worker, "open_cases", 0)
    return f"{worker} · " + ngettext("%(count)d open case", "%(count)d open cases", count) % {"count": count}


class AssignForm(VersionedForm):
    """Who works with a case. Who carries it is chosen by a team lead; help also by who carries it."""

    part = forms.ChoiceField(label=_("What shall the colleague do?"), widget=forms.RadioSelect)
    worker = forms.ChoiceField(label=_("Counsellor"))

    def __init__(self, *args: Any, workers: Iterable[User], may_choose_who_carries: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = [("co", _("Help with the case"))]
        if may_choose_who_carries:
            parts.insert(0, ("primary", _("Carry the case from now on")))
        self.workers = {str(one.pk): one for one in workers}
        named = [(key, worker_words(one)) for key, one in self.workers.items()]
        for name, choices in (("part", parts), ("worker", [("", _("Choose…")), *named])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        self.fields["part"].initial = parts[0][0]

    def chosen_worker(self) -> User:
        """The chosen colleague, after is_valid()."""
        return self.workers[self.cleaned_data["worker"]]


class ParticipantForm(PortalForm):
    """Somebody who takes part."""

    first_name = forms.CharField(label=_("First name"), max_length=60, widget=forms.TextInput({"autocomplete": "off"}))
    relation = forms.ChoiceField(
        label=_("Who are they to the person?"), choices=[("", _("Choose…")), *Relation.choices]
    )
    email = forms.EmailField(
        label=_("The e-mail they sign in with"),
        required=False,
        help_text=_("Only if they shall see notes themselves. You may leave it empty."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    consents = forms.BooleanField(label=_("Has said yes to notes about what they say"), required=False)
    sees_notes = forms.BooleanField(label=_("May see notes that we release to all who take part"), required=False)

    def clean(self) -> dict[str, Any]:
        """Notes are seen by somebody who signs in."""
        given = super().clean() or self.cleaned_data
        if given.get("sees_notes") and not given.get("email") and "email" not in self.errors:
            self.add_error("email", _("Write the e-mail, or let them not see notes."))
        return given

    def wish(self) -> ParticipantWish:
        """The person as written down."""
        return ParticipantWish(**self.cleaned_data)


class NotesConsentForm(PortalForm):
    """What somebody who takes part says about notes now."""

    consents = forms.BooleanField(label=_("Has said yes to notes about what they say"), required=False)
    sees_notes = forms.BooleanField(label=_("May see notes that we release to all who take part"), required=False)


class NewCaseForm(PortalForm):
    """How a case begins that is opened by hand, and (for a team lead) who carries it."""

    origin = forms.ChoiceField(
        label=_("How did it begin?"),
        choices=[(value, words) for value, words in CaseOrigin.choices if value != CaseOrigin.BOOKING],
        widget=forms.RadioSelect,
    )
    worker = forms.ChoiceField(label=_("Who carries the case?"))

    def __init__(self, *args: Any, workers: Iterable[User], may_leave_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(one.pk): one for one in workers}
        field = self.fields["worker"]
        assert isinstance(field, forms.ChoiceField)
        nobody = [(NOBODY, _("Nobody yet"))] if may_leave_open else []
        field.choices = [*nobody, *((key, worker_words(one)) for key, one in self.workers.items())]

    def chosen_worker(self) -> User | None:
        """Who carries the case, after is_valid()."""
        return self.workers.get(self.cleaned_data["worker"])


SORT_WORDS = {
    "due": _("What comes first"),
    "name": _("Name"),
    "quiet": _("Longest since the last talk"),
    "opened": _("Newest case"),
    "weight": _("Heaviest"),
}


class CaseFilterForm(PortalForm):
    """What a list of cases is narrowed to. Anything unknown in the address counts as not chosen."""

    scope = forms.ChoiceField(
        label=pgettext_lazy("cases", "Whose"), choices=[("mine", _("Mine")), ("team", _("The team's"))]
    )
    q = forms.CharField(label=_("Name"), max_length=80, required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("open", _("Not closed")),
            ("paused", pgettext_lazy("case", "Resting")),
            ("closed", pgettext_lazy("case", "Closed")),
            ("all", _("All")),
        ],
    )
    phase = forms.ChoiceField(label=_("Phase"), required=False, choices=[("", _("All")), *CasePhase.choices])
    topic = forms.ChoiceField(label=_("Topic"), required=False, choices=[("", _("All")), *CaseTopic.choices])
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=[(key, SORT_WORDS[key]) for key in SORTS])

    def __init__(self, data: Any = None, *, sees_team: bool = False) -> None:
        given = {"scope": "team" if sees_team else "mine", "status": "open", "sort": "due"}
        known = dict(data.items()) if data else {}
        super().__init__(given | {name: value for name, value in known.items() if name in self.base_fields and value})
        if not sees_team:
            del self.fields["scope"]

    def chosen(self) -> Chosen:
        """What was chosen, with the usual choice where it makes no sense."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value and name != "q"}
        return Chosen(**given, text=self.cleaned_data.get("q", ""))


class SearchForm(PortalForm):
    """What to look for in one's own cases."""

    q = forms.CharField(
        label=_("Look for"),
        max_length=80,
        min_length=2,
        help_text=_("A name, or a word from your notes. The search is noted in the log."),
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Write what to look for."), "min_length": _("Write at least two letters.")},
    )


def page_number(text: str) -> int:
    """The page an address asks for; the first one for anything that is none."""
    return min(max(int(text), 1), 10_000) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
