"""Sealed fields: what is shown, what is not, and what never gets lost."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, models, transaction
from django.test.utils import isolate_apps

from portal.keys import new_key
from portal.vault import CannotBeShown, KeyringUnavailable, keyring
from portal.vault.fields import EncryptedJSONField, EncryptedTextField, Sealed

SENTINEL = "Min mor græder om natten ÆØÅ"

with isolate_apps("portal.vault"):

    class Letter(models.Model):
        """A model of the tests' own, in a temporary table."""

        id = models.UUIDField(primary_key=True, default=new_key)
        case = models.UUIDField(default=new_key)
        text = EncryptedTextField(blank=True)
        answers = EncryptedJSONField(null=True, default=None)
        title = models.CharField(max_length=20, default="")

        class Meta:
            app_label = "vault"
            db_table = "letter_of_tests"

        def vault_context(self) -> str:
            return str(self.case)

    class Note(models.Model):
        """Keys from a sequence: bound by another lasting name."""

        key = models.CharField(max_length=40)
        text = EncryptedTextField()

        class Meta:
            app_label = "vault"
            db_table = "note_of_tests"

        def vault_row(self) -> str:
            return self.key


@pytest.fixture(autouse=True)
def tables(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            'CREATE TEMP TABLE letter_of_tests (id uuid PRIMARY KEY, "case" uuid, text bytea NOT NULL,'
            " answers bytea, title varchar(20)) ON COMMIT DROP;"
            "CREATE TEMP TABLE note_of_tests (id bigserial PRIMARY KEY, key varchar(40), text bytea NOT NULL)"
            " ON COMMIT DROP"
        )


@pytest.fixture
def kept_keyring(settings) -> Iterator[Path]:
    path = Path(settings.VAULT_KEYRING_FILE)
    before = path.read_text()
    yield path
    keyring.write(path, json.loads(before))


def raw(column: str, pk: UUID) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM letter_of_tests WHERE id = %s", [pk])
        return bytes(cursor.fetchone()[0])


