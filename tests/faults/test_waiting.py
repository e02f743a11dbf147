"""kill -9 between a release and its offer: nothing is half; done again, the time is offered or public."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from counselling.actions import offers
from counselling.models import Appointment, MeetingType, SlotOffer
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Occupancy
from portal.outbox.models import OutboxMessage
from tests.factories.people import make_person
from tests.factories.talks import make_counsellor, make_talk, make_type, next_weekday
from tests.factories.waiting import free, make_offer, make_place

pytestmark = pytest.mark.usefixtures("committed_db")
ROOT = Path(__file__).resolve().parents[2]


def dies(step: str, key: object) -> None:
    """Another process does it and is killed at this step."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.waiting_dies", step, str(key)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_POOL": "2"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


@pytest.fixture
def kind(counsellor: User) -> MeetingType:
    make_counsellor(counsellor)
    return make_type()


@pytest.mark.parametrize("step", ["released", "held"])
def test_killed_while_a_time_is_given_back_nothing_has_happened_and_again_it_is_offered(
    kind: MeetingType, relative: User, step: str
) -> None:
    make_place(relative, kind)
    talk = make_talk(make_person("Giver"), kind, starts_at=next_weekday(8))
    dies(step, talk.pk)
    talk.refresh_from_db()
    assert talk.status == "booked" and not SlotOffer.objects.exists()
    assert {row.state for row in Occupancy.objects.of(talk.pk)} == {"firm"}
    offer = free(talk)
    assert offer is not None and offer.entry.person == relative


def test_killed_while_an_offer_lapses_the_next_sweep_asks_the_next_one(
    kind: MeetingType, relative: User, another_relative: User
) -> None:
    make_place(relative, kind)
    second = make_place(another_relative, kind)
    offer = make_offer(make_person("Giver"), kind, starts_at=next_weekday(12))
    dies("lapsed", offer.pk)
    offer.refresh_from_db()
    assert offer.state == "open"
    with clock.frozen_at(offer.expires_at):
        assert offers.expire_offers() == 1
    assert SlotOffer.objects.open().get().entry == second


def test_killed_in_a_swap_the_old_talk_stands_and_again_it_is_swapped(kind: MeetingType, relative: User) -> None:
    later = make_talk(relative, kind, starts_at=next_weekday(25))
    make_place(relative, kind, talk=later)
    offer = make_offer(make_person("Giver"), kind, starts_at=next_weekday(12))
    dies("swapped", offer.pk)
    assert Appointment.objects.live().of_relative(relative).get() == later
    assert OutboxMessage.objects.planned().about(later.pk).exists()
    talk = offers.accept_offer(by=relative, offer=offer)
    assert Appointment.objects.live().of_relative(relative).get() == talk
