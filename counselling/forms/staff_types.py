"""What can be booked, as the team lead fills it in."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.actions.meeting_types import TypeWish
from counselling.choices import Mode, Purpose
from counselling.forms.staff_talk import VersionedForm
from counselling.models import MeetingType
from counselling.models.meeting_types import DEFAULT_QUESTIONS_COUNT

LANGUAGES = ("da", "nb", "en")
NAMES = {"da": _("Name in Danish"), "nb": _("Name in Norwegian"), "en": _("Name in English")}
SUMMARIES = {"da": _("One line in Danish"), "nb": _("One line in Norwegian"), "en": _("One line in English")}
QUESTIONS = {
    "da": _("Question {number} in Danish"),
    "nb": _("Question {number} in Norwegian"),
    "en": _("Question {number} in English"),
}
NUMBERS: dict[str, tuple[Any, Any, int, int, int]] = {  # label, hint, least, most, first value
    "duration_minutes": (_("Length in minutes"), "", 5, 240, 45),
    "buffer_after_minutes": (_("Pause after it, in minutes"), _("For notes. Nobody can book it."), 0, 120, 15),
    "step_minutes": (_("A time begins every … minutes"), "", 5, 120, 30),
    "min_notice_hours": (_("Can be booked until … hours before"), "", 0, 336, 24),
    "min_notice_phone_hours": (_("On the phone: until … hours before"), "", 0, 336, 2),
    "horizon_days": (_("Can be booked … days ahead"), "", 1, 365, 56),
    "move_notice_hours": (_("Can be moved until … hours before"), "", 0, 336, 24),
    "max_open_per_person": (_("Talks ahead at once, per person"), "", 1, 20, 2),
    "decide_within_hours": (_("Answer a wish for a time within … hours"), "", 1, 168, 24),
    "position": (_("Place in the list"), _("1 comes first."), 0, 999, 1),
}
IN_HOURS = ("min_notice", "min_notice_phone", "move_notice")  # kept in minutes, asked in hours


class TypeForm(VersionedForm):
    """A kind of talk: words in three languages, how, how long, how soon, and what is asked before."""

    modes = forms.MultipleChoiceField(
        label=_("How it can be held"),
        choices=Mode.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one way.")},
    )
    purpose = forms.ChoiceField(
        label=_("Which times it uses"),
        choices=Purpose.choices,
        help_text=_("Times that a counsellor keeps for this purpose, and times for any talk."),
    )
    is_self_bookable = forms.BooleanField(label=_("Relatives can book it themselves"), required=False)
    needs_approval = forms.BooleanField(label=_("A counsellor must say yes to each time"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {name: self.fields.pop(name) for name in ("modes", "purpose", "is_self_bookable", "needs_approval")}
        for code in LANGUAGES:
            self._add(f"name_{code}", NAMES[code], max_length=80, required=True)
        for code in LANGUAGES:
            self._add(f"summary_{code}", SUMMARIES[code], max_length=300)
        for number in range(DEFAULT_QUESTIONS_COUNT):
            for code in LANGUAGES:
                self._add(f"question_{number}_{code}", QUESTIONS[code].format(number=number + 1), max_length=200)
        self.fields |= own
        for name, (label, hint, least, most, first) in NUMBERS.items():
            values = {"label": label, "help_text": hint, "min_value": least, "max_value": most, "initial": first}
            is_hours = name.removesuffix("_hours") in IN_HOURS
            field = (
                forms.DecimalField(decimal_places=2, localize=True, **values)
                if is_hours
                else forms.IntegerField(**values)
            )
            field.widget.attrs.update({"class": "input-char-5", "inputmode": "decimal" if is_hours else "numeric"})
            self.fields[name] = field

    def _add(self, name: str, label: Any, *, max_length: int, required: bool = False) -> None:
        errors = {"required": _("Write the name in each language.")}
        self.fields[name] = forms.CharField(
            label=label, max_length=max_length, required=required, error_messages=errors
        )

    def clean(self) -> dict[str, Any]:
        """A question is asked in every language or in none."""
        given = super().clean() or self.cleaned_data
        for number in range(DEFAULT_QUESTIONS_COUNT):
            names = [f"question_{number}_{code}" for code in LANGUAGES]
            missing = [name for name in names if not given.get(name)]
            if missing and len(missing) < len(names):
                self.add_error(missing[0], _("Write the question in each language, or in none."))
        return given

    def wish(self) -> TypeWish:
        """The type as filled in; hours become minutes."""
        given = self.cleaned_data
        words = {f"{kind}_{code}": given[f"{kind}_{code}"] for kind in ("name", "summary") for code in LANGUAGES}
        asked = [
            {code: given[f"question_{number}_{code}"] for code in LANGUAGES}
            for number in range(DEFAULT_QUESTIONS_COUNT)
            if given[f"question_{number}_da"]
        ]
        plain = [name for name in NUMBERS if name.removesuffix("_hours") not in IN_HOURS]
        return TypeWish(
            **words,
            **{name: given[name] for name in plain},
            questions=asked,
            modes=given["modes"],
            purpose=given["purpose"],
            is_self_bookable=given["is_self_bookable"],
            needs_approval=given["needs_approval"],
            **{f"{name}_minutes": round(given[f"{name}_hours"] * 60) for name in IN_HOURS},
        )


def initial_of(kind: MeetingType) -> dict[str, Any]:
    """A meeting type as the form shows it."""
    values: dict[str, Any] = {field.name: getattr(kind, field.name) for field in MeetingType._meta.concrete_fields}
    for name in IN_HOURS:
        values[f"{name}_hours"] = Decimal(getattr(kind, f"{name}_minutes")) / 60
    for number, words in enumerate(kind.questions[:DEFAULT_QUESTIONS_COUNT]):
        values |= {f"question_{number}_{code}": words.get(code, "") for code in LANGUAGES}
    return values
