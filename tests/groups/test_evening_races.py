"""Everything in the same second: the counts agree, nobody has a place at what is called off, all are told once."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from groups.actions import changing_dates, events, seats
from groups.models import Event, Occurrence, Registration, SeatPool
from groups.models.registrations import SEATED
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.factories.evenings import make_draft, make_pool, many_people, second_organiser, sign_up

pytestmark = pytest.mark.usefixtures("committed_db")


def seated(pool: SeatPool) -> int:
    return sum(Registration.objects.of_pool(pool.pk).filter(state__in=SEATED).values_list("seats", flat=True))


def quiet(work: Callable[[], Any]) -> str:
    try:
        work()
    except Refused as refused:
        return str(refused.reason)
    return "done"


def test_sign_ups_cancellations_and_capacity_in_the_same_second_agree(
    organiser: User, threads: Callable[..., list[Any]]
) -> None:
    pool = make_pool(organiser, 10)
    people = many_people(50)
    rows = [sign_up(pool, person) for person in people[:20]]

    def one(number: int) -> str:
        if number < 20:
            return quiet(lambda: seats.cancel_sign_up(by=people[number], registration=rows[number]))
        if number < 50:
            return quiet(lambda: sign_up(pool, people[number], 1 + number % 3))
        return quiet(lambda: seats.change_capacity(by=organiser, pool=pool, capacity=5 + number % 10))

    threads(60, one)
    pool.refresh_from_db()
    assert pool.taken == seated(pool) <= pool.capacity


def test_called_off_while_people_sign_up_nobody_keeps_a_place_and_each_is_told_once(
    organiser: User, threads: Callable[..., list[Any]]
) -> None:
    pool = make_pool(organiser, 15)
    people = many_people(59)
    for person in people[:10]:
        sign_up(pool, person)
    date = Occurrence.objects.get()

    def one(number: int) -> str:
        if number == 40:
            return quiet(lambda: changing_dates.call_off(by=organiser, date=date, version=1, says="Aflyst"))
        return quiet(lambda: sign_up(pool, people[number - (number > 40)]))

    threads(60, one)
    pool.refresh_from_db()
    assert pool.taken == 0 and not Registration.objects.live().exists()
    planned = OutboxMessage.objects.filter(kind="groups.date_called_off", channel="email")
    mails = Counter(message.address for message in planned)
    assert set(mails.values()) == {1} and len(mails) == Registration.objects.count() >= 10


def test_published_by_two_at_once_it_is_published_once(organiser: User, threads: Callable[..., list[Any]]) -> None:
    draft = make_draft(organiser)
    row = events.submit_event(by=organiser, event=draft, version=draft.version)
    reader = second_organiser()
    said = threads(6, lambda _n: quiet(lambda: events.publish_event(by=reader, event=row, version=row.version)))
    assert Counter(said) == Counter({"done": 1, "event_stale": 5})
    assert Event.objects.get().publication == "published"
