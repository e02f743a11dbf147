"""Organisers decide at once, and people withdraw meanwhile: each party ends in one state and is told once."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from groups.actions import seats
from groups.actions.deciding import Decided, No, decide_applications
from groups.models import Registration, SeatPool
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.factories.evenings import make_pool, many_people, sign_up

pytestmark = pytest.mark.usefixtures("committed_db")
Threads = Callable[..., list[Any]]


def unexpected(outcomes: list[Any]) -> list[Any]:
    return [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]


def test_two_organisers_decide_at_once_about_the_same_people(organiser: User, threads: Threads) -> None:
    pool = make_pool(organiser, 6, registration="application")
    rows = [sign_up(pool, person) for person in many_people(6)]
    chosen = {row.pk: row.version for row in rows}

    def act(number: int) -> Decided:
        verdict = "offer" if number % 2 else "no"
        no = No(reason="full")
        return decide_applications(by=organiser, date=pool.occurrence, chosen=chosen, verdict=verdict, no=no)

    outcomes = threads(8, act)
    assert not unexpected(outcomes)
    assert [one.told for one in outcomes if isinstance(one, Decided)] == [6], "one decided, the others were told so"
    kinds = ["groups.offered", "groups.rejected"]
    told = Counter(OutboxMessage.objects.filter(kind__in=kinds, channel="email").values_list("about", flat=True))
    assert sorted(told.values()) == [1] * 6
    assert Registration.objects.values("state").distinct().count() == 1


def test_people_withdraw_while_places_are_offered(organiser: User, threads: Threads) -> None:
    pool = make_pool(organiser, 10, registration="application")
    rows = [sign_up(pool, person) for person in many_people(10)]

    def act(number: int) -> Any:
        if number < 5:
            return seats.cancel_sign_up(by=None, registration=rows[number])
        chosen = {row.pk: row.version for row in rows}
        return decide_applications(by=organiser, date=pool.occurrence, chosen=chosen, verdict="offer")

    outcomes = threads(8, act)
    assert not unexpected(outcomes)
    states = [Registration.objects.get(pk=row.pk).state for row in rows]
    assert states == ["cancelled"] * 5 + ["offered"] * 5
    fresh = SeatPool.objects.get(pk=pool.pk)
    assert fresh.taken == 5
    told = Counter(OutboxMessage.objects.filter(kind="groups.offered", channel="email").values_list("about", flat=True))
    assert set(told.values()) == {1}
