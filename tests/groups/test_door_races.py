"""Two phones at one door: one moment for each person, no error; the last chair is given once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from groups.actions.door import Arrived, check_in, let_in, mark_away
from groups.actions.head_counts import count_on
from groups.actions.seats import cancel_sign_up
from groups.actions.signing_up import Party
from groups.actions.walk_ins import walk_in
from groups.models import Attendee, Occurrence, Registration, SeatPool
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.refusals import Refused
from tests.factories.evenings import make_pool, many_people, sign_up

pytestmark = pytest.mark.usefixtures("committed_db")
Threads = Callable[..., list[Any]]


def faults(outcomes: list[Any]) -> list[Any]:
    return [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]


def test_a_party_on_many_phones_at_once_is_checked_in_once(organiser: User, relative: User, threads: Threads) -> None:
    pool = make_pool(organiser, 6, starts_in=timedelta(minutes=1))
    row = sign_up(pool, relative, 3)
    outcomes = threads(12, lambda number: check_in(by=organiser, registration=row, number=(None, 0, 1)[number % 3]))
    assert all(isinstance(one, Arrived) for one in outcomes), outcomes
    assert sum(one.came for one in outcomes) == 3
    moments = list(Attendee.objects.filter(registration=row).values_list("came_at", flat=True))
    assert None not in moments and len(moments) == 3
    events = AuditEvent.objects.filter(action="groups.checked_in")
    assert sum(int(event.reason) for event in events) == 3
    assert Registration.objects.get(pk=row.pk).version == row.version


def begun(pool: SeatPool, ago: timedelta) -> None:
    """It began so long ago, and lasts two hours."""
    starts_at = clock.now() - ago
    Occurrence.objects.filter(pk=pool.occurrence_id).update(period=(starts_at, starts_at + timedelta(hours=2)))


def test_somebody_is_checked_in_while_they_sign_off(organiser: User, threads: Threads) -> None:
    pool = make_pool(organiser, 20, starts_in=timedelta(minutes=1))
    rows = [sign_up(pool, person) for person in many_people(10)]

    def act(number: int) -> Any:
        return (check_in if number < 10 else cancel_sign_up)(by=organiser, registration=rows[number % 10])

    outcomes = threads(20, act)
    assert not faults(outcomes)
    here = set(Attendee.objects.exclude(came_at=None).values_list("registration_id", flat=True))
    signed_off = {row.pk for row in Registration.objects.filter(state="cancelled")}
    assert here | signed_off == {row.pk for row in rows} and not here & signed_off, "never both, never neither"
    told = [str(one.reason) for one in outcomes if isinstance(one, Refused)]
    assert sorted(told) == sorted(["is_here"] * len(here) + ["sign_up_cancelled"] * len(signed_off))
    pool.refresh_from_db()
    assert pool.taken == len(here), "who is here keeps the seat"


def test_one_party_is_welcomed_and_signs_off_at_the_same_second_again_and_again(
    organiser: User, threads: Threads
) -> None:
    pool = make_pool(organiser, 20, starts_in=timedelta(minutes=1))
    for person in many_people(8):
        row = sign_up(pool, person, 2)
        acts = (check_in, cancel_sign_up)
        outcomes = threads(2, lambda number, row=row, acts=acts: acts[number](by=organiser, registration=row))
        assert not faults(outcomes)
        state = Registration.objects.get(pk=row.pk).state
        came = Attendee.objects.filter(registration=row).exclude(came_at=None).count()
        assert (state, came) in {("confirmed", 2), ("cancelled", 0)}
        assert sum(isinstance(one, Refused) for one in outcomes) == 1, "exactly one of them is told why not"


def test_the_rest_is_marked_while_somebody_is_still_checked_in(organiser: User, threads: Threads) -> None:
    pool = make_pool(organiser, 20, starts_in=timedelta(minutes=1))
    rows = [sign_up(pool, person) for person in many_people(12)]
    begun(pool, timedelta(hours=3))

    def act(number: int) -> Any:
        if number % 4 == 3:
            return mark_away(by=organiser, date=pool.occurrence)
        return check_in(by=organiser, registration=rows[number % 8])

    outcomes = threads(16, act)
    assert not [one for one in outcomes if isinstance(one, Exception)]
    people = Attendee.objects.filter(registration__in=rows)
    asked = {rows[number % 8].pk for number in range(16) if number % 4 != 3}
    came = set(people.exclude(came_at=None).values_list("registration_id", flat=True))
    assert came == asked, "who came, came, whichever press was first"
    assert people.filter(stayed_away=True).count() == 12 - len(asked)


def test_walk_ins_and_who_waits_share_the_last_chairs(organiser: User, threads: Threads) -> None:
    pool = make_pool(organiser, 5, starts_in=timedelta(minutes=1))
    people = many_people(8)
    rows = [sign_up(pool, person) for person in people]
    begun(pool, timedelta(minutes=5))
    for row in rows[:3]:
        cancel_sign_up(by=None, registration=row)

    def act(number: int) -> Any:
        if number < 3:
            return let_in(by=organiser, registration=rows[5 + number])
        return walk_in(by=organiser, pool=pool, party=Party(names=["", ""]), form_key=uuid4())

    outcomes = threads(9, act)
    assert not faults(outcomes)
    pool.refresh_from_db()
    given = sum(Registration.objects.of_pool(pool.pk).seated().values_list("seats", flat=True))
    assert pool.taken == given <= 5
    assert pool.free <= 1, "nobody is refused while two chairs are free"


def test_heads_counted_on_many_phones_add_up(organiser: User, threads: Threads) -> None:
    pool = make_pool(organiser, 5, starts_in=timedelta(minutes=1), registration="drop_in")
    outcomes = threads(20, lambda number: count_on(by=organiser, date=pool.occurrence, more=1))
    assert not faults(outcomes)
    assert Occurrence.objects.get(pk=pool.occurrence_id).head_count == 20
