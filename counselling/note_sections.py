"""What the case's page shows of notes and follow-ups."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from counselling.actions.case_reading import CaseFile
from counselling.actions.notes import OpenedNote
from counselling.actions.reading import shown
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


def notes_section(file: CaseFile, user: User) -> dict[str, Any]:
    """The notes of a case's page: opened and recorded with it."""
    is_carried: bool = file.case.is_carried  # type: ignore[attr-defined]  # annotated by with_rights
    return notes_shown(file.case, file.notes, may_release=is_carried)


def notes_shown(case: Case, opened: list[OpenedNote], *, may_release: bool) -> dict[str, Any]:
    """The notes, the newest first, each with what was added; and whether this person releases them."""
    return {
        "case": case,
        "threads": threads(opened),
        "may_release": may_release,
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


def follow_ups_section(file: CaseFile, user: User) -> dict[str, Any]:
    """The follow-ups of a case's page."""
    return follow_ups_shown(file.case)


def follow_ups_shown(case: Case) -> dict[str, Any]:
    """What is promised and what was done."""
    rows = FollowUp.objects.of_case(case.pk)
    return {"case": case, "follow_ups": [in_words(row) for row in rows]}


def in_words(row: FollowUp) -> ShownFollowUp:
    """A follow-up as a line of a list."""
    today, is_open = clock.today(), row.done_at is None
    text = shown(row, "text")
    return ShownFollowUp(row, text, is_open and row.due_on < today, is_open and row.due_on == today)
