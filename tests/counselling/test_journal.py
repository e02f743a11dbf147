"""To the records system: an archive's PDF with every word as written; marked once it is there, counted till then."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from counselling.actions import glass, journal, notes
from counselling.actions.second_lock import opened_case
from counselling.journal_lists import unfiled_workers
from counselling.models import Case, JournalPackage, Note, UnfiledNote
from counselling.rules.journal import JournalRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.design.documents import CannotBeMade, make_pdf
from portal.refusals import Refused, violated_constraint
from portal.vault import keyring
from tests.factories.journal import NUMBER, case_with_locked_note

pytestmark = pytest.mark.django_db
NASTY = 'Æblegrød på Århusvej – "søster" og mor\'s\n#eval("x") *fed* $x$ @jens // ikke væk\n\nNyt afsnit: مريم og 😀'

EMPTY = {
    "title": "T",
    "language": "da",
    "municipality": "K",
    "reference": "1",
    "made_by": "M",
    "facts": [],
    "notes": [],
}


@pytest.fixture
def case(relative: User, counsellor: User) -> Case:
    return case_with_locked_note(counsellor, relative, NASTY)


@pytest.fixture
def package(case: Case, counsellor: User) -> JournalPackage:
    return journal.make_package(by=counsellor, case=case)


@pytest.fixture
def mettes(client_for: Any, counsellor: User) -> Client:
    client: Client = client_for(counsellor)
    return client


def refused(work: Any) -> object:
    with pytest.raises(Refused) as error:
        work()
    return error.value.reason


def address(name: str, *args: Any) -> str:
    return reverse(f"counselling:{name}", args=args)


def unpacked(content: bytes) -> tuple[bytes, dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("notater.pdf"), json.loads(archive.read("metadata.json"))


def words_of(document: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages).split())


def test_the_document_has_every_word_as_it_was_written(
    package: JournalPackage, counsellor: User, relative: User
) -> None:
    document, facts = unpacked(journal.fetch_package(by=counsellor, package=package).content)
    words = words_of(document)
    for said in NASTY.replace("مريم", "").replace("😀", "[GRINNING FACE]").split():
        assert said in words, said
    for said in (str(relative), str(counsellor), NUMBER, "27.69.40", "Journalnummer"):
        assert said in words, said
    assert facts["document"]["sha256"] == hashlib.sha256(document).hexdigest()
    assert (facts["journal_number"], facts["kle"], facts["person"]) == (NUMBER, "27.69.40", str(relative))
    assert [one["author"] for one in facts["notes"]] == [str(counsellor)]


def test_the_document_is_an_archives_pdf_that_can_be_read_aloud(package: JournalPackage, counsellor: User) -> None:
    document, _facts = unpacked(journal.fetch_package(by=counsellor, package=package).content)
    reader = pypdf.PdfReader(io.BytesIO(document))
    assert reader.xmp_metadata is not None
    said = reader.xmp_metadata.rdf_root.toxml()
    assert "<pdfaid:part>2</pdfaid:part>" in said and "<pdfaid:conformance>A</pdfaid:conformance>" in said
    assert "<pdfuaid:part>1</pdfuaid:part>" in said
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "da" and catalogue["/MarkInfo"]["/Marked"]


def test_the_same_package_is_the_same_document_each_time(package: JournalPackage, counsellor: User) -> None:
    first = journal.fetch_package(by=counsellor, package=package)
    assert journal.fetch_package(by=counsellor, package=package).sha256 == first.sha256
    package.refresh_from_db()
    assert package.sha256 == first.sha256


def test_a_document_that_cannot_be_set_says_so(tmp_path: Path) -> None:
    with pytest.raises(CannotBeMade):
        make_pdf("counselling/esdh/notes.typ", {"title": "Uden resten"}, made_at=clock.now())


def test_only_locked_notes_go_and_only_once(case: Case, counsellor: User) -> None:
    notes.write_note(by=counsellor, case=case, text="Kan stadig rettes")
    package = journal.make_package(by=counsellor, case=case)
    assert len(package.notes) == 1
    document, _facts = unpacked(journal.fetch_package(by=counsellor, package=package).content)
    assert "Kan stadig rettes" not in words_of(document)
    journal.mark_filed(by=counsellor, package=package)
    with opened_case(case.pk):
        assert [bool(note.journalised_at) for note in Note.objects.of_case(case.pk)] == [False, True]
    assert refused(lambda: journal.make_package(by=counsellor, case=case)) == JournalRefusal.NOTHING_TO_FILE
    assert refused(lambda: journal.mark_filed(by=counsellor, package=package)) == JournalRefusal.FILED_ALREADY
    assert UnfiledNote.objects.count() == 1


def test_what_nobody_fetched_cannot_be_marked(package: JournalPackage, counsellor: User) -> None:
    assert refused(lambda: journal.mark_filed(by=counsellor, package=package)) == JournalRefusal.NOT_FETCHED
    assert UnfiledNote.objects.count() == 1


def test_without_its_numbers_a_case_is_not_handed_over_and_the_way_to_them_is_shown(
    case: Case, mettes: Client, counsellor: User
) -> None:
    Case.objects.filter(pk=case.pk).update(kle="")
    assert refused(lambda: journal.make_package(by=counsellor, case=case)) == JournalRefusal.NUMBERS_MISSING
    answer = mettes.post(address("records", case.pk))
    assert answer.status_code == 409 and address("case_change", case.pk) in answer.content.decode()


def test_in_norway_the_journal_number_is_enough(case: Case, counsellor: User, settings: Any) -> None:
    settings.COUNTRY = "NO"
    Case.objects.filter(pk=case.pk).update(kle="")
    package = journal.make_package(by=counsellor, case=Case.objects.get(pk=case.pk))
    document, facts = unpacked(journal.fetch_package(by=counsellor, package=package).content)
    assert pypdf.PdfReader(io.BytesIO(document)).trailer["/Root"]["/Lang"] in {"nb", "nb-NO"}  # type: ignore[index]
    assert facts["kle"] == ""


def test_whoever_does_not_work_with_the_case_meets_nothing(
    case: Case, package: JournalPackage, client_for: Any, colleague: User
) -> None:
    client = client_for(colleague)
    assert refused(lambda: journal.make_package(by=colleague, case=case)) == JournalRefusal.CASE_OF_OTHERS
    assert refused(lambda: journal.fetch_package(by=colleague, package=package)) == JournalRefusal.CASE_OF_OTHERS
    glass.break_glass(by=colleague, case=case, reason="Mette er syg, og pårørende ringer nu")
    for name, key in (("records", case.pk), ("package", package.pk)):
        assert client.get(address(name, key)).status_code == 404
        assert client.post(address(name, key)).status_code == 404
    assert client.post(address("package_filed", package.pk)).status_code == 404
    assert not AuditEvent.objects.filter(action="counselling.package_fetched").exists()


def test_a_lost_key_makes_no_half_file(
    settings: Any, tmp_path: Path, relative: User, counsellor: User, mettes: Client
) -> None:
    settings.VAULT_KEYRING_FILE = tmp_path / "keyring.json"
    keyring.make(settings.VAULT_KEYRING_FILE)
    case = case_with_locked_note(counsellor, relative, "Den første")
    new = keyring.add_key(settings.VAULT_KEYRING_FILE)
    with clock.frozen_at(clock.now() - timedelta(days=2)):
        notes.write_note(by=counsellor, case=case, text="Med den nye nøgle")
    content = json.loads(settings.VAULT_KEYRING_FILE.read_text())
    keyring.write(settings.VAULT_KEYRING_FILE, {**content, "keys": {new: content["keys"][new]}})
    package = journal.make_package(by=counsellor, case=case)
    assert refused(lambda: journal.fetch_package(by=counsellor, package=package)) == JournalRefusal.NOTE_CLOSED_TO_US
    answer = mettes.post(address("package", package.pk))
    assert answer.status_code == 409 and "ikke åbnes" in answer.content.decode()
    package.refresh_from_db()
    assert package.fetched_at is None


def test_a_document_that_cannot_be_set_is_refused_and_said(
    package: JournalPackage, counsellor: User, mettes: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: Any, **_kwargs: Any) -> bytes:
        raise typst.TypstError("out of paper")

    monkeypatch.setattr(typst, "compile", breaks)
    assert refused(lambda: journal.fetch_package(by=counsellor, package=package)) == JournalRefusal.DOCUMENT_FAILED
    answer = mettes.post(address("package", package.pk))
    assert answer.status_code == 409 and "kunne ikke dannes" in answer.content.decode()


def test_a_note_in_a_script_no_font_has_is_spelled_out_whole(package: JournalPackage) -> None:
    facts = [("中", "".join(map(chr, range(0x4E00, 0x4F00))) + " \x07 தமிழ் 😀😎")]
    document = make_pdf("counselling/esdh/notes.typ", {**EMPTY, "facts": facts}, made_at=clock.now())
    words = words_of(document)
    for said in ("[CJK UNIFIED IDEOGRAPH-4E00]", "[TAMIL LETTER MA]", "[SMILING FACE WITH SUNGLASSES]", "[U+0007]"):
        assert said in words.replace("- ", "-"), said


def test_signs_no_font_has_are_spelled_out(package: JournalPackage, counsellor: User) -> None:
    Case.objects.filter(pk=package.case_id).update(journal_number="26/" + "".join(map(chr, range(0xE000, 0xE020))))
    package.refresh_from_db()
    packed = journal.fetch_package(by=counsellor, package=package)
    assert "[U+E000]" in words_of(unpacked(packed.content)[0])


def test_the_reading_stands_in_the_log_and_so_does_the_marking(
    package: JournalPackage, counsellor: User, relative: User
) -> None:
    packed = journal.fetch_package(by=counsellor, package=package)
    journal.mark_filed(by=counsellor, package=package)
    told = AuditEvent.objects.filter(subject=relative.pk, action__startswith="counselling.")
    assert told.get(action="counselling.notes_opened").reason == "records"
    assert told.get(action="counselling.package_fetched").reason == packed.sha256
    assert told.filter(action="counselling.notes_journalised").exists()


def test_the_file_is_fetched_and_marked_through_the_pages(case: Case, mettes: Client) -> None:
    made = mettes.post(address("records", case.pk))
    package = JournalPackage.objects.get()
    assert made["Location"] == address("package", package.pk)
    answer = mettes.post(address("package", package.pk))
    assert answer["Content-Type"] == "application/zip" and "esdh-26-1234-" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert mettes.post(address("package_filed", package.pk)).status_code == 302
    assert "Markeret som journaliseret" in mettes.get(address("package", package.pk)).content.decode()


def test_fetching_asks_who_one_is_when_the_last_proof_is_old(
    case: Case, package: JournalPackage, mettes: Client, at: Any
) -> None:
    at(clock.now() + timedelta(minutes=20))
    answer = mettes.post(address("package", package.pk))
    assert answer.status_code == 302 and "package" not in answer["Location"].split("?")[0]
    assert not JournalPackage.objects.exclude(fetched_at=None).exists()


def test_the_list_counts_ones_own_and_the_team_sees_numbers_only(
    case: Case, client_for: Any, mettes: Client, team_lead: User, relative: User, counsellor: User
) -> None:
    html = unescape(mettes.get(address("unfiled")).content.decode())
    assert str(relative) in html and NUMBER in html and address("records", case.pk) in html
    html = unescape(client_for(team_lead).get(address("unfiled")).content.decode())
    assert str(counsellor) in html and str(relative) not in html and NUMBER not in html
    assert [(row["notes"], row["cases"]) for row in unfiled_workers(team_lead)] == [(1, 1)]


def test_the_list_is_one_question_and_opens_no_note(
    case: Case, counsellor: User, another_relative: User, mettes: Client
) -> None:
    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert mettes.get(address("unfiled")).status_code == 200
        return [query["sql"] for query in captured.captured_queries]

    asked()
    before = asked()
    case_with_locked_note(counsellor, another_relative, "a", "b", "c")
    after = asked()
    assert len(after) == len(before)
    assert not any('"counselling_note"."text"' in sql or "portal.open_case" in sql for sql in after)


def test_the_database_keeps_packages_whole(package: JournalPackage, counsellor: User) -> None:
    for fields, name in (
        ({"notes": []}, "a_package_holds_notes"),
        ({"fetched_at": clock.now()}, "a_fetched_package_is_known_by_its_sum"),
        ({"filed_at": clock.now()}, "a_filed_package_was_fetched"),
    ):
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            JournalPackage.objects.filter(pk=package.pk).update(**fields)
        assert violated_constraint(caught.value) == name
