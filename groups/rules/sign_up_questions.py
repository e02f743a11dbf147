"""The up to three questions asked at sign-up, and their answers in words. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST, MOST_CHOICES, LONGEST = 3, 8, 160


class QuestionKind(StrEnum):
    """How one answers."""

    TEXT = "text"
    YES_NO = "yes_no"
    CHOICE = "choice"


KNOWN = frozenset(kind.value for kind in QuestionKind)


@dataclass(frozen=True)
class Question:
    """One question, as it stands in the event."""

    text: str
    kind: QuestionKind = QuestionKind.TEXT
    choices: tuple[str, ...] = ()

    def stored(self) -> dict[str, Any]:
        """As it is kept."""
        return {"text": self.text, "kind": self.kind.value, "choices": list(self.choices)}


def read(stored: Any) -> Question:
    """A question as it was kept; the first ones were only their words."""
    if isinstance(stored, str):
        return Question(stored)
    kind = stored.get("kind", "text")
    known = QuestionKind(kind) if kind in KNOWN else QuestionKind.TEXT
    return Question(str(stored.get("text", "")), known, tuple(str(one) for one in stored.get("choices", ())))


def read_all(stored: Iterable[Any]) -> list[Question]:
    """All of an event, three at most."""
    return [read(one) for one in list(stored)[:MOST]]


def answered(questions: Sequence[Question], answers: Sequence[str]) -> list[list[str]]:
    """Answers beside the words they were given to: a question that is changed later changes no answer."""
    return [[question.text, answer] for question, answer in zip(questions, answers, strict=False)]


def told(stored: Sequence[Any] | None, questions: Sequence[Question]) -> list[tuple[str, str]]:
    """Question and answer, only where there is one; the first answers were kept without their questions."""
    pairs = []
    for number, one in enumerate(stored or ()):
        if isinstance(one, str):
            text, answer = questions[number].text if number < len(questions) else "", one
        else:
            text, answer = one
        pairs.append((str(text), str(answer)))
    return [(text, answer) for text, answer in pairs if answer]


def answers_to(stored: Sequence[Any] | None, questions: Sequence[Question]) -> list[str]:
    """What was answered to each question as it is asked now; nothing to one that was not asked then."""
    said = dict(told(stored, questions))
    return [said.get(question.text, "") for question in questions]
