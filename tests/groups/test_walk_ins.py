"""Who just comes: a seat through the same lock as everybody, and heads counted where nobody signs up."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from groups.actions import changing_dates, seats
from groups.actions.door import check_in
from groups.actions.head_counts import count_on, set_head_count
from groups.actions.signing_up import Party
from groups.actions.walk_ins import take_back, walk_in
from groups.forms.door_refusals import words_for
from groups.models import Attendee, Occurrence, Registration, SeatPool
from groups.rules.door import DoorRefusal
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.factories.evenings import make_pool, sign_up

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 12, 3, 19)
At = Callable[[datetime], datetime]


def evening(organiser: User, at: At, capacity: int, **fields: Any) -> SeatPool:
    """Tonight at seven, made two days before."""
    at(BEGINS - timedelta(days=2))
    return make_pool(organiser, capacity, starts_in=timedelta(days=2), **fields)


def comes(organiser: User, pool: SeatPool, size: int = 1, name: str = "") -> Registration:
    return walk_in(by=organiser, pool=pool, party=Party(names=[name, *[""] * (size - 1)]), form_key=uuid4())


def refused(work: Callable[[], Any]) -> Refused:
    with pytest.raises(Refused) as met:
        work()
    return met.value


def test_a_walk_in_takes_seats_is_here_and_is_told_nothing(organiser: User, at: At) -> None:
    pool = evening(organiser, at, 3)
    at(BEGINS + timedelta(minutes=10))
    key = uuid4()
    party = Party(names=["Bo", ""])
    row = walk_in(by=organiser, pool=pool, party=party, form_key=key)
    assert walk_in(by=organiser, pool=pool, party=party, form_key=key).pk == row.pk, "pressed twice"
    pool.refresh_from_db()
    assert (row.state, row.source, pool.taken) == ("confirmed", "walk_in", 2)
    assert Attendee.objects.exclude(came_at=None).count() == 2
    assert not OutboxMessage.objects.filter(about=row.pk).exists()
    assert comes(organiser, pool).door_code != row.door_code


def test_a_full_room_refuses_until_more_seats_are_given(organiser: User, relative: User, at: At) -> None:
    pool = evening(organiser, at, 2)
    there = sign_up(pool, relative)
    at(BEGINS)
    check_in(by=organiser, registration=there)
    full = refused(lambda: comes(organiser, pool, 2))
    assert full.reason == DoorRefusal.NO_ROOM_AT_DOOR
    assert "ledige pladser: 1. Ikke kommet endnu: 0" in words_for(full)
    seats.change_capacity(by=organiser, pool=pool, capacity=2, overbook=1)
    assert comes(organiser, pool, 2).state == "confirmed"
    pool.refresh_from_db()
    assert pool.taken == 3


def test_until_it_begins_a_seat_is_for_those_who_wait_from_then_on_for_those_who_are_here(
    organiser: User, relative: User, another_relative: User, at: At
) -> None:
    pool = evening(organiser, at, 2)
    row, _waits = sign_up(pool, relative, 2), sign_up(pool, another_relative)
    at(BEGINS - timedelta(minutes=15))
    seats.cancel_sign_up(by=relative, registration=row)
    kept = refused(lambda: comes(organiser, pool))
    assert kept.reason == DoorRefusal.OTHERS_WAIT and "19.00" in words_for(kept)
    at(BEGINS)
    assert comes(organiser, pool, 2).state == "confirmed"


def test_nobody_walks_into_another_day_a_screen_or_what_is_off(organiser: User, at: At) -> None:
    pool = evening(organiser, at, 2)
    assert refused(lambda: comes(organiser, pool)).reason == DoorRefusal.DOOR_NOT_OPEN
    online = evening(organiser, at, 2, channel="online")
    drop_in = evening(organiser, at, 2, registration="drop_in")
    at(BEGINS)
    assert refused(lambda: comes(organiser, online)).reason == DoorRefusal.TAKES_PART_ONLINE
    assert refused(lambda: comes(organiser, drop_in)).reason == DoorRefusal.COUNTED_BY_HEAD
    date = Occurrence.objects.get(pk=pool.occurrence_id)
    changing_dates.call_off(by=organiser, date=date, version=date.version, says="")
    assert refused(lambda: comes(organiser, pool)).reason == DoorRefusal.DATE_IS_OFF


def test_a_walk_in_by_a_slip_is_taken_back_and_the_seats_are_free(organiser: User, relative: User, at: At) -> None:
    pool = evening(organiser, at, 3)
    own = sign_up(pool, relative)
    at(BEGINS)
    row = comes(organiser, pool, 2)
    assert take_back(by=organiser, registration=row).state == "cancelled"
    assert take_back(by=organiser, registration=row).state == "cancelled", "pressed twice"
    assert not Attendee.objects.filter(registration=row).exclude(came_at=None).exists()
    pool.refresh_from_db()
    assert pool.taken == 1
    signed = refused(lambda: take_back(by=organiser, registration=own))
    assert signed.reason == DoorRefusal.NO_WALK_IN and "Fortryd" in words_for(signed)


def test_heads_add_up_and_a_number_is_only_typed_over_one_that_was_seen(organiser: User, at: At) -> None:
    date = evening(organiser, at, 2, registration="drop_in").occurrence
    assert refused(lambda: count_on(by=organiser, date=date, more=1)).reason == DoorRefusal.DOOR_NOT_OPEN
    at(BEGINS)
    assert count_on(by=organiser, date=date, more=1).head_count == 1
    assert count_on(by=organiser, date=date, more=5).head_count == 6
    stale = refused(lambda: set_head_count(by=organiser, date=date, count=9, seen=None))
    assert stale.reason == DoorRefusal.HEAD_COUNT_STALE and "6" in words_for(stale)
    assert set_head_count(by=organiser, date=date, count=6, seen=None).head_count == 6, "the same number twice"
    assert set_head_count(by=organiser, date=date, count=4, seen=6).head_count == 4
    named = evening(organiser, at, 2).occurrence
    at(BEGINS)
    by_name = refused(lambda: count_on(by=organiser, date=named, more=1))
    assert by_name.reason == DoorRefusal.COUNTED_BY_NAME
    date.refresh_from_db()
    assert date.version == 1, "counting is no new version of the date"
