"""Seats: who gets one, who waits, who is next; and what the database refuses whatever the code does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from groups.actions import seats, signing_up
from groups.actions.signing_up import Guest, Party
from groups.models import Registration, RegistrationLog, SeatPool
from groups.rules.seats import SeatRefusal
from portal import clock
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.factories.evenings import make_pool, many_people, sign_up

pytestmark = pytest.mark.django_db


def states(pool: SeatPool) -> list[str]:
    """Everybody's state in the order they came."""
    return list(Registration.objects.of_pool(pool.pk).order_by("sequence").values_list("state", flat=True))


def taken(pool: SeatPool) -> int:
    pool.refresh_from_db()
    return pool.taken


def fresh(row: Registration) -> Registration:
    return Registration.objects.get(pk=row.pk)


def refused(work: Callable[[], Any]) -> SeatRefusal:
    with pytest.raises(Refused) as error:
        work()
    return SeatRefusal(error.value.reason)


def told(kind: str) -> int:
    return OutboxMessage.objects.filter(kind=f"groups.{kind}", channel="email").count()


def test_the_first_get_seats_and_the_rest_wait(pool: SeatPool) -> None:
    for person in many_people(5):
        sign_up(pool, person)
    assert states(pool) == ["confirmed"] * 3 + ["waiting"] * 2
    assert taken(pool) == 3
    assert (told("confirmed"), told("waiting")) == (3, 2)


def test_a_seat_given_back_is_offered_to_the_next_for_as_long_as_fits(pool: SeatPool) -> None:
    rows = [sign_up(pool, person) for person in many_people(5)]
    seats.cancel_sign_up(by=None, registration=rows[0])
    assert states(pool) == ["cancelled", "confirmed", "confirmed", "offered", "waiting"]
    offered = fresh(rows[3])
    assert offered.expires_at is not None and round((offered.expires_at - clock.now()) / timedelta(hours=1)) == 48
    assert (taken(pool), told("offered")) == (3, 1)
    assert seats.accept_offer(by=None, registration=offered).state == "confirmed"
    assert seats.accept_offer(by=None, registration=offered).state == "confirmed", "pressed twice: the same place"


def test_an_offer_nobody_answers_goes_to_the_next_and_the_first_keeps_their_turn(pool: SeatPool) -> None:
    rows = [sign_up(pool, person) for person in many_people(5)]
    seats.cancel_sign_up(by=None, registration=rows[0])
    with clock.shifted_by(timedelta(hours=49)):
        assert refused(lambda: seats.accept_offer(by=None, registration=rows[3])) == SeatRefusal.OFFER_GONE
        assert seats.sweep() == 1
        assert states(pool)[3:] == ["expired", "offered"]
        again = seats.queue_again(by=None, registration=rows[3])
        assert again.state == "waiting" and again.queued_at == rows[3].queued_at
        seats.decline_offer(by=None, registration=rows[4])
        assert states(pool)[3:] == ["offered", "declined"]
        assert refused(lambda: seats.decline_offer(by=None, registration=rows[0])) == SeatRefusal.OFFER_GONE
    assert told("ran_out") == 1


def test_nobody_new_goes_before_somebody_who_fits(pool: SeatPool) -> None:
    people = many_people(4)
    first = sign_up(pool, people[0], 3)
    waiting = sign_up(pool, people[1], 2)
    seats.cancel_sign_up(by=None, registration=first)
    assert fresh(waiting).state == "offered"
    assert sign_up(pool, people[2]).state == "confirmed", "one seat is left that nobody waits for"
    assert sign_up(pool, people[3]).state == "waiting"


def test_a_party_passed_over_three_times_has_the_next_free_seats_saved(pool: SeatPool) -> None:
    people = many_people(12)
    rows = [sign_up(pool, person) for person in people[:3]]
    big = sign_up(pool, people[3], 3)
    small = [sign_up(pool, person) for person in people[4:9]]
    for turn in range(3):
        seats.cancel_sign_up(by=None, registration=rows[turn])
        rows.append(seats.accept_offer(by=None, registration=small[turn]))
    assert fresh(big).skips == 3
    for row in rows[3:]:
        seats.cancel_sign_up(by=None, registration=row)
    assert (fresh(big).state, fresh(big).seats) == ("offered", 3)
    assert [fresh(row).state for row in small[3:]] == ["waiting", "waiting"]


def test_somebody_who_accepts_fewer_is_offered_what_there_is_and_gets_the_whole_back(pool: SeatPool) -> None:
    people = many_people(4)
    rows = [sign_up(pool, person) for person in people[:3]]
    party = sign_up(pool, people[3], 2, accepts_fewer=True)
    seats.cancel_sign_up(by=None, registration=rows[0])
    party = fresh(party)
    assert (party.state, party.seats, party.wanted) == ("offered", 1, 2)
    with clock.shifted_by(timedelta(hours=49)):
        seats.sweep()
        assert seats.queue_again(by=None, registration=party).wanted == 2


def test_just_before_it_begins_everybody_is_asked_and_the_first_wins(organiser: User) -> None:
    pool = make_pool(organiser, 1, starts_in=timedelta(hours=5))
    rows = [sign_up(pool, person) for person in many_people(3)]
    seats.cancel_sign_up(by=None, registration=rows[0])
    assert states(pool)[1:] == ["waiting", "waiting"] and told("first_wins") == 2
    assert seats.take_last_seat(by=None, registration=rows[2]).state == "confirmed"
    assert refused(lambda: seats.take_last_seat(by=None, registration=rows[1])) == SeatRefusal.SEAT_GONE


