"""A case begins, gets its worker, changes hands; and what the database refuses."""

import pytest

from counselling.actions import cases
from counselling.models import Case, CaseAssignment, ConflictOfInterest
from counselling.rules.cases import CaseRefusal
from portal import clock
from portal.accounts.models import User
from portal.refusals import Refused

pytestmark = pytest.mark.django_db


def refusal_of(error: pytest.ExceptionInfo[Refused]) -> object:
    return error.value.reason


def test_a_case_is_opened_and_carried_by_its_worker(relative: User, counsellor: User, colleague: User) -> None:
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    assert list(Case.objects.visible_to(counsellor)) == [case]
    assert not Case.objects.visible_to(colleague)
    assert not Case.objects.unassigned()


def test_a_person_has_one_open_case(relative: User, counsellor: User) -> None:
    cases.open_case(by=counsellor, person=relative)
    with pytest.raises(Refused) as error:
        cases.open_case(by=counsellor, person=relative)  # the constraint a_person_has_one_open_case
    assert refusal_of(error) == CaseRefusal.HAS_OPEN_CASE


def test_a_case_goes_from_hand_to_hand_without_a_gap(relative: User, counsellor: User, colleague: User) -> None:
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    cases.assign_case(by=counsellor, case=case, worker=colleague, reason="handover")
    now = clock.now()
    assert [row.worker for row in CaseAssignment.objects.current(now).filter(case=case)] == [colleague]
    assert not Case.objects.visible_to(counsellor)


def test_a_conflict_of_interest_shuts_the_case(relative: User, counsellor: User, colleague: User) -> None:
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    ConflictOfInterest.objects.create(worker=counsellor, person=relative, noted_at=clock.now())
    assert not Case.objects.visible_to(counsellor)
    ConflictOfInterest.objects.create(worker=colleague, person=relative, noted_at=clock.now())
    with pytest.raises(Refused) as error:
        cases.assign_case(by=counsellor, case=case, worker=colleague, reason="handover")
    assert refusal_of(error) == CaseRefusal.CONFLICT
