"""Opening what cases that change hands say: the read is recorded first; if it can't be, nothing is shown."""

from dataclasses import dataclass

from django.db import DatabaseError, transaction

from counselling.actions.reading import shown
from counselling.models import Case, EmergencyAccess, Handover
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.audit.models import Kind


@dataclass(frozen=True)
class HandoverFile:
    """A handover with its words; None when they can't be shown."""

    row: Handover
    summary: str | None
    answer: str | None


def open_handover(*, by: User, handover: Handover) -> HandoverFile:
    """The words of a handover, recorded before they are opened."""
    audit.record_read("counselling.handover_read", by=by, obj=handover, subject=handover.case.person_id)
    return HandoverFile(handover, shown(lambda: handover.summary or ""), shown(lambda: handover.answer or ""))


@transaction.atomic
def list_cases(*, by: User, about: str) -> None:
    """Record that a list of names is shown: whose it is (a worker's key, or a word). If it can't be, nothing is."""
    action, kind = "counselling.cases_listed", Kind.READ
    try:
        audit.record_about(action, by=by, object_kind="counselling.case", object_id=about, kind=kind)
    except DatabaseError as error:
        raise audit.CannotRecord("counselling.cases_listed") from error


def open_reasons(*, by: User, rows: list[EmergencyAccess]) -> list[tuple[EmergencyAccess, str | None]]:
    """Emergency accesses with why; the look at the list is recorded first."""
    list_cases(by=by, about="emergency")
    return [(row, shown(lambda row=row: row.reason or "")) for row in rows]  # type: ignore[misc]


def find_outside(*, by: User, people: list[User]) -> list[tuple[User, Case | None]]:
    """Which of these people have an open case, without saying more; each look is recorded."""
    found = []
    for person in people:
        case = Case.objects.of_person(person).open().free_of_conflict(by).first()
        if case is not None:
            audit.record_read("counselling.case_looked_for", by=by, obj=case, subject=person.pk)
        found.append((person, case))
    return found
