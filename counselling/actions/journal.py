"""Handing a case's notes to the records system: chosen, fetched as a file, marked once they are there."""

from django.conf import settings

from counselling.actions.cases import locked_case
from counselling.actions.notes import OpenedNote, open_notes
from counselling.actions.second_lock import opened_case
from counselling.models import Case, CaseParticipant, JournalPackage, Note, UnfiledNote
from counselling.records_package import Packed, pack
from counselling.rules import journal as rules
from counselling.rules.journal import JournalRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.design.documents import CannotBeMade
from portal.refusals import Refused, locking


def judge_worker(by: User, case: Case) -> None:
    """Refuses whoever doesn't work with the case now; looking in an emergency is no right to hand it on."""
    if Case.objects.worked_by(by).with_id(case.pk) is None:
        raise Refused(JournalRefusal.CASE_OF_OTHERS)


def is_numbered(case: Case) -> bool:
    """Whether the case has the numbers the records system needs; KLE is a Danish list."""
    return rules.has_numbers(journal_number=case.journal_number, kle=case.kle, needs_kle=settings.COUNTRY == "DK")


@locking
def make_package(*, by: User, case: Case) -> JournalPackage:
    """Choose the case's notes that are locked and not journalised. Nothing is opened yet.

    Refuses who doesn't work with the case, a case without its numbers, and when nothing waits.
    """
    row, now = locked_case(case), clock.now()
    judge_worker(by, row)
    waiting = list(UnfiledNote.objects.of_case(row.pk).ready(now).values_list("pk", flat=True))
    if refusal := rules.may_make(is_numbered=is_numbered(row), ready=len(waiting)):
        raise Refused(refusal)
    package = JournalPackage.objects.create(case=row, made_by=by, made_at=now, notes=waiting)
    audit.record("counselling.package_made", by=by, obj=package, subject=row.person_id)
    return package


def fetch_package(*, by: User, package: JournalPackage) -> Packed:
    """The file, made anew each time and kept nowhere. The reading stands in the log before a note is opened.

    Refuses when a note can't be opened or the document can't be set: there is no half file.
    """
    case = package.case
    judge_worker(by, case)
    if not is_numbered(case):
        raise Refused(JournalRefusal.NUMBERS_MISSING)
    opened = chosen_notes(package, open_notes(by=by, case=case, why="records"))
    relations = {one.pk: one.get_relation_display() for one in CaseParticipant.objects.of_case(case.pk)}
    try:
        packed = pack(case, package, opened, relations)
    except CannotBeMade as error:
        raise Refused(JournalRefusal.DOCUMENT_FAILED) from error
    note_fetched(by=by, package=package, sha256=packed.sha256)
    return packed


def chosen_notes(package: JournalPackage, opened: list[OpenedNote]) -> list[OpenedNote]:
    """The package's notes among a case's. Refuses when one is gone or can't be opened."""
    wanted = set(package.notes)
    chosen = [one for one in opened if one.note.pk in wanted]
    if len(chosen) < len(wanted) or any(one.text is None for one in chosen):
        raise Refused(JournalRefusal.NOTE_CLOSED_TO_US)
    return chosen


@locking
def note_fetched(*, by: User, package: JournalPackage, sha256: str) -> None:
    """Remember that the file left the house, and the sum its document is known by."""
    row = JournalPackage.objects.select_for_update().get(pk=package.pk)
    row.fetched_at, row.sha256 = clock.now(), sha256
    row.save(update_fields=["fetched_at", "sha256"])
    audit.record("counselling.package_fetched", by=by, obj=row, subject=package.case.person_id, reason=sha256)


@locking
def mark_filed(*, by: User, package: JournalPackage) -> JournalPackage:
    """The file is in the records system: its notes count as journalised.

    Refuses who doesn't work with the case, a file nobody fetched, and one that is marked already.
    """
    row = JournalPackage.objects.select_for_update().get(pk=package.pk)
    judge_worker(by, package.case)
    if refusal := rules.may_mark(fetched_at=row.fetched_at, filed_at=row.filed_at):
        raise Refused(refusal)
    now = clock.now()
    with opened_case(row.case_id):
        Note.objects.filter(case_id=row.case_id, pk__in=row.notes, journalised_at=None).update(journalised_at=now)
    UnfiledNote.objects.filter(case_id=row.case_id, pk__in=row.notes).delete()
    row.filed_at, row.filed_by = now, by
    row.save(update_fields=["filed_at", "filed_by"])
    audit.record("counselling.notes_journalised", by=by, obj=row, subject=package.case.person_id)
    return row
