"""When whoever speaks may be asked something without a name, and what may become of a question."""

from enum import StrEnum

STATES = frozenset({"open", "answered", "hidden"})


class QuestionRefusal(StrEnum):
    """Why a question was refused."""

    QUESTION_TOO_LATE = "question_too_late"
    QUESTIONS_TOO_MANY = "questions_too_many"
    QUESTION_NOT_FROM_HERE = "question_not_from_here"


def may_ask(*, registration: str, is_published: bool, has_dates_ahead: bool) -> QuestionRefusal | None:
    """Whoever may come may ask, until it is over; where one asks for a place, one asks those who hold it instead."""
    if not is_published or registration == "application" or not has_dates_ahead:
        return QuestionRefusal.QUESTION_TOO_LATE
    return None


def may_become(state: str) -> QuestionRefusal | None:
    """Whether a question can be put there."""
    return None if state in STATES else QuestionRefusal.QUESTION_NOT_FROM_HERE