def test_a_guest_has_the_seat_while_they_find_the_mail_and_no_longer(pool: SeatPool) -> None:
    guest = sign_up(pool, None)
    assert guest.state == "held" and taken(pool) == 1 and told("please_confirm") == 1
    assert signing_up.confirm_guest(registration=guest).state == "confirmed"
    assert signing_up.confirm_guest(registration=guest).state == "confirmed"
    late = sign_up(pool, None)
    with clock.shifted_by(timedelta(hours=25)):
        seats.sweep()
        assert refused(lambda: signing_up.confirm_guest(registration=late)) == SeatRefusal.OFFER_GONE
    assert taken(pool) == 1


def test_a_guest_in_the_queue_counts_from_when_they_answer(pool: SeatPool) -> None:
    rows = [sign_up(pool, person) for person in many_people(3)]
    guest = sign_up(pool, None)
    assert guest.state == "waiting" and told("please_confirm") == 1
    seats.cancel_sign_up(by=None, registration=rows[0])
    assert fresh(guest).state == "waiting", "nobody has shown that the address is theirs"
    assert signing_up.confirm_guest(registration=guest).state == "offered"


def test_one_person_signs_up_once_and_pressing_twice_is_once(pool: SeatPool, relative: User) -> None:
    key = uuid4()
    made = [
        signing_up.sign_up(by=relative, person=relative, pool=pool, party=Party(names=["Rasmus"]), form_key=key)
        for _press in range(2)
    ]
    assert made[0].pk == made[1].pk
    assert refused(lambda: sign_up(pool, relative)) == SeatRefusal.ALREADY_SIGNED_UP
    guest = Guest(name="Åse", email="aase@gaest.example")
    again: dict[str, Any] = {"by": None, "guest": guest, "pool": pool, "party": Party(names=["Åse"])}
    signing_up.sign_up(**again, form_key=uuid4())
    assert refused(lambda: signing_up.sign_up(**again, form_key=uuid4())) == SeatRefusal.ALREADY_SIGNED_UP


def test_capacity_is_never_cut_below_what_is_taken_and_a_raise_offers_exactly_what_fits(
    pool: SeatPool, organiser: User
) -> None:
    people = many_people(7)
    for person in people[:3]:
        sign_up(pool, person)
    sign_up(pool, people[3], 2)
    sign_up(pool, people[4], 1)
    sign_up(pool, people[5], 2)
    cut = refused(lambda: seats.change_capacity(by=organiser, pool=pool, capacity=2))
    assert cut == SeatRefusal.BELOW_TAKEN
    seats.change_capacity(by=organiser, pool=pool, capacity=6)
    assert states(pool)[3:] == ["offered", "offered", "waiting"]
    assert taken(pool) == 6


@pytest.mark.parametrize(
    ("fields", "starts_in", "reason"),
    [
        ({}, timedelta(minutes=-5), SeatRefusal.EVENT_OVER),
        ({"registration_opens_at": timedelta(days=1)}, timedelta(days=5), SeatRefusal.NOT_OPEN_YET),
        ({"registration_closes_at": timedelta(minutes=-1)}, timedelta(days=5), SeatRefusal.REGISTRATION_CLOSED),
        ({"registration": "drop_in"}, timedelta(days=5), SeatRefusal.NO_SIGN_UP_NEEDED),
        ({"max_party": 1}, timedelta(days=5), SeatRefusal.PARTY_TOO_LARGE),
    ],
)
def test_a_date_that_takes_no_such_sign_up_says_so(
    organiser: User, relative: User, fields: dict[str, Any], starts_in: timedelta, reason: SeatRefusal
) -> None:
    moments = {name: clock.now() + value if isinstance(value, timedelta) else value for name, value in fields.items()}
    pool = make_pool(organiser, 10, starts_in=starts_in, **moments)
    assert refused(lambda: sign_up(pool, relative, 2)) == reason


def test_a_cancelled_date_a_full_queue_and_a_stale_page_refuse(pool: SeatPool, relative: User) -> None:
    people = many_people(4)
    SeatPool.objects.filter(pk=pool.pk).update(waiting_limit=0)
    mine = sign_up(pool, relative)
    for person in people[:2]:
        sign_up(pool, person)
    assert refused(lambda: sign_up(pool, people[2])) == SeatRefusal.WAITING_LIST_FULL
    stale = refused(lambda: seats.cancel_sign_up(by=relative, registration=mine, version=9))
    assert stale == SeatRefusal.SIGN_UP_STALE
    pool.occurrence.status = "cancelled"
    pool.occurrence.save(update_fields=["status"])
    assert refused(lambda: sign_up(pool, people[3])) == SeatRefusal.EVENT_CANCELLED


def test_a_state_goes_only_where_the_table_says(pool: SeatPool, relative: User) -> None:
    mine = sign_up(pool, relative)
    wrong = refused(lambda: seats.become(mine, "waiting", why="x", by=None, now=clock.now()))
    assert wrong == SeatRefusal.NOT_FROM_HERE
    assert list(RegistrationLog.objects.filter(registration=mine).values_list("before", "after", "why")) == [
        ("", "confirmed", "signed_up")
    ]


def test_the_database_refuses_one_seat_too_many_whatever_the_code_does(pool: SeatPool, organiser: User) -> None:
    rows = [sign_up(pool, person) for person in many_people(4)]
    with pytest.raises(IntegrityError, match="pool_is_never_oversold"), transaction.atomic():
        Registration.objects.filter(pk=rows[3].pk).update(state="confirmed")
    other = make_pool(organiser, 5)
    with pytest.raises(IntegrityError, match="sign-up stays with its seats"), transaction.atomic():
        Registration.objects.filter(pk=rows[3].pk).update(pool=other)
    assert taken(pool) == 3
