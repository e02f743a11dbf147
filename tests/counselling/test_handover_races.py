"""Two people press at once: a case is handed over once, and nobody's calendar holds two talks at one time."""

import pytest

from counselling.actions import booking, cases, handovers, holding
from counselling.models import Appointment, CaseAssignment, Handover
from counselling.wishes import Wish
from portal.outbox.models import OutboxMessage
from tests.counselling.test_handover_actions import propose
from tests.counselling.test_races import outcomes, twice_taken
from tests.factories.people import make_person
from tests.factories.talks import make_counsellor, make_talk, make_type, next_weekday

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture
def carried(relative, counsellor, colleague):
    """A case of Mette's with a talk ahead, offered to Jonas."""
    make_counsellor(counsellor)
    kind = make_type()
    talk = make_talk(relative, kind, starts_at=next_weekday())
    make_counsellor(colleague)
    case = cases.open_case(by=counsellor, person=relative, worker=counsellor)
    return kind, talk, propose(case, counsellor, colleague)


def test_two_tabs_accept_and_the_case_is_handed_over_once(threads, carried, colleague):
    _kind, talk, row = carried
    results = threads(6, lambda _number: handovers.accept_handover(by=colleague, handover=row))
    assert outcomes(results) == {"done": 1, "handover_decided": 5}
    assert CaseAssignment.objects.of_worker(colleague).count() == 1
    assert Appointment.objects.get(pk=talk.pk).version == 2
    changed = OutboxMessage.objects.about(talk.pk).filter(kind="counselling.changed")
    assert sorted(changed.values_list("channel", flat=True)) == ["email", "inbox"]


def test_yes_and_no_at_once_leave_one_answer(threads, carried, colleague):
    _kind, _talk, row = carried

    def race(number):
        if number % 2:
            return handovers.decline_handover(by=colleague, handover=row, answer="Jeg har for mange")
        return handovers.accept_handover(by=colleague, handover=row)

    assert outcomes(threads(4, race)) == {"done": 1, "handover_decided": 3}
    row.refresh_from_db()
    assert CaseAssignment.objects.of_worker(colleague).exists() == (row.state == "accepted")


def test_accept_against_a_booking_into_the_receivers_calendar_has_one_winner(threads, carried, colleague):
    kind, talk, row = carried
    people = [make_person(f"Person {number}") for number in range(5)]
    jonas = colleague.resource

    def race(number):
        if number == 0:
            return handovers.accept_handover(by=colleague, handover=row)
        wish = Wish(meeting_type=kind, mode="phone", counsellor_id=jonas.pk)
        return holding.hold_time(by=people[number - 1], wish=wish, starts_at=talk.starts_at)

    said = outcomes(threads(6, race))
    assert said.pop("done") == 1 and sum(said.values()) == 5
    assert set(said) <= {"receiver_busy", "time_taken"}
    assert twice_taken() == []
    row.refresh_from_db()
    talk.refresh_from_db()
    moved = talk.counsellor_id == jonas.pk
    assert moved == (row.state == "accepted") == CaseAssignment.objects.of_worker(colleague).exists()


def test_accept_against_the_relative_moving_the_talk_leaves_one_truth(threads, carried, colleague, relative):
    _kind, talk, row = carried

    def race(number):
        if number == 0:
            return handovers.accept_handover(by=colleague, handover=row)
        return booking.move_appointment(
            by=relative, appointment=talk, starts_at=next_weekday(9, 11), is_staff=False, version=1
        )

    said = outcomes(threads(2, race))
    assert said in ({"done": 2}, {"done": 1, "stale": 1}, {"done": 1, "not_from_here": 1})
    assert Appointment.objects.live().count() == 1 and twice_taken() == []
    assert Handover.objects.get(pk=row.pk).state in {"accepted", "proposed"}
