"""The database has the last word about handovers, offers of new times and ceilings."""

from datetime import timedelta

import pytest

from counselling.actions import cases
from counselling.models import Handover, NewTime, NewTimesOffer
from portal import clock
from tests.counselling.test_handover_actions import propose
from tests.counselling.test_staff_constraints import broken, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(relative, counsellor, colleague):
    return propose(cases.open_case(by=counsellor, person=relative, worker=counsellor), counsellor, colleague)


def test_a_handover_has_two_people_a_known_state_and_a_moment(row, counsellor):
    assert broken(change(row, to_worker=row.from_worker)) == "a_case_is_handed_to_somebody_else"
    assert broken(change(row, state="lost", decided_at=clock.now())) == "handover_state_is_known"
    assert broken(change(row, state="accepted")) == "handover_is_decided_at_a_moment"


def test_a_case_has_one_handover_waiting(row, counsellor, colleague):
    def another():
        Handover.objects.create(
            case=row.case, from_worker=counsellor, to_worker=colleague, reason="load", consent="told",
            proposed_at=clock.now(),
        )  # fmt: skip

    assert broken(another) == "a_case_has_one_handover_waiting"


def test_new_times_are_offered_once_and_for_a_while(talk, mette):
    now = clock.now()
    soon = now + timedelta(hours=24)
    offer = NewTimesOffer.objects.create(appointment=talk, made_at=now, expires_at=soon)
    again = lambda: NewTimesOffer.objects.create(appointment=talk, made_at=now, expires_at=soon)  # noqa: E731
    assert broken(again) == "a_talk_has_one_offer_of_new_times"
    assert broken(change(offer, expires_at=now)) == "new_times_are_kept_for_a_while"
    assert broken(change(offer, state="lost", decided_at=now)) == "new_times_state_is_known"
    assert broken(change(offer, state="chosen")) == "new_times_are_decided_at_a_moment"
    time = NewTime.objects.create(offer=offer, counsellor=mette, starts_at=now, ends_at=soon)
    assert broken(change(time, ends_at=now)) == "a_new_time_ends_after_it_starts"


def test_a_ceiling_and_a_working_share_are_sensible(mette):
    profile = mette.counsellor_profile
    assert broken(change(profile, ceiling=0)) == "a_ceiling_is_above_the_floor"
    assert broken(change(profile, fte=0)) == "a_working_share_is_a_share"
    assert broken(change(profile, fte="1.2")) == "a_working_share_is_a_share"
