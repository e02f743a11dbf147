"""The front page's one question and its six plain answers, each with a page of its own."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Answer:
    """Something a relative may need, in their words."""

    name: str
    words: Any
    hint: Any
    icon: str

    @property
    def template(self) -> str:
        """The page that answers."""
        return f"front/answer_{self.name}.html"

    @property
    def url_name(self) -> str:
        """The name of its address."""
        return f"front:answer_{self.name}"


ANSWERS = {
    answer.name: answer
    for answer in (
        Answer("talk", _("I want to talk to someone"), _("On the phone, on video, with us or at your home"), "forum"),
        Answer("break", _("I need a break"), _("Somebody else takes over for a while"), "hourglass"),
        Answer("learn", _("I want to know more"), _("About illness, help and what you can do"), "info"),
        Answer("meet", _("I want to meet others in the same situation"), _("Others who know how it is"), "groups"),
        Answer("money", _("Money and rights"), _("Leave, support and who may decide"), "payments"),
        Answer("unsure", _("I don't know"), _("That is fine. We find out together"), "help"),
    )
}
