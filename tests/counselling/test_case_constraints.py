"""The database has the last word about cases: each constraint is tried past every action."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import TimestamptzRange

from counselling.actions import cases
from counselling.models import (
    Case,
    CaseAssignment,
    CaseParticipant,
    CaseStep,
    ConflictOfInterest,
    EmergencyAccess,
)
from portal import clock
from portal.refusals import violated_constraint

pytestmark = pytest.mark.django_db


def broken(work):
    """The name of the constraint a write breaks."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        work()
    return violated_constraint(caught.value)


def change(row, **fields):
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)


@pytest.fixture
def case(relative, counsellor):
    """Rasmus' course, carried by Mette."""
    return cases.open_case(by=counsellor, person=relative, worker=counsellor)


def test_a_case_is_one_open_at_a_time_closed_with_a_reason_and_weighs_something(case, relative):
    assert broken(lambda: Case.objects.create(person=relative, origin="call", opened_at=clock.now())) == (
        "a_person_has_one_open_case"
    )
    assert broken(change(case, status="closed")) == "case_is_closed_with_a_reason"
    assert broken(change(case, close_reason="finished")) == "case_is_closed_with_a_reason"
    assert broken(change(case, status="dreamt")) == "case_status_is_known"
    assert broken(change(case, complexity=4)) == "case_complexity_is_one_to_three"
    assert broken(change(case, weight=0)) == "case_weighs_something"


def test_a_case_has_one_primary_worker_and_each_worker_one_part(case, counsellor, colleague):
    now = clock.now()
    valid = TimestamptzRange(now, None, "[)")

    def give(**given):
        return lambda: CaseAssignment.objects.create(**{"case": case, "valid": valid} | given)

    assert broken(give(worker=colleague, role="primary")) == "case_has_one_primary_worker_at_a_time"
    assert broken(give(worker=counsellor, role="co")) == "case_worker_has_one_part_at_a_time"
    assert broken(give(worker=colleague, role="boss")) == "assignment_role_is_known"
    assert broken(give(worker=colleague, role="co", valid=TimestamptzRange(None, now, "[)"))) == (
        "assignment_has_begun_sometime"
    )
    too_long = TimestamptzRange(now, now + timedelta(days=14, minutes=1), "[)")
    assert broken(give(worker=colleague, role="substitute", valid=too_long)) == "substitution_lasts_at_most_14_days"
    assert broken(give(worker=colleague, role="substitute")) == "substitution_lasts_at_most_14_days"


def test_a_participant_takes_part_once_and_sees_notes_only_with_a_yes(case, another_relative):
    given = {"case": case, "person": another_relative, "relation": "sibling", "added_at": clock.now()}
    one = CaseParticipant.objects.create(**given)
    assert broken(lambda: CaseParticipant.objects.create(**given)) == "a_person_takes_part_once"
    assert broken(change(one, withdrawn_at=clock.now())) == "consent_was_given_before_it_was_withdrawn"
    assert broken(change(one, sees_notes=True)) == "only_who_consents_sees_notes"
    both = {"consented_at": clock.now(), "withdrawn_at": clock.now(), "sees_notes": True}
    assert broken(change(one, **both)) == "only_who_consents_sees_notes"


def test_a_step_is_a_known_one_with_its_reason(case):
    def step(kind, reason):
        return lambda: CaseStep.objects.create(case=case, kind=kind, reason=reason, at=clock.now())

    assert broken(step("dreamt", "why")) == "case_step_kind_is_known"
    assert broken(step("closed", "")) == "case_step_has_its_reason"
    step("resumed", "")()


def test_a_conflict_is_noted_once_and_never_with_oneself(counsellor, relative):
    def note(person):
        return lambda: ConflictOfInterest.objects.create(worker=counsellor, person=person, noted_at=clock.now())

    note(relative)()
    assert broken(note(relative)) == "a_conflict_is_noted_once"
    assert broken(note(counsellor)) == "nobody_conflicts_with_themselves"


def test_emergency_access_lasts_at_most_an_hour(case, colleague):
    now = clock.now()

    def glass(until):
        return lambda: EmergencyAccess.objects.create(case=case, by=colleague, opened_at=now, expires_at=until)

    assert broken(glass(now + timedelta(minutes=61))) == "emergency_access_lasts_at_most_an_hour"
    assert broken(glass(now)) == "emergency_access_lasts_at_most_an_hour"
