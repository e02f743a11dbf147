"""What is typed and not saved yet is kept on the server every few seconds, sealed, and shown to its author only."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from counselling.actions.reading import shown
from counselling.actions.second_lock import opened_draft, opened_to_read
from counselling.models import Appointment, CallDraft, Case, NoteDraft
from counselling.models.call_drafts import ONE_CALL_DRAFT
from counselling.rules import notes as rules
from counselling.rules.notes import NoteRefusal
from portal import clock
from portal.accounts.models import User
from portal.refusals import Refused, locking, violated_constraint
from portal.vault import CannotBeShown

ONE_DRAFT = {"one_draft_for_each_talk", ONE_CALL_DRAFT}
Place = Appointment | Case | User  # a talk, a case, or (oneself) the call one is noting
Draft = NoteDraft | CallDraft


@dataclass(frozen=True)
class OpenedDraft:
    """A draft as it is shown; text is None when it can't be."""

    text: str | None
    rest: dict[str, Any]
    version: int


def open_draft(*, by: User, place: Place) -> OpenedDraft | None:
    """One's own draft in a place, or None. One's own words: no read of somebody's data to record."""
    with opened_to_read(author_id=by.pk, about=place.pk):
        row = at(by, place).first()
    return None if row is None else as_shown(row)


@locking
def keep_draft(*, by: User, place: Place, text: str, rest: dict[str, Any], seen: int) -> int:
    """Keep what is typed; the draft's new version. seen: the version the typing began from (0: none).

    Refuses when another tab or device kept something newer, or what is kept can't be read (it is never written over).
    Not in the log: it changes every few seconds and nobody but its author reads it.
    """
    text = rules.as_lines(text)
    with opened_draft(by.pk, place.pk):
        row = at(by, place).select_for_update().first() or new_draft(by, place)
        if as_shown(row).text is None:
            raise Refused(NoteRefusal.DRAFT_UNREADABLE)
        if (row.text or "") == text and (row.rest or {}) == rest and not row._state.adding:
            return row.version
        if refusal := rules.may_keep_draft(kept=row.version, seen=seen):
            raise Refused(refusal)
        row.text, row.rest, row.changed_at, row.version = text, rest, clock.now(), row.version + 1
        store(row)
    return row.version


def store(row: Draft) -> None:
    """Save it; two tabs that begin at the same moment make one draft, and the later one is asked."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if violated_constraint(error) not in ONE_DRAFT:
            raise
        raise Refused(NoteRefusal.DRAFT_NEWER) from error


def judge_draft(*, by: User, place: Place, seen: int, text: str) -> None:
    """Refuses when another tab kept other words later than the ones this page began from."""
    with opened_draft(by.pk, place.pk):
        kept = at(by, place).select_for_update().first()
    if kept is None or shown(kept, "text") in (None, rules.as_lines(text)):
        return
    if refusal := rules.may_keep_draft(kept=kept.version, seen=seen):
        raise Refused(refusal)


def drop_draft(*, by: User, place: Place) -> None:
    """The draft was saved: it goes, in that transaction. One that can't be read stays for who repairs it."""
    with opened_draft(by.pk, place.pk):
        for row in at(by, place).select_for_update():
            if as_shown(row).text is not None:
                row.delete()


@transaction.atomic
def throw_away(*, by: User, place: Place) -> None:
    """Forget what was typed, because its author says so."""
    drop_draft(by=by, place=place)


def at(by: User, place: Place) -> Any:
    """The drafts of one person in one place: none or one."""
    if isinstance(place, User):
        return CallDraft.objects.of(by)
    is_talk = isinstance(place, Appointment)
    return NoteDraft.objects.at(by, talk=place.pk if is_talk else None, case=None if is_talk else place.pk)


def new_draft(by: User, place: Place) -> Draft:
    """An unsaved draft, which counts as version 0."""
    if isinstance(place, User):
        return CallDraft(author=by, version=0)
    row = NoteDraft(author=by, version=0)
    if isinstance(place, Appointment):
        row.appointment = place
    else:
        row.case = place
    return row


def as_shown(row: Draft) -> OpenedDraft:
    """Opened, or marked as unreadable."""
    text = shown(row, "text")
    try:
        rest = dict(row.rest or {})
    except CannotBeShown:
        text, rest = None, {}
    return OpenedDraft(text, rest, row.version)
