"""The sweep."""

from datetime import timedelta

import pytest

from portal import clock
from portal.calendar import tasks
from portal.calendar.models import Occupancy
from portal.keys import new_key
from tests.calendar.builders import a_period, a_room, local

pytestmark = pytest.mark.django_db


def test_the_sweep_is_on_the_schedule_and_releases_what_expired() -> None:
    Occupancy.objects.create(
        resource=a_room(),
        held_for="test",
        held_for_id=new_key(),
        period=a_period(local(2026, 11, 24, 10), local(2026, 11, 24, 11)),
        state="held",
        expires_at=clock.now() - timedelta(seconds=1),
    )
    assert tasks.sweep_expired_holds.name in {entry["task"] for entry in tasks.SCHEDULE.values()}
    assert tasks.sweep_expired_holds() == 1
    assert tasks.sweep_expired_holds() == 0


def test_own_calendars_are_on_the_schedule_and_nobody_has_one_yet() -> None:
    assert tasks.read_own_calendars.name in {entry["task"] for entry in tasks.SCHEDULE.values()}
    assert tasks.read_own_calendars() == 0
