"""Opening a case: the read stands in the log before anything is shown; if it can't be written, nothing is."""

from dataclasses import dataclass

from counselling.actions.notes import OpenedNote, read
from counselling.actions.reading import shown
from counselling.actions.second_lock import opened_to_read
from counselling.case_timeline import Happening, happenings
from counselling.models import Case, CaseAssignment, CaseParticipant, Note
from portal import clock
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.audit.models import Kind

LINES = 15


@dataclass(frozen=True)
class ParticipantFile:
    """Somebody who takes part, with what they are called; None when that can't be shown."""

    row: CaseParticipant
    name: str | None


@dataclass(frozen=True)
class CaseFile:
    """What a case's page shows. Who only sees the header gets the workers, and nothing else."""

    case: Case
    workers: list[CaseAssignment]
    participants: list[ParticipantFile]
    notes: list[OpenedNote]
    lines: list[Happening]
    has_more: bool


def workers_of(case: Case) -> list[CaseAssignment]:
    """Who works with a case now, who carries it first."""
    rows = CaseAssignment.objects.current(clock.now()).for_case(case.pk)
    return sorted(rows, key=lambda row: ("primary", "substitute", "co").index(row.role))


def read_header(*, by: User, case: Case) -> CaseFile:
    """Who works with a case and where it is; recorded first. No words anybody wrote, nobody who takes part."""
    audit.record_read("counselling.case_header_read", by=by, obj=case, subject=case.person_id)
    return CaseFile(case, workers_of(case), [], [], [], has_more=False)


def read_case(*, by: User, case: Case, page: int = 1) -> CaseFile:
    """A case with its notes, who takes part and a page of what happened; both reads are recorded first.

    The caller has asked visible_to; the notes' own query asks it again, so a right that ends meanwhile shows none.
    """
    look = audit.Look("counselling.case_read", case, case.person_id)
    audit.record_reads([look, audit.Look("counselling.notes_opened", case, case.person_id, reason="case")], by=by)
    start = (page - 1) * LINES
    with opened_to_read(case.pk):  # notes stand on the time line as dates and authors
        lines = happenings(Case.objects.filter(pk=case.pk), start=start, count=LINES + 1)
        notes = list(Note.objects.of_case(case.pk).in_cases_of(by))
    people = [ParticipantFile(row, called(row)) for row in CaseParticipant.objects.of_case(case.pk)]
    workers, has_more = workers_of(case), len(lines) > LINES
    return CaseFile(case, workers, people, read(notes, by=by), lines[:LINES], has_more=has_more)


def called(row: CaseParticipant) -> str | None:
    """What somebody who takes part is called: as written down, else as their account says."""
    name = shown(row, "first_name")
    return name or (str(row.person) if row.person else name)


def record_list(*, by: User, name: str) -> None:
    """A list of cases is read: recorded first, once for the list."""
    audit.record_about(
        "counselling.cases_listed", by=by, object_kind="counselling.list", object_id=name, kind=Kind.READ
    )
