"""The front page's one question with its six plain answers, and its doors for those who are somebody special."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Answer:
    """Something a relative may need, or somebody a visitor may be, in their words."""

    name: str
    words: Any
    hint: Any
    icon: str = ""
    shows_ways: bool = True

    @property
    def prose(self) -> str:
        """Where its text stands, one file per language."""
        return f"front/prose/{self.name}"

    @property
    def url_name(self) -> str:
        """The name of its address."""
        return f"front:{self.name}"


ANSWERS = (
    Answer("talk", _("I want to talk to someone"), _("On the phone, on video, with us or at your home"), "forum"),
    Answer("break", _("I need a break"), _("Somebody else takes over for a while"), "hourglass"),
    Answer("learn", _("I want to know more"), _("About illness, help and what you can do"), "info"),
    Answer("meet", _("I want to meet others in the same situation"), _("Others who know how it is"), "groups"),
    Answer("money", _("Money and rights"), _("Leave, support and who may decide"), "payments"),
    Answer("unsure", _("I don't know"), _("That is fine. We find out together"), "help"),
)
DOORS = (
    Answer("young", _("I am under 18"), _("When your mother, father or sibling is ill"), shows_ways=False),
    Answer("bereaved", _("I have lost someone"), _("We are here afterwards too")),
    Answer(
        "professional",
        _("I meet relatives in my work"),
        _("For doctors, teachers, libraries and others"),
        shows_ways=False,
    ),
)
BY_NAME = {answer.name: answer for answer in (*ANSWERS, *DOORS)}
