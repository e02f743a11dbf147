"""The second lock: the database shows notes only to who opened the case, or does named work over all of them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from counselling.actions import cases, drafts, notes, releasing
from counselling.actions.second_lock import opened_case, opened_draft, opened_released
from counselling.actions.tallies import write_tallies
from counselling.models import Appointment, Case, Note, NoteDraft
from counselling.rules.notes import NoteRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.actions import CannotRecord
from portal.audit.models import AuditEvent
from portal.privacy.actions import keep_and_delete, own_copy
from portal.refusals import Refused, violated_constraint
from portal.vault import actions as vault
from portal.vault import keyring
from portal.worklist.models import Task
from tests.factories.database import as_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(relative: User, counsellor: User) -> Case:
    return cases.open_case(by=counsellor, person=relative, worker=counsellor)


@pytest.fixture
def note(case: Case, counsellor: User) -> Note:
    return notes.write_note(by=counsellor, case=case, text="Hun er træt.")


def broken(work: Any) -> str | None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        work()
    return violated_constraint(caught.value)


def raw(sql: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def test_without_an_open_case_there_are_no_notes(note: Note) -> None:
    assert not Note.objects.all().exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM counselling_note")
        assert cursor.fetchone() == (0,)
    assert raw("UPDATE counselling_note SET version = 9") == 0
    assert raw("DELETE FROM counselling_note") == 0


def test_an_open_case_shows_its_notes_and_no_others(
    note: Note, case: Case, another_relative: User, counsellor: User
) -> None:
    other = cases.open_case(by=counsellor, person=another_relative, worker=counsellor)
    notes.write_note(by=counsellor, case=other, text="Noget andet")
    with opened_case(case.pk):
        assert [one.pk for one in Note.objects.all()] == [note.pk]
        assert raw("DELETE FROM counselling_note") == 0  # nobody deletes a note that way
    assert not Note.objects.exists()


def test_nothing_is_written_into_a_case_that_is_not_open(note: Note, case: Case, counsellor: User) -> None:
    now = clock.now()
    row = Note(case=case, author=counsellor, text="x", written_at=now, changed_at=now, locked_at=now)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        row.save(force_insert=True)


def test_what_was_open_in_a_longer_transaction_is_open_again_afterwards(note: Note, case: Case) -> None:
    with opened_case(case.pk):
        with opened_released(case.pk):
            assert not Note.objects.exists()
        assert Note.objects.exists()
    assert not Note.objects.exists()


def test_notes_are_opened_only_for_who_works_with_the_case(note: Note, case: Case, colleague: User) -> None:
    with pytest.raises(Refused) as error:
        notes.open_notes(by=colleague, case=case, why="case")
    assert error.value.reason == NoteRefusal.NOT_YOUR_CASE
    assert not AuditEvent.objects.filter(action="counselling.notes_opened").exists()


def test_the_read_stands_in_the_log_before_anything_is_opened(note: Note, case: Case, counsellor: User) -> None:
    opened = notes.open_notes(by=counsellor, case=case, why="case")
    assert [one.text for one in opened] == ["Hun er træt."]
    event = AuditEvent.objects.get(action="counselling.notes_opened")
    assert (event.actor, event.subject, event.kind, event.reason) == (counsellor.pk, case.person_id, "read", "case")


def test_without_a_log_nothing_is_opened(committed_db: None, relative: User, counsellor: User) -> None:
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    notes.write_note(by=counsellor, case=case, text="Hun er træt.")
    with as_superuser() as boss:
        boss.execute("REVOKE INSERT ON audit_auditevent FROM portal_app")
        try:
            with pytest.raises(CannotRecord):
                notes.open_notes(by=counsellor, case=case, why="case")
        finally:
            boss.execute("GRANT INSERT ON audit_auditevent TO portal_app")


@pytest.fixture
def two_cases(committed_db: None, relative: User, another_relative: User, counsellor: User) -> tuple[Case, Case]:
    """Two people's cases with a note each, committed."""
    first = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    second = cases.open_case(by=counsellor, person=another_relative, worker=counsellor)
    notes.write_note(by=counsellor, case=first, text="Den førstes")
    notes.write_note(by=counsellor, case=first, text="Også den førstes")
    notes.write_note(by=counsellor, case=second, text="Den andens")
    return first, second


def texts(case: Case, by: User) -> list[str | None]:
    return [one.text for one in notes.open_notes(by=by, case=case, why="case")]


