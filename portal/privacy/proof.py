"""How well a session knows its person, asked of the app above that signs people in."""

from collections.abc import Callable

from django.http import HttpRequest

Question = Callable[[HttpRequest], bool]
_asked: list[Question] = []


def register(question: Question) -> None:
    """Say who can tell."""
    _asked[:] = [question]


def is_strong(request: HttpRequest) -> bool:
    """Whether what was released of notes may be shown or handed out here; nobody to ask means no."""
    return bool(_asked) and _asked[0](request)
