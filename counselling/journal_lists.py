"""What waits for the records system, counted: for one case, for one's cases, and for the team. No note is opened."""

from typing import Any

from counselling.models import Case, JournalPackage, UnfiledNote
from portal import clock
from portal.accounts.models import User
from portal.counting import Counted

LATEST = 5  # packages a case's page shows


def records_of(case: Case) -> dict[str, Any]:
    """How many notes wait, how many may still be changed, and the latest packages. Two queries."""
    now = clock.now()
    notes = list(UnfiledNote.objects.of_case(case.pk))
    ready = [note for note in notes if note.ready_at <= now]
    return {
        "ready": len(ready),
        "oldest": ready[0].written_at if ready else None,
        "open": len(notes) - len(ready),
        "packages": list(JournalPackage.objects.of_case(case.pk)[:LATEST]),
    }


def unfiled_cases(user: User, start: int, count: int) -> list[dict[str, Any]]:
    """One's own cases with notes that wait, the longest waiting first. One query."""
    waiting = UnfiledNote.objects.ready(clock.now()).in_cases(Case.objects.worked_by(user))
    return list(waiting.by_case()[start : start + count])


def unfiled_workers(user: User) -> list[dict[str, Any]]:
    """How many notes wait with each counsellor, for a team lead: numbers, no case and no person. One query."""
    now = clock.now()
    return list(UnfiledNote.objects.ready(now).in_cases(Case.objects.listed_for(user)).by_worker(now))


def unfiled_counted(user: User) -> Counted:
    """The notes that wait in the cases a person sees, to be counted with everything else."""
    return [UnfiledNote.objects.ready(clock.now()).in_cases(Case.objects.listed_for(user))]
