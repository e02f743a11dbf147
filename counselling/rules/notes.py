"""What may be written down, changed and shown of a talk. Pure: every moment and value is an argument."""

from datetime import date, datetime, timedelta
from enum import StrEnum

NOTIFICATION_WITHIN = timedelta(days=3)  # "without delay": the day it is decided, and over a weekend at most


class NoteRefusal(StrEnum):
    """Why an action about a note says no."""

    NOTE_EMPTY = "note_empty"
    NOTE_LOCKED = "note_locked"
    NOTE_OF_ANOTHER = "note_of_another"
    NOTE_STALE = "note_stale"
    NOTE_RELEASED = "note_released"
    NOTE_NOT_RELEASED = "note_not_released"
    NOTE_UNREADABLE = "note_unreadable"
    NOT_YOUR_CASE = "not_your_case"
    NOT_PRIMARY = "not_primary"
    NO_CONSENT = "no_consent"
    DRAFT_NEWER = "draft_newer"
    DRAFT_UNREADABLE = "draft_unreadable"
    OUTCOME_MISSING = "outcome_missing"
    SNIPPET_TITLE_TAKEN = "snippet_title_taken"


class FollowUpRefusal(StrEnum):
    """Why an action about a follow-up says no."""

    FOLLOW_UP_DONE = "follow_up_done"
    FOLLOW_UP_STALE = "follow_up_stale"
    FOLLOW_UP_IN_THE_PAST = "follow_up_in_the_past"
    NOTIFICATION_TOO_LATE = "notification_too_late"
    NO_PART_IN_THE_CASE = "no_part_in_the_case"


def as_lines(text: str) -> str:
    """What was typed, with one sort of line end: a form sends CR LF, a script's window shows LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def may_change_note(
    *, is_author: bool, locked_at: datetime, is_released: bool, version: int, seen: int, now: datetime
) -> NoteRefusal | None:
    """Whether a note's words may still be changed: by who wrote it, within 24 hours, before it is released."""
    if not is_author:
        return NoteRefusal.NOTE_OF_ANOTHER
    if now >= locked_at:
        return NoteRefusal.NOTE_LOCKED
    if is_released:
        return NoteRefusal.NOTE_RELEASED
    return NoteRefusal.NOTE_STALE if version != seen else None


def may_release(*, is_primary: bool, is_released: bool, version: int, seen: int) -> NoteRefusal | None:
    """Whether a note may be released: by who carries the case, as it was when it was looked at."""
    if not is_primary:
        return NoteRefusal.NOT_PRIMARY
    return NoteRefusal.NOTE_STALE if is_released or version != seen else None


def may_withdraw(*, is_primary: bool, is_released: bool) -> NoteRefusal | None:
    """Whether a release may be taken back."""
    if not is_primary:
        return NoteRefusal.NOT_PRIMARY
    return None if is_released else NoteRefusal.NOTE_NOT_RELEASED


def may_keep_draft(*, kept: int, seen: int) -> NoteRefusal | None:
    """Whether what is typed may replace what is kept: not when another tab or device kept something newer."""
    return NoteRefusal.DRAFT_NEWER if kept > seen else None


def may_plan(*, kind: str, due_on: date, today: date) -> FollowUpRefusal | None:
    """Whether a follow-up may stand on a day. A notification of concern is sent without delay."""
    if due_on < today:
        return FollowUpRefusal.FOLLOW_UP_IN_THE_PAST
    late = kind == "notification" and due_on > today + NOTIFICATION_WITHIN
    return FollowUpRefusal.NOTIFICATION_TOO_LATE if late else None


def may_touch_follow_up(*, is_done: bool, version: int, seen: int) -> FollowUpRefusal | None:
    """Whether a follow-up may be moved, handed on or finished."""
    if is_done:
        return FollowUpRefusal.FOLLOW_UP_DONE
    return FollowUpRefusal.FOLLOW_UP_STALE if version != seen else None
