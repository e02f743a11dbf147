"""The list at the door on paper: a box for everybody with a place, and lines for those who just come."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.door_list import DoorList, door_list
from groups.models import Occurrence, Registration
from portal import clock
from portal.design.documents import make_pdf
from portal.design.models import Municipality
from portal.design.words import language, moment_words, time_words

TEMPLATE = "groups/door/paper.typ"
EMPTY_LINES = 6


def paper(date: Occurrence, rows: Iterable[Registration]) -> bytes:
    """The PDF, in the reader's language."""
    now = clock.now()
    return make_pdf(TEMPLATE, paper_data(date, door_list(rows)), made_at=now)


def paper_data(date: Occurrence, people: DoorList) -> dict[str, Any]:
    """All that stands on it. The name of the evening is what may lie on a table: never a discreet one's."""
    expected = ngettext("%(n)d person", "%(n)d people", people.seats) % {"n": people.seats}
    place = f" · {date.venue.name}" if date.venue else ""
    return {
        "language": language(),
        "municipality": Municipality.objects.current().called,
        "title": date.event.said_title,
        "about": f"{moment_words(date.starts_at)}{place} · {expected}",
        "heads": [_("Here"), _("Name"), _("Needs"), _("Seats")],
        "rows": [line for party in people.in_room for line in lines_of(party)],
        "empty": EMPTY_LINES,
        "walk_ins": _("Came without signing up"),
        "walk_in_heads": [_("First name"), _("How many")],
        "made": _("As it was {moment}").format(moment=moment_words(clock.now())),
        "destroy": _("Type in who came, and then destroy the paper."),
    }


def lines_of(party: Any) -> list[list[str]]:
    """A line for each of a party: since when they are here, the name, whether they need something, their seats."""
    return [
        [
            time_words(one.came_at) if one.came_at else "",
            one.name,
            _("yes") if one.needs else "",
            str(party.seats) if one.number == 0 else "",
        ]
        for one in party.people
    ]