def as_boss(sql: str, *values: Any) -> None:
    """Past every lock and trigger, as somebody with the database in their hands."""
    with as_superuser() as boss:
        boss.execute("SET session_replication_role = replica")
        boss.execute(sql, values)


def test_a_note_moved_to_another_case_cannot_be_shown_and_is_told_of(
    two_cases: tuple[Case, Case], counsellor: User, client_for: Any
) -> None:
    first, second = two_cases
    as_boss("UPDATE counselling_note SET case_id = %s WHERE case_id = %s", first.pk, second.pk)
    assert sorted(texts(first, counsellor), key=str) == ["Den førstes", None, "Også den førstes"]
    html = client_for(counsellor).get(reverse("counselling:case_notes", args=[first.pk])).content.decode()
    assert "Notatet kan ikke vises" in html and "Også den førstes" in html and "Den andens" not in html
    assert Task.objects.open().filter(role="administrator").exists()


def test_a_flipped_bit_hides_the_note_and_only_it(two_cases: tuple[Case, Case], counsellor: User) -> None:
    first, _second = two_cases
    as_boss(
        "UPDATE counselling_note SET text = set_byte(text, 30, get_byte(text, 30) # 1) WHERE id = "
        "(SELECT id FROM counselling_note WHERE case_id = %s ORDER BY written_at LIMIT 1)",
        first.pk,
    )
    assert texts(first, counsellor) == ["Også den førstes", None]


def test_plain_text_slipped_into_the_table_is_not_shown(two_cases: tuple[Case, Case], counsellor: User) -> None:
    first, _second = two_cases
    as_boss(
        "UPDATE counselling_note SET text = %s WHERE case_id = %s", b"Plain words, long enough to look at", first.pk
    )
    assert texts(first, counsellor) == [None, None]


