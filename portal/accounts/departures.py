"""What still waits for a colleague who leaves. Each app registers its own question; accounts knows none of them."""

from collections.abc import Callable
from typing import Any

from portal.accounts.models import User

Question = Callable[[User], Any]  # translated words for what waits ("3 future talks"), or None

_questions: list[Question] = []


def register(question: Question) -> None:
    """Ask this before an account is closed."""
    if question not in _questions:
        _questions.append(question)


def what_waits_for(user: User) -> list[str]:
    """Everything that must be handed over first, in words."""
    answers = (question(user) for question in _questions)
    return [str(answer) for answer in answers if answer]