def put_raw(column: str, pk: UUID, value: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE letter_of_tests SET {column} = %s WHERE id = %s", [value, pk])


def test_a_text_comes_back_as_it_was_written() -> None:
    letter = Letter.objects.create(text=SENTINEL, answers={"hvordan": ["træt", 3]})
    found = Letter.objects.get(pk=letter.pk)
    assert (found.text, found.answers) == (SENTINEL, {"hvordan": ["træt", 3]})
    assert isinstance(Letter.objects.create().text, str)
    assert Letter.objects.create().answers is None


def test_the_database_holds_no_readable_word() -> None:
    letter = Letter.objects.create(text=SENTINEL, answers={"a": SENTINEL})
    for column in ("text", "answers"):
        stored = raw(column, letter.pk)
        assert b"natten" not in stored and stored[:1] == b"\x01"
    assert raw("text", letter.pk) != raw("text", Letter.objects.create(text=SENTINEL).pk)


def test_nothing_is_opened_until_it_is_read(settings) -> None:
    Letter.objects.create(text=SENTINEL, title="x")
    settings.VAULT_KEYRING_FILE = Path("/nowhere/keyring.json")
    found = Letter.objects.get()
    assert found.title == "x"
    with pytest.raises(KeyringUnavailable, match="make_keyring"):
        _ = found.text


@pytest.mark.parametrize("damage", ["flipped", "injected", "swapped", "other column", "cut", "empty"])
def test_a_damaged_or_moved_value_is_not_shown_and_the_log_names_only_its_place(
    damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    case = new_key()
    letter = Letter.objects.create(text=SENTINEL, answers=[SENTINEL], case=case)
    other = Letter.objects.create(text="andet", case=case)
    stored = raw("text", letter.pk)
    put_raw(
        "text",
        letter.pk,
        {
            "flipped": stored[:-1] + bytes([stored[-1] ^ 1]),
            "injected": SENTINEL.encode() * 3,
            "swapped": raw("text", other.pk),
            "other column": raw("answers", letter.pk),
            "cut": stored[:20],
            "empty": b"",
        }[damage],
    )
    with caplog.at_level(logging.ERROR), pytest.raises(CannotBeShown) as caught:
        _ = Letter.objects.get(pk=letter.pk).text
    assert "letter_of_tests" in caplog.text and str(letter.pk) in caplog.text
    assert "natten" not in caplog.text + str(caught.value)


def test_a_value_of_another_case_is_not_shown() -> None:
    letter = Letter.objects.create(text=SENTINEL)
    Letter.objects.filter(pk=letter.pk).update(case=new_key())
    with pytest.raises(CannotBeShown):
        _ = Letter.objects.get(pk=letter.pk).text


def test_saving_never_overwrites_what_could_not_be_shown(kept_keyring: Path) -> None:
    letter = Letter.objects.create(text=SENTINEL)
    before = raw("text", letter.pk)
    whole = json.loads(kept_keyring.read_text())
    key_id = keyring.add_key(kept_keyring)
    added = json.loads(kept_keyring.read_text())
    keyring.write(kept_keyring, {**added, "keys": {key_id: added["keys"][key_id]}})  # the old key is lost
    found = Letter.objects.get()
    with pytest.raises(CannotBeShown, match="not in the keyring"):
        _ = found.text
    found.title = "ny titel"
    found.save()
    assert raw("text", letter.pk) == before
    keyring.write(kept_keyring, whole)
    again = Letter.objects.get()
    assert (again.text, again.title) == (SENTINEL, "ny titel")


def test_an_unread_value_goes_back_byte_for_byte() -> None:
    letter = Letter.objects.create(text=SENTINEL)
    before = raw("text", letter.pk)
    Letter.objects.get().save()
    assert raw("text", letter.pk) == before


def test_a_rotated_key_is_used_at_once_and_old_values_still_open(kept_keyring: Path) -> None:
    old = Letter.objects.create(text=SENTINEL)
    key_id = keyring.add_key(kept_keyring)
    new = Letter.objects.create(text="nyt")
    assert keyring.key_id_of(raw("text", new.pk)) == key_id != keyring.key_id_of(raw("text", old.pk))
    assert {letter.text for letter in Letter.objects.all()} == {SENTINEL, "nyt"}


def test_a_sealed_text_can_not_be_searched_or_set_in_bulk_only_cleared() -> None:
    letter = Letter.objects.create(text=SENTINEL, answers=[1])
    for lookup in ({"text": SENTINEL}, {"text__contains": "mor"}, {"answers__0": 1}, {"text__in": ["a"]}):
        with pytest.raises(TypeError, match="can't be searched"):
            Letter.objects.filter(**lookup).exists()
    with pytest.raises(TypeError, match="encrypted per row"), transaction.atomic():
        Letter.objects.update(text="alle det samme")
    letter.text = "nyt"
    with pytest.raises(TypeError, match="encrypted per row"), transaction.atomic():
        Letter.objects.bulk_update([letter], ["text"])
    Letter.objects.update(answers=None)
    assert Letter.objects.filter(answers__isnull=True).count() == 1


def test_values_shows_that_something_is_sealed_and_nothing_of_it() -> None:
    Letter.objects.create(text=SENTINEL)
    value = Letter.objects.values_list("text", flat=True).get()
    assert isinstance(value, Sealed)
    assert str(value) == "<sealed>"


def test_deferred_and_refreshed_values_open_too() -> None:
    letter = Letter.objects.create(text=SENTINEL)
    assert Letter.objects.defer("text").get().text == SENTINEL
    letter.text = "ikke gemt"
    letter.refresh_from_db()
    assert letter.text == SENTINEL


def test_bulk_created_rows_open() -> None:
    Letter.objects.bulk_create([Letter(text=f"brev {number}") for number in range(3)])
    assert sorted(letter.text for letter in Letter.objects.all()) == ["brev 0", "brev 1", "brev 2"]


def test_a_row_without_a_key_is_bound_by_its_lasting_name() -> None:
    Note.objects.create(key="booking-1", text=SENTINEL)
    assert Note.objects.get().text == SENTINEL
    Note.objects.update(key="booking-2")
    with pytest.raises(CannotBeShown):
        _ = Note.objects.get().text


def test_a_row_without_any_key_is_refused() -> None:
    with pytest.raises(TypeError, match="bound to its row"):
        Note.objects.create(key=None, text="x")
