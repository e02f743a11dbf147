"""Many at once: one time goes to one, an expired hold to one, and nobody waits for each other in a circle."""

import itertools
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from portal import clock
from portal.calendar.actions.occupancy import Claim, firm_up, occupy, release
from portal.calendar.actions.resources import deactivate_resource
from portal.calendar.models import Occupancy, Resource
from portal.calendar.rules import Refusal
from portal.keys import new_key
from portal.refusals import Refused, locking
from tests.calendar.builders import a_room, an_interpreter, local
from tests.factories.people import make_person

pytestmark = pytest.mark.usefixtures("committed_db")
TEN, ELEVEN = local(2027, 1, 12, 10), local(2027, 1, 12, 11)
Race = Callable[..., Any]


@locking
def take(claims: list[Claim], owner: UUID, *, expires_at: datetime | None = None) -> str:
    """One person's attempt, as an action of another app makes it."""
    occupy(held_for="test", held_for_id=owner, claims=claims, expires_at=expires_at)
    return "taken"


def attempt(claims: list[Claim], owner: UUID | None = None, **fields: Any) -> str:
    """Taken, or why not."""
    try:
        return take(claims, owner or new_key(), **fields)
    except Refused as refused:
        return str(refused.reason)


def test_sixty_want_one_time_and_one_gets_it(threads: Race) -> None:
    room = a_room()
    answers = threads(60, lambda number: attempt([Claim(room.id, TEN, ELEVEN)]))
    assert sorted(answers) == sorted(["taken"] + [Refusal.TIME_TAKEN] * 59)
    assert Occupancy.objects.get().state == "firm"


def test_sixty_want_overlapping_times_and_no_two_of_the_winners_overlap(threads: Race) -> None:
    room = a_room()

    def want(number: int) -> str:
        start = TEN + timedelta(minutes=15 * (number % 8))
        return attempt([Claim(room.id, start, start + timedelta(minutes=45))])

    answers = threads(60, want)
    periods = sorted((row.period.lower, row.period.upper) for row in Occupancy.objects.all())
    assert answers.count("taken") == len(periods) >= 2
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(periods))


def test_an_expired_hold_goes_to_one_of_sixty(threads: Race) -> None:
    room, owner = a_room(), new_key()
    attempt([Claim(room.id, TEN, ELEVEN)], owner, expires_at=clock.now() + timedelta(minutes=10))
    with clock.shifted_by(timedelta(minutes=11)):
        answers = threads(60, lambda number: attempt([Claim(room.id, TEN, ELEVEN)]))
    assert answers.count("taken") == 1 and answers.count(Refusal.TIME_TAKEN) == 59
    assert sorted(Occupancy.objects.values_list("state", flat=True)) == ["firm", "released"]


def test_an_expired_hold_is_confirmed_or_taken_by_another_never_both(threads: Race) -> None:
    for _round in range(5):
        room, owner = a_room(f"Lokale {_round}"), new_key()
        attempt([Claim(room.id, TEN, ELEVEN)], owner, expires_at=clock.now() + timedelta(minutes=10))

        @locking
        def confirm(held: UUID = owner) -> str:
            firm_up(held, held_for="hold", new_held_for="talk", new_id=new_key())
            return "taken"

        def either(number: int, key: UUID = room.id, confirm: Callable[[], str] = confirm) -> str:
            try:
                return confirm() if number % 2 else attempt([Claim(key, TEN, ELEVEN)])
            except Refused as refused:
                return str(refused.reason)

        with clock.shifted_by(timedelta(minutes=11)):
            answers = threads(8, either)
        assert answers.count("taken") == 1, answers
        assert Occupancy.objects.filter(resource=room, state="firm").count() == 1


def test_counsellor_room_and_interpreter_in_any_order_do_not_deadlock(threads: Race) -> None:
    three = [a_room("A"), a_room("B"), an_interpreter()]
    orders = list(itertools.permutations(three))

    def want(number: int) -> str:
        start = TEN + timedelta(hours=number % 4)
        return attempt([Claim(one.id, start, start + timedelta(hours=1)) for one in orders[number % 6]])

    answers = threads(48, want)
    assert answers.count("taken") == 4 and answers.count(Refusal.TIME_TAKEN) == 44
    assert Occupancy.objects.count() == 12


def test_two_who_swap_with_each_other_end_without_overlap(threads: Race) -> None:
    room = a_room()
    owners = [new_key(), new_key()]
    for number, owner in enumerate(owners):
        attempt([Claim(room.id, TEN + timedelta(hours=number), ELEVEN + timedelta(hours=number))], owner)

    @locking
    def swap(owner: UUID, start: datetime) -> None:
        release(owner)
        occupy(
            held_for="test",
            held_for_id=owner,
            claims=[Claim(room.id, start, start + timedelta(hours=1))],
            expires_at=None,
        )

    def change(number: int) -> str:
        try:
            swap(owners[number], TEN + timedelta(hours=1 - number))
        except Refused as refused:
            return str(refused.reason)
        return "taken"

    threads(2, change)
    firm = Occupancy.objects.filter(state="firm")
    assert firm.count() == 2, "a refused swap keeps the old time"
    assert sorted(row.period.lower for row in firm) == [TEN, TEN + timedelta(hours=1)]


def test_a_room_is_booked_or_taken_out_of_use_never_both(threads: Race) -> None:
    lead = make_person("Dorthe Ellemann Friis", "team_lead")
    for number in range(6):
        room = a_room(f"Lokale {number}")

        def either(turn: int, key: UUID = room.id) -> str:
            if turn:
                return attempt([Claim(key, TEN, ELEVEN)])
            try:
                deactivate_resource(by=lead, resource_id=key)
            except Refused as refused:
                return str(refused.reason)
            return "out"

        answers = sorted(threads(2, either))
        assert answers in (["out", str(Refusal.RESOURCE_INACTIVE)], [str(Refusal.FUTURE_TIME_REMAINS), "taken"])
        is_active = Resource.objects.get(id=room.id).is_active
        assert is_active == Occupancy.objects.filter(resource=room, state="firm").exists()


def test_many_owners_releasing_and_taking_leave_the_constraint_whole(threads: Race) -> None:
    rooms = [a_room(f"Lokale {number}") for number in range(3)]

    def work(number: int) -> int:
        chance, won = random.Random(number), 0
        for _try in range(8):
            owner, start = new_key(), TEN + timedelta(minutes=30 * chance.randrange(6))
            claims = [Claim(one.id, start, start + timedelta(hours=1)) for one in chance.sample(rooms, 2)]
            if attempt(claims, owner) == "taken":
                won += 1
                with transaction.atomic():
                    release(owner)
        return won

    assert sum(threads(12, work)) > 0
    assert not Occupancy.objects.blocking(clock.now()).exists()
