"""The questions of an event: set by the organiser, asked at sign-up, and their answers in words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.forms.organising import VersionForm
from groups.models import Event
from groups.rules.sign_up_questions import LONGEST, MOST, MOST_CHOICES, Question, QuestionKind, read_all

KINDS = [
    (QuestionKind.TEXT, _("In their own words")),
    (QuestionKind.YES_NO, _("Yes or no")),
    (QuestionKind.CHOICE, _("One of these answers")),
]
YES_NO = {"yes": _("Yes"), "no": _("No")}
LONGEST_ANSWER = 500


class QuestionsForm(VersionForm):
    """Up to three questions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST + 1):
            named = {"number": number}
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("Question %(number)d") % named, max_length=LONGEST, required=False
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("How question %(number)d is answered") % named,
                choices=KINDS, required=False, initial=QuestionKind.TEXT,
            )  # fmt: skip
            self.fields[f"choices_{number}"] = forms.CharField(
                label=_("Answers to question %(number)d, one on each line") % named,
                help_text=_("Only when they choose one of these answers. Eight at most."),
                required=False,
                max_length=800,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean(self) -> dict[str, Any]:
        """Who chooses has something to choose between."""
        given = super().clean() or self.cleaned_data
        for number in range(1, MOST + 1):
            lines = lines_of(given.get(f"choices_{number}", ""))
            if given.get(f"text_{number}") and given.get(f"kind_{number}") == QuestionKind.CHOICE:
                if not 2 <= len(lines) <= MOST_CHOICES:
                    self.add_error(f"choices_{number}", _("Write two to eight answers, one on each line."))
                elif max(len(line) for line in lines) > LONGEST:
                    self.add_error(f"choices_{number}", _("An answer is too long. Keep each under 160 characters."))
        return given

    def questions(self) -> list[dict[str, Any]]:
        """As they are kept."""
        given = self.cleaned_data
        found = []
        for number in range(1, MOST + 1):
            if text := given[f"text_{number}"]:
                kind = QuestionKind(given[f"kind_{number}"] or "text")
                lines = lines_of(given[f"choices_{number}"]) if kind == QuestionKind.CHOICE else []
                found.append(Question(text, kind, tuple(lines)).stored())
        return found

    @staticmethod
    def shown(event: Event) -> dict[str, Any]:
        """As they are typed."""
        typed: dict[str, Any] = {"version": event.version}
        for number, question in enumerate(read_all(event.questions), start=1):
            typed[f"text_{number}"], typed[f"kind_{number}"] = question.text, question.kind
            typed[f"choices_{number}"] = "\n".join(question.choices)
        return typed


def lines_of(typed: str) -> list[str]:
    """Each line once, without empty ones."""
    return list(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))


def field_for(question: Question) -> forms.Field:
    """How a question is asked. Nobody must answer."""
    if question.kind == QuestionKind.TEXT:
        widget = forms.Textarea(attrs={"rows": 2})
        return forms.CharField(label=question.text, required=False, max_length=LONGEST_ANSWER, widget=widget)
    if question.kind == QuestionKind.YES_NO:
        choices: list[tuple[str, Any]] = list(YES_NO.items())
    else:
        choices = [(one, one) for one in question.choices]
    return forms.ChoiceField(label=question.text, required=False, choices=choices, widget=forms.RadioSelect)


def answer_words(answer: str) -> str:
    """An answer as people say it."""
    return str(YES_NO.get(answer, answer))
