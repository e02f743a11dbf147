"""Two tabs choose among the times kept for one talk: one wins, nothing is booked twice."""

import pytest

from counselling.actions import new_times
from counselling.models import Appointment
from portal import clock
from portal.refusals import locking
from tests.counselling.test_races import outcomes, twice_taken
from tests.factories.talks import make_counsellor, make_talk, make_type

pytestmark = pytest.mark.usefixtures("committed_db")


def test_two_tabs_choose_different_times_and_the_talk_is_moved_once(threads, counsellor, relative):
    make_counsellor(counsellor)
    talk = make_talk(relative, make_type())
    offer = locking(new_times.offer_new_times)(by=counsellor, talk=talk, now=clock.now())
    times = list(offer.times.all())
    results = threads(
        6, lambda number: new_times.choose_new_time(by=relative, offer=offer, time_id=times[number % 3].pk)
    )
    assert outcomes(results) == {"done": 1, "offer_over": 5}
    assert Appointment.objects.live().count() == 1 and twice_taken() == []