@pytest.fixture
def own_keys(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.VAULT_KEYRING_FILE = tmp_path / "keyring.json"
    keyring.make(settings.VAULT_KEYRING_FILE)
    yield settings.VAULT_KEYRING_FILE


def test_a_lost_key_hides_the_notes_and_nothing_is_written_over_them(
    own_keys: Path, case: Case, note: Note, counsellor: User
) -> None:
    new = keyring.add_key(own_keys)
    content = json.loads(own_keys.read_text())
    keyring.write(own_keys, {**content, "keys": {new: content["keys"][new]}})
    assert texts(case, counsellor) == [None]
    with pytest.raises(Refused) as error:
        notes.change_note(by=counsellor, case=case, note_id=note.pk, text="Nyt", version=1)
    assert error.value.reason == NoteRefusal.NOTE_UNREADABLE


def test_rekey_seals_every_note_and_draft_anew_also_locked_ones(
    own_keys: Path, relative: User, counsellor: User, talk: Appointment, at: Any
) -> None:
    at(clock.now() - timedelta(days=9))
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    notes.write_note(by=counsellor, case=case, text="Låst")
    drafts.keep_draft(by=counsellor, place=talk, text="Kladde", rest={"outcome": "fulfilled"}, seen=0)
    at(clock.now() + timedelta(days=9))
    new = keyring.add_key(own_keys)
    vault.rekey()
    content = json.loads(own_keys.read_text())
    keyring.write(own_keys, {**content, "keys": {new: content["keys"][new]}})
    assert texts(case, counsellor) == ["Låst"]
    kept = drafts.open_draft(by=counsellor, place=talk)
    assert kept and (kept.text, kept.rest) == ("Kladde", {"outcome": "fulfilled"})
    assert not Note.objects.exists()


def test_the_database_locks_a_note_after_a_day(relative: User, counsellor: User, at: Any) -> None:
    moment = clock.now()
    at(moment - timedelta(hours=25))
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    note = notes.write_note(by=counsellor, case=case, text="For længe siden")
    within = moment - timedelta(hours=2)  # an application that believes there is time
    with opened_case(case.pk):
        row = Note.objects.get(pk=note.pk)
        row.text, row.changed_at = "Andre ord", within
        assert broken(row.save) == "note_is_locked_after_a_day"
        lasts = Note.objects.filter(pk=note.pk)
        assert broken(lambda: lasts.update(locked_at=moment + timedelta(hours=9))) == "note_keeps_whose_it_is"


def test_whose_a_note_is_and_when_it_was_written_never_changes(note: Note, case: Case, colleague: User) -> None:
    with opened_case(case.pk):
        rows = Note.objects.filter(pk=note.pk)
        assert broken(lambda: rows.update(author=colleague)) == "note_keeps_whose_it_is"
        assert broken(lambda: rows.update(written_at=clock.now())) == "note_keeps_whose_it_is"


def test_what_a_note_must_hold(case: Case, counsellor: User, relative: User) -> None:
    now = clock.now()
    good = {"case": case, "author": counsellor, "text": "x", "written_at": now, "changed_at": now, "locked_at": now}

    def make(**other: Any) -> Any:
        return lambda: Note(**good | other).save(force_insert=True)

    with opened_case(case.pk):
        early = now - timedelta(minutes=1)
        assert broken(make(locked_at=early, changed_at=early)) == "note_is_locked_after_it_is_written"
        assert broken(make(locked_at=now + timedelta(hours=25))) == "note_is_locked_within_a_day"
        assert broken(make(changed_at=now + timedelta(minutes=1))) == "note_is_unchanged_once_locked"
        assert broken(make(released_by=counsellor)) == "who_released_a_note_did_so_at_a_time"
        row = Note(**good)
        row.adds_to_id = row.pk
        assert broken(lambda: row.save(force_insert=True)) == "note_adds_to_another"


def test_a_draft_is_shown_to_its_author_alone(talk: Appointment, counsellor: User, colleague: User) -> None:
    drafts.keep_draft(by=counsellor, place=talk, text="Kladde", rest={}, seen=0)
    assert not NoteDraft.objects.exists()
    assert drafts.open_draft(by=colleague, place=talk) is None
    with opened_draft(colleague.pk, talk.pk):
        assert not NoteDraft.objects.exists()


def test_a_draft_belongs_to_a_talk_or_a_case_and_is_one_of_a_kind(
    talk: Appointment, case: Case, counsellor: User
) -> None:
    now = clock.now()
    with opened_draft(counsellor.pk, talk.pk):
        both = NoteDraft(appointment=talk, case=case, author=counsellor, changed_at=now)
        assert broken(lambda: both.save(force_insert=True)) == "a_draft_belongs_to_a_talk_or_a_case"
        NoteDraft.objects.create(appointment=talk, author=counsellor, changed_at=now)
        again = NoteDraft(appointment=talk, author=counsellor, changed_at=now)
        assert broken(lambda: again.save(force_insert=True)) == "one_draft_for_each_talk"


def test_a_copy_holds_released_notes_only_and_only_for_who_is_known_well(
    case: Case, note: Note, relative: User, counsellor: User
) -> None:
    released = notes.write_note(by=counsellor, case=case, text="Vi aftalte at ringes ved.")
    releasing.release_note(by=counsellor, case=case, note_id=released.pk, version=1)
    copied = own_copy(by=relative, with_notes=True)["tables"]["counselling.note"]
    assert [row["text"] for row in copied] == ["Vi aftalte at ringes ved."]
    assert "counselling.note" not in own_copy(by=relative)["tables"]


def test_notes_drafts_and_talks_go_with_their_case(
    relative: User, counsellor: User, talk: Appointment, at: Any
) -> None:
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    first = notes.write_note(by=counsellor, case=case, text="Hun er træt.")
    notes.add_to_note(by=counsellor, case=case, note_id=first.pk, text="Og bange.")
    drafts.keep_draft(by=counsellor, place=case, text="Kladde", rest={}, seen=0)
    drafts.keep_draft(by=counsellor, place=talk, text="Kladde", rest={}, seen=0)
    Appointment.objects.filter(pk=talk.pk).update(case=case)
    closed = {"status": "closed", "closed_at": clock.now(), "close_reason": "finished"}
    Case.objects.filter(pk=case.pk).update(**closed)
    at(clock.now() + timedelta(days=6 * 365))
    write_tallies()
    keep_and_delete()
    assert not Case.objects.exists() and not Appointment.objects.filter(pk=talk.pk).exists()
    with as_superuser() as boss:
        left = "SELECT (SELECT count(*) FROM counselling_note), (SELECT count(*) FROM counselling_notedraft)"
        assert boss.execute(left).fetchone() == (0, 0)


def test_a_draft_nobody_touched_for_a_month_goes(talk: Appointment, counsellor: User, at: Any) -> None:
    drafts.keep_draft(by=counsellor, place=talk, text="Kladde", rest={}, seen=0)
    at(clock.now() + timedelta(days=29))
    keep_and_delete()
    assert drafts.open_draft(by=counsellor, place=talk)
    at(clock.now() + timedelta(days=3))
    keep_and_delete()
    assert drafts.open_draft(by=counsellor, place=talk) is None
