"""A case whose notes may go to the records system."""

from datetime import timedelta
from uuid import UUID

from counselling.actions import cases, notes
from counselling.models import Case, UnfiledNote
from portal import clock
from portal.accounts.models import User

NUMBER, KLE = "26/1234", "27.69.40"


def case_with_locked_note(counsellor: User, person: User, *texts: str) -> Case:
    """A case with its numbers, and notes written two days ago."""
    with clock.frozen_at(clock.now() - timedelta(days=2)):
        case = cases.open_case(by=counsellor, person=person, worker=counsellor)
        for text in texts or ("Vi talte om søvn.",):
            notes.write_note(by=counsellor, case=case, text=text)
    Case.objects.filter(pk=case.pk).update(journal_number=NUMBER, kle=KLE)
    case.refresh_from_db()
    return case


def case_to_file(email: str) -> dict[str, UUID]:
    """The demo's case of this counsellor with its numbers and notes for the records."""
    mine = Case.objects.worked_by(User.objects.get(email=email))
    waiting = UnfiledNote.objects.ready(clock.now()).in_cases(mine).by_case()
    return {"case_id": next(row["case_id"] for row in waiting if row["number"])}
