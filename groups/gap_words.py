"""The list before publishing in words, each line with the page where it is put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.models import Event
from groups.rules.events import Gap, Line

WORDS: dict[Gap, tuple[Any, str]] = {
    Gap.SUMMARY: (_("Two sentences about it"), "event_words"),
    Gap.DATE: (_("A date"), "dates_new"),
    Gap.DATE_AHEAD: (_("A date that is ahead"), "dates_new"),
    Gap.PLACE: (_("A place for each date"), "dates_new"),
    Gap.ACCESS: (_("Steps and toilet at the place are known"), "venues"),
    Gap.ONLINE_LINK: (_("A link to take part online"), "dates_new"),
    Gap.SEATS: (_("Seats of each kind"), "dates_new"),
    Gap.WINDOW: (_("Sign-up is not closed already"), "event_sign_up"),
    Gap.DISCREET_TITLE: (_("A title for messages and calendars"), "event_words"),
    Gap.PICTURE: (_("The picture is described, or decoration"), "event_picture"),
    Gap.CONTACT: (_("Somebody people can ask"), "event_sign_up"),
}


@dataclass(frozen=True)
class Said:
    """A line of the list."""

    words: Any
    url: str
    is_there: bool


def said_of(event: Event, lines: Iterable[Line]) -> list[Said]:
    """The list of an event."""
    return [Said(WORDS[line.gap][0], url_of(event, WORDS[line.gap][1]), line.is_there) for line in lines]


def url_of(event: Event, name: str) -> str:
    """Where a line is put right."""
    return reverse(f"groups:{name}") if name == "venues" else reverse(f"groups:{name}", args=[event.pk])
