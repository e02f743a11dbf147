"""A case begins, gets its worker, changes hands; and what the database refuses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from counselling.actions import booking, calls, cases, holding, keeping
from counselling.models import (
    Appointment,
    Case,
    CaseAssignment,
    ConflictOfInterest,
    FollowUp,
    MeetingType,
    NamelessTalk,
)
from counselling.rules.cases import CaseRefusal
from counselling.wishes import Wish
from portal import clock
from portal.accounts.models import User
from portal.refusals import Refused
from tests.factories.talks import make_talk, next_weekday

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


def test_a_talk_booked_later_belongs_to_the_open_case(relative, counsellor, talk_type, mette):
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    booked = make_talk(relative, talk_type)
    assert booked.case == case
    moved = booking.move_appointment(by=relative, appointment=booked, starts_at=next_weekday(8), is_staff=False)
    assert Appointment.objects.get(pk=moved.pk).case == case


def test_the_booking_asks_nothing_more_to_find_the_case(relative, counsellor, talk_type, mette):
    MeetingType.objects.update(purpose="follow_up")  # a first talk is counted against the ceiling, cases and all
    talk_type.refresh_from_db()

    def cost(days: int) -> int:
        hold, token = holding.hold_time(
            by=relative, wish=Wish(meeting_type=talk_type, mode="phone"), starts_at=next_weekday(days)
        )
        with CaptureQueriesContext(connection) as captured:
            booking.book_held(by=relative, token=token, hold_id=hold.pk)
        statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
        assert sum('FROM "counselling_case"' in sql and "counselling_hold" not in sql for sql in statements) == 0
        return len(statements)

    before = cost(3)
    cases.open_case(by=counsellor, person=relative)
    assert cost(8) == before


def test_a_talk_ahead_belongs_to_the_case_that_opens(talk, relative, counsellor):
    case = cases.open_case(by=counsellor, person=relative)
    talk.refresh_from_db()
    assert talk.case == case


def test_a_case_opened_from_a_talk_is_carried_by_its_counsellor_and_pressed_twice_is_one(talk, counsellor):
    case = cases.open_case_for_talk(by=counsellor, talk=talk)
    assert cases.open_case_for_talk(by=counsellor, talk=talk) == case
    assert list(Case.objects.visible_to(counsellor)) == [case]
    assert (case.origin, case.steps.get().kind) == ("booking", "opened")


def test_a_case_from_a_talk_of_a_counsellor_in_conflict_waits_for_another(talk, counsellor, team_lead):
    ConflictOfInterest.objects.create(worker=counsellor, person=talk.booked_by, noted_at=clock.now())
    case = cases.open_case_for_talk(by=team_lead, talk=talk)
    assert list(Case.objects.unassigned()) == [case]


def test_a_talk_that_is_off_begins_no_case(talk, counsellor):
    keeping.cancel_appointment(by=counsellor, appointment=talk, actor="counsellor", reason="Syg")
    with pytest.raises(Refused) as error:
        cases.open_case_for_talk(by=counsellor, talk=talk)
    assert refusal_of(error) == CaseRefusal.TALK_IS_OFF


def test_a_talk_without_a_name_opens_no_case(talk_type, mette, counsellor, at):
    wish = Wish(meeting_type=talk_type, mode="phone", counsellor_id=mette.pk)
    nameless, _code = calls.book_nameless_talk(wish=wish, starts_at=next_weekday(), form_key=uuid4())
    at(nameless.ends_at + timedelta(minutes=5))
    calls.conclude_nameless_talk(by=counsellor, talk=nameless, outcome="fulfilled")
    assert not Case.objects.exists()
    assert not {field.name for field in NamelessTalk._meta.get_fields()} & {"case", "person", "booked_by"}


def test_a_case_of_somebody_who_left_or_lost_the_role_is_unassigned(relative, counsellor):
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    assert not Case.objects.unassigned()
    counsellor.role_assignments.all().delete()
    assert list(Case.objects.unassigned()) == [case]


def test_a_case_rests_and_is_taken_up_again_and_says_why(relative, counsellor):
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    case = cases.pause_case(by=counsellor, case=case, version=case.version, reason="wished")
    with pytest.raises(Refused) as error:
        cases.pause_case(by=counsellor, case=case, version=case.version, reason="away")
    assert refusal_of(error) == CaseRefusal.CASE_NOT_FROM_HERE
    case = cases.resume_case(by=counsellor, case=case, version=case.version)
    told = [(step.kind, step.reason) for step in case.steps.order_by("at")]
    assert told == [("opened", "by_hand"), ("paused", "wished"), ("resumed", "")]


def test_a_case_is_not_closed_while_something_is_promised(talk, relative, counsellor):
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    with pytest.raises(Refused) as error:
        cases.close_case(by=counsellor, case=case, version=case.version, reason="finished")
    assert refusal_of(error) == CaseRefusal.HAS_LOOSE_ENDS
    keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
    promised = FollowUp.objects.create(case=case, owner=counsellor, due_on=clock.today(), created_at=clock.now())
    with pytest.raises(Refused):
        cases.close_case(by=counsellor, case=case, version=case.version, reason="finished")
    FollowUp.objects.filter(pk=promised.pk).update(done_at=clock.now(), done_by=counsellor)
    assert cases.close_case(by=counsellor, case=case, version=case.version, reason="finished").status == "closed"


def test_closing_ends_the_help_but_who_carried_the_case_can_read_it(relative, counsellor, colleague):
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    cases.add_worker(by=counsellor, case=case, worker=colleague, version=case.version)
    case.refresh_from_db()
    case = cases.close_case(by=counsellor, case=case, version=case.version, reason="finished")
    assert not Case.objects.visible_to(colleague)
    case = cases.reopen_case(by=counsellor, case=case, version=case.version, reason="came_back")
    assert (case.status, list(Case.objects.visible_to(counsellor))) == ("open", [case])


def test_a_closed_case_stays_closed_when_the_person_has_another(relative, counsellor):
    old = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    old = cases.close_case(by=counsellor, case=old, version=old.version, reason="finished")
    cases.open_case(by=counsellor, person=relative, worker=counsellor)
    with pytest.raises(Refused) as error:
        cases.reopen_case(by=counsellor, case=old, version=old.version, reason="came_back")
    assert refusal_of(error) == CaseRefusal.HAS_OPEN_CASE


def test_a_closed_case_changes_no_more_and_an_older_page_changes_nothing(relative, counsellor, colleague):
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    wish = cases.CaseWish(
        phase="under_way", complexity=2, needs_interpreter=True, has_home_visits=False, topics=["dementia"]
    )
    changed = cases.change_case(by=counsellor, case=case, version=1, wish=wish)
    assert str(changed.weight) == "1.88"
    with pytest.raises(Refused) as stale:
        cases.change_case(by=counsellor, case=case, version=1, wish=wish)
    assert refusal_of(stale) == CaseRefusal.CASE_STALE
    closed = cases.close_case(by=counsellor, case=case, version=2, reason="finished")
    for work in (
        lambda: cases.change_case(by=counsellor, case=closed, version=3, wish=wish),
        lambda: cases.assign_case(by=counsellor, case=closed, worker=colleague, reason="allocated"),
        lambda: cases.add_worker(by=counsellor, case=closed, worker=colleague, version=3),
        lambda: cases.resume_case(by=counsellor, case=closed, version=3),
    ):
        with pytest.raises(Refused) as error:
            work()
        assert refusal_of(error) == CaseRefusal.CASE_CLOSED


def test_a_colleague_helps_once_and_stops_once(relative, counsellor, colleague):
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    part = cases.add_worker(by=counsellor, case=case, worker=colleague, version=1)
    with pytest.raises(Refused) as error:
        cases.add_worker(by=counsellor, case=case, worker=colleague, version=2)
    assert refusal_of(error) == CaseRefusal.CARRIES_IT_ALREADY
    cases.remove_worker(by=counsellor, case=case, part=part)
    with pytest.raises(Refused) as error:
        cases.remove_worker(by=counsellor, case=case, part=part)
    assert refusal_of(error) == CaseRefusal.PART_IS_OVER


def test_a_colleague_who_left_is_given_no_case(relative, counsellor, colleague):
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    colleague.is_active = False
    colleague.save()
    with pytest.raises(Refused) as error:
        cases.assign_case(by=counsellor, case=case, worker=colleague, reason="allocated")
    assert refusal_of(error) == CaseRefusal.WORKER_NOT_COUNSELLOR
