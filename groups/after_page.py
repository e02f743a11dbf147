"""What an organiser sees of an evening afterwards: the files, whether those who came are asked, and what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.choices import Sensitivity
from groups.forms.after import WELCOME, WORTH
from groups.models import EvaluationAnswer, EvaluationForm, Handout, Occurrence
from groups.rules.evaluations import is_enough
from portal.design.charts import Bar


@dataclass(frozen=True)
class Said:
    """One question of the scale: how often each answer was given."""

    key: str
    title: Any
    sentence: str
    bars: list[Bar]


def status_of(form: EvaluationForm | None) -> str:
    """Where an evaluation is: none, planned, open, closed."""
    if form is None:
        return "none"
    if form.sent_at is None:
        return "planned"
    return "open" if form.closed_at is None else "closed"


def asked(key: str, title: Any, choices: Sequence[tuple[str, Any]], given: Sequence[int | None]) -> Said | None:
    """A question of the scale; None where fewer than five answered it."""
    values = [one for one in given if one is not None]
    if not is_enough(len(values)):
        return None
    bars = [Bar(str(label), values.count(int(code)), str(values.count(int(code)))) for code, label in choices]
    sentence = ngettext("{count} answered.", "{count} answered.", len(values)).format(count=len(values))
    return Said(key, title, sentence, bars)


def results_of(answers: Sequence[EvaluationAnswer]) -> dict[str, Any]:
    """The answers, question by question: which scale belongs to which words is not said."""
    scales = [
        asked("worth", _("How much did you get out of coming?"), WORTH, [one.worth for one in answers]),
        asked("welcome", _("How well were you received?"), WELCOME, [one.welcome for one in answers]),
    ]
    words = sorted(one.words for one in answers if one.words)  # by the alphabet: an order that tells nothing
    return {"count": len(answers), "scales": [one for one in scales if one], "words": words}


@dataclass(frozen=True)
class Given:
    """A handout as somebody who was signed up sees it: its name only where the event's title may be said."""

    handout: Handout
    name: str


def handouts_of(date: Occurrence) -> list[Given]:
    """What was handed out."""
    is_open = date.event.sensitivity == Sensitivity.OPEN
    return [
        Given(one, one.name if is_open else _("File {number}").format(number=number) + ".pdf")
        for number, one in enumerate(Handout.objects.of_date(date.pk), start=1)
    ]
