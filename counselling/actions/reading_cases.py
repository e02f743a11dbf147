"""Opening what cases that change hands say: the read is recorded first; if it can't be, nothing is shown."""

from dataclasses import dataclass

from counselling.actions.reading import shown
from counselling.models import Case, EmergencyAccess, Handover
from portal.accounts.models import User
from portal.audit import actions as audit


@dataclass(frozen=True)
class HandoverFile:
    """A handover with its words; None when they can't be shown."""

    row: Handover
    summary: str | None
    answer: str | None


def open_handover(*, by: User, handover: Handover) -> HandoverFile:
    """The words of a handover, recorded before they are opened."""
    audit.record_read("counselling.handover_read", by=by, obj=handover, subject=handover.case.person_id)
    return HandoverFile(handover, shown(handover, "summary"), shown(handover, "answer"))


def open_reasons(*, by: User, rows: list[EmergencyAccess]) -> list[tuple[EmergencyAccess, str | None]]:
    """Emergency accesses with why; the look at each case's reason is recorded first, in one statement."""
    looks = [audit.Look("counselling.emergency_reason_read", row.case, row.case.person_id) for row in rows]
    audit.record_reads(looks, by=by)
    return [(row, shown(row, "reason")) for row in rows]


def find_outside(*, by: User, people: list[User]) -> list[tuple[User, Case | None]]:
    """Which of these people have an open case, without saying more; each look is recorded."""
    found = []
    for person in people:
        case = Case.objects.of_person(person).open().free_of_conflict(by).first()
        if case is not None:
            audit.record_read("counselling.case_looked_for", by=by, obj=case, subject=person.pk)
        found.append((person, case))
    return found
