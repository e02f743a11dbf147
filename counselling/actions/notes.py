"""Notes: opened for reading, written, changed within a day, added to. The second lock is opened only here."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError

from counselling import access
from counselling.actions.cases import locked_case
from counselling.actions.drafts import drop_draft, judge_draft
from counselling.actions.reading import shown
from counselling.actions.second_lock import opened_case, opened_to_read
from counselling.models import Appointment, Case, CaseParticipant, ConflictOfInterest, Note, UnfiledNote
from counselling.rules import notes as rules
from counselling.rules.cases import CaseRefusal, note_locks_at
from counselling.rules.notes import NoteRefusal
from portal import clock
from portal.accounts.models import Role, User
from portal.audit import actions as audit
from portal.refusals import Refused, locking, violated_constraint

LOCKED = "note_is_locked_after_a_day"


@dataclass(frozen=True)
class OpenedNote:
    """A note as it is shown; text is None when it can't be."""

    note: Note
    text: str | None
    may_change: bool


def open_notes(*, by: User, case: Case, why: str) -> list[OpenedNote]:
    """A case's notes, the newest first. The read stands in the log before the lock is opened.

    Refuses whoever doesn't work with the case now. Raises CannotRecord when the log can't be written: nothing is shown.
    """
    if Case.objects.visible_to(by).with_id(case.pk) is None:
        raise Refused(NoteRefusal.NOT_YOUR_CASE)
    audit.record_read("counselling.notes_opened", by=by, obj=case, subject=case.person_id, reason=why)
    with opened_to_read(case.pk):
        rows = list(Note.objects.of_case(case.pk))
    return read(rows, by=by)


def read(rows: Iterable[Note], *, by: User | None) -> list[OpenedNote]:
    """Open each text; one that doesn't open hides only itself (portal.oversight makes a task of it)."""
    now, opened = clock.now(), []
    for note in rows:
        text = shown(note, "text")
        may_change = text is not None and note.author_id == (by and by.pk) and now < note.locked_at
        opened.append(OpenedNote(note, text, may_change and note.released_at is None))
    return opened


def judge_writer(*, by: User, case: Case, talk: Appointment | None) -> None:
    """Refuses who may not write into a case: those who work with it may, and a talk's counsellor of that talk.

    Looking in an emergency is no right to write.
    """
    if not case.is_open:
        raise Refused(CaseRefusal.CASE_CLOSED)
    if Case.objects.worked_by(by).with_id(case.pk) is not None and by.has_role(Role.COUNSELLOR):
        return
    own_talk = talk is not None and by.has_role(Role.COUNSELLOR) and access.is_counsellor_of(by, talk)
    if not own_talk or ConflictOfInterest.objects.of_worker(by).filter(person=case.person_id).exists():
        raise Refused(NoteRefusal.NOT_YOUR_CASE)


@locking
def write_note(
    *,
    by: User,
    case: Case,
    text: str,
    talk: Appointment | None = None,
    about: UUID | None = None,
    draft_seen: int | None = None,
) -> Note:
    """Write down what was said. Refuses an empty note, a closed case, and who doesn't work with it.

    about: a participant the note is about alone; refused without their consent that it is written down. draft_seen: the
    draft the page began from, which goes with it; refused when another tab has kept other words since.
    """
    row = locked_case(case)
    judge_writer(by=by, case=row, talk=talk)
    if draft_seen is not None:
        judge_draft(by=by, place=row, seen=draft_seen, text=text)
        drop_draft(by=by, place=row)
    return add_note(by=by, case=row, text=text, talk=talk, about=about)


def add_note(
    *,
    by: User,
    case: Case,
    text: str,
    talk: Appointment | None = None,
    about: UUID | None = None,
    adds_to: UUID | None = None,
) -> Note:
    """The new row, in the caller's transaction; the caller has judged who writes."""
    if not text.strip():
        raise Refused(NoteRefusal.NOTE_EMPTY)
    if about is not None and not CaseParticipant.objects.consenting(case.pk).filter(pk=about).exists():
        raise Refused(NoteRefusal.NO_CONSENT)
    now = clock.now()
    note = Note(
        case=case, appointment=talk, about_id=about, adds_to_id=adds_to, author=by, text=rules.as_lines(text).strip()
    )
    note.written_at = note.changed_at = now
    note.locked_at = note_locks_at(now)
    with opened_case(case.pk):
        note.save(force_insert=True)
    UnfiledNote.objects.create(note=note, case=case, written_at=now, ready_at=note.locked_at)
    audit.record("counselling.note_written", by=by, obj=note, subject=case.person_id)
    return note


@locking
def change_note(*, by: User, case: Case, note_id: UUID, text: str, version: int) -> Note:
    """Put better words in one's own note. Refuses after 24 hours, once released, when changed meanwhile, or empty."""
    if not text.strip():
        raise Refused(NoteRefusal.NOTE_EMPTY)
    with opened_case(case.pk):
        note = locked_note(case, note_id)
        refusal = rules.may_change_note(
            is_author=note.author_id == by.pk,
            locked_at=note.locked_at,
            is_released=note.released_at is not None,
            version=note.version,
            seen=version,
            now=clock.now(),
        )
        if refusal:
            raise Refused(refusal)
        if shown(note, "text") is None:
            raise Refused(NoteRefusal.NOTE_UNREADABLE)  # what can't be read is never written over
        note.text, note.changed_at, note.version = rules.as_lines(text).strip(), clock.now(), note.version + 1
        save_unlocked(note)
    audit.record("counselling.note_changed", by=by, obj=note, subject=case.person_id)
    return note


def save_unlocked(note: Note) -> None:
    """Save the words; the database has the last word about the 24 hours."""
    try:
        note.save(update_fields=["text", "changed_at", "version"])
    except IntegrityError as error:
        if violated_constraint(error) not in {LOCKED, "note_is_unchanged_once_locked"}:
            raise
        raise Refused(NoteRefusal.NOTE_LOCKED) from error


@locking
def add_to_note(*, by: User, case: Case, note_id: UUID, text: str) -> Note:
    """Add to a note that is locked, or somebody else's: a new row beside it. Refuses who doesn't work with the case."""
    row = locked_case(case)
    with opened_case(row.pk):
        note = locked_note(row, note_id)
    judge_writer(by=by, case=row, talk=note.appointment)
    first = note.adds_to_id or note.pk
    return add_note(by=by, case=row, text=text, talk=note.appointment, about=note.about_id, adds_to=first)


def locked_note(case: Case, note_id: UUID) -> Note:
    """A note of the open case, locked. Refuses one that is not there: it looks like any other that isn't yours."""
    note = Note.objects.select_for_update(of=("self",)).of_case(case.pk).filter(pk=note_id).first()
    if note is None:
        raise Refused(NoteRefusal.NOT_YOUR_CASE)
    return note
