"""Many at once for the last seats: exactly as many get one as there are, and everybody is told once."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from groups.actions import seats
from groups.models import Registration, SeatPool
from portal import clock
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.factories.evenings import make_pool, many_people, sign_up

pytestmark = pytest.mark.usefixtures("committed_db")
Threads = Callable[..., list[Any]]


def counted(pool: SeatPool) -> Counter[str]:
    return Counter(Registration.objects.of_pool(pool.pk).values_list("state", flat=True))


def seats_given(pool: SeatPool) -> int:
    return sum(Registration.objects.of_pool(pool.pk).seated().values_list("seats", flat=True))


def test_fifty_at_once_and_a_party_of_three_for_the_last_seats(organiser: User, threads: Threads) -> None:
    pool = make_pool(organiser, 12)
    people = many_people(50)
    outcomes = threads(50, lambda number: sign_up(pool, people[number], 3 if number == 25 else 1))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    pool.refresh_from_db()
    assert pool.taken == seats_given(pool) == 12
    assert counted(pool)["confirmed"] + counted(pool)["waiting"] == 50
    told = OutboxMessage.objects.filter(kind__in=["groups.confirmed", "groups.waiting"], channel="email")
    assert told.count() == 50, "everybody is told once"
    queue = list(Registration.objects.of_pool(pool.pk).queue().values_list("queued_at", flat=True))
    assert queue == sorted(queue)


def test_cancel_accept_and_expiry_in_the_same_second(organiser: User, threads: Threads) -> None:
    pool = make_pool(organiser, 6)
    people = many_people(20)
    rows = [sign_up(pool, person) for person in people]
    for row in rows[:3]:
        seats.cancel_sign_up(by=None, registration=row)
    offered = list(Registration.objects.of_pool(pool.pk).filter(state="offered"))
    assert len(offered) == 3

    def act(number: int) -> Any:
        if number < 3:
            return seats.accept_offer(by=None, registration=offered[number])
        if number < 6:
            return seats.cancel_sign_up(by=None, registration=rows[number])
        return seats.sweep() if number % 2 else seats.cancel_sign_up(by=None, registration=rows[number + 4])

    first_ends = min(row.expires_at for row in offered if row.expires_at)
    with clock.shifted_by(first_ends - clock.now() - timedelta(milliseconds=60)):
        outcomes = threads(14, act)
        seats.sweep()
    wrong = [outcome for outcome in outcomes if isinstance(outcome, Exception) and not isinstance(outcome, Refused)]
    assert not wrong
    pool.refresh_from_db()
    assert pool.taken == seats_given(pool) <= 6
    keys = list(OutboxMessage.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys))
    if counted(pool)["waiting"]:
        assert pool.free == 0, "a seat is free while somebody waits"


def test_the_room_is_made_smaller_while_people_sign_up(organiser: User, threads: Threads) -> None:
    pool = make_pool(organiser, 20)
    people = many_people(30)

    def act(number: int) -> Any:
        if number % 6 == 0:
            return seats.change_capacity(by=organiser, pool=pool, capacity=10 + number % 4)
        return sign_up(pool, people[number])

    outcomes = threads(30, act)
    assert not [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]
    pool.refresh_from_db()
    assert pool.taken == seats_given(pool) <= pool.capacity
