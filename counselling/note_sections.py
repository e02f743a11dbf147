"""What the case's page shows of notes and follow-ups."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from counselling.actions.notes import OpenedNote, open_notes
from counselling.actions.reading import shown
from counselling.actions.releasing import carries
from counselling.models import Case, FollowUp
from portal import clock
from portal.accounts.models import User


@dataclass(frozen=True)
class ShownFollowUp:
    """A follow-up with its words opened (None: they can't be shown) and where it stands."""

    row: FollowUp
    text: str | None
    is_late: bool
    is_today: bool


@dataclass(frozen=True)
class Thread:
    """A note with what was added to it, oldest addition first."""

    note: OpenedNote
    added: list[OpenedNote]


def notes_section(case: Case, user: User) -> dict[str, Any]:
    """The notes, the newest first, each with what was added; and whether this person releases them."""
    opened = open_notes(by=user, case=case, why="case")
    return {
        "case": case,
        "threads": threads(opened),
        "may_release": carries(user, case),
        "here": reverse("counselling:case_notes", args=[case.pk]),
    }


def threads(opened: list[OpenedNote]) -> list[Thread]:
    """Notes with their additions; an addition whose note is not among them stands by itself."""
    known = {one.note.pk for one in opened}
    added: dict[Any, list[OpenedNote]] = {}
    for one in reversed(opened):
        added.setdefault(one.note.adds_to_id, []).append(one)
    firsts = [one for one in opened if one.note.adds_to_id not in known]
    return [Thread(one, added.get(one.note.pk, [])) for one in firsts]


def follow_ups_section(case: Case, user: User) -> dict[str, Any]:
    """What is promised and what was done."""
    rows = FollowUp.objects.of_case(case.pk)
    return {"case": case, "follow_ups": [in_words(row) for row in rows]}


def in_words(row: FollowUp) -> ShownFollowUp:
    """A follow-up as a line of a list."""
    today, is_open = clock.today(), row.done_at is None
    text = shown(lambda: row.text or "")
    return ShownFollowUp(row, text, is_open and row.due_on < today, is_open and row.due_on == today)
