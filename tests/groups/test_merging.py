"""Two records that are one person, each with evenings of their own: nothing is lost, nobody has two places."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from groups.actions import news, seats, signing_up
from groups.actions.signing_up import Party
from groups.models import NewsTold, NewsWish, Registration, SeatPool, TransportRequest
from groups.rules.merging import Standing, who_stays
from groups.rules.seats import SeatRefusal
from portal import clock
from portal.accounts.actions import merge_people
from portal.accounts.models import Role, User
from portal.audit.models import AuditEvent
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.factories.evenings import make_pool, many_people, sign_up
from tests.factories.news import ALL, new_evening
from tests.factories.people import make_person
from tests.factories.respite import LIFT, asked_respite, caring_pool, make_desk, signed_up_asking

Threads = Callable[..., list[Any]]


@pytest.fixture
def double(database: None) -> User:
    """The same person once more, as a colleague wrote them down on the phone."""
    return User.objects.create_user(None, name="Rasmus Bøgh")


def join(by: User, keep: User, gone: User) -> User:
    return merge_people(by=by, keep=keep, gone=gone, choices={})


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def cancelled_is_told() -> bool:
    return OutboxMessage.objects.filter(kind="groups.cancelled").exists()


@pytest.mark.django_db
def test_a_sign_up_goes_over_and_the_one_who_stays_is_reminded_of_it(
    pool: SeatPool, team_lead: User, relative: User, double: User
) -> None:
    row = sign_up(pool, double, 2)
    join(team_lead, relative, double)
    assert (fresh(row).person, fresh(row).state, fresh(pool).taken) == (relative, "confirmed", 2)
    reminders = OutboxMessage.objects.planned().filter(about=row.pk, kind="groups.reminder")
    assert reminders and {message.address for message in reminders.filter(channel="email")} == {relative.email}
    assert not cancelled_is_told()


@pytest.mark.django_db
def test_of_two_places_the_larger_party_stays_and_the_other_ends_without_a_word(
    pool: SeatPool, team_lead: User, relative: User, double: User, colleague: User
) -> None:
    small, large = sign_up(pool, relative), sign_up(pool, double, 2)
    waits = sign_up(pool, colleague)
    assert waits.state == "waiting"
    join(team_lead, relative, double)
    assert (fresh(small).state, fresh(large).state, fresh(large).person) == ("cancelled", "confirmed", relative)
    assert fresh(waits).state == "offered" and fresh(pool).taken == 3
    assert not cancelled_is_told()
    assert not OutboxMessage.objects.planned().filter(about=small.pk).exists()
    assert AuditEvent.objects.filter(action="groups.sign_up_merged", subject=relative.pk).count() == 1
    over = pool.occurrence.ends_at + timedelta(hours=1)
    assert list(Registration.objects.may_have_handouts(over)) == [fresh(large)], "it never was a place given back"


@pytest.mark.django_db
def test_a_place_stays_before_a_longer_held_one_in_line(organiser: User, relative: User, double: User) -> None:
    pool = make_pool(organiser, 2)
    first, _second = many_people(2)
    has_place = sign_up(pool, first, 2)
    waits = sign_up(pool, double)
    seats.cancel_sign_up(by=None, registration=has_place)
    seats.accept_offer(by=None, registration=fresh(waits))
    other = sign_up(make_pool(organiser, 1), relative)
    mine = sign_up(pool, relative)
    join(make_person("Lead", Role.TEAM_LEAD), relative, double)
    live = Registration.objects.of_pool(pool.pk).live()
    assert [(row.person, row.pk) for row in live.filter(person=relative)] == [(relative, waits.pk)]
    assert fresh(mine).state == "cancelled" and fresh(other).state == "confirmed"


def test_which_one_stays_is_a_clear_rule() -> None:
    now = clock.now()
    earlier = now - timedelta(days=1)
    came, absent = Standing(1, "confirmed", 1, now), Standing(0, "confirmed", 4, earlier)
    offered, waits_long = Standing(0, "offered", 1, now), Standing(0, "waiting", 1, earlier)
    waits_large, applied = Standing(0, "waiting", 5, now), Standing(0, "applied", 6, earlier)
    best_first = [came, absent, offered, waits_long, waits_large, applied]
    for place, best in enumerate(best_first):
        for worse in best_first[place + 1 :]:
            assert who_stays([(worse, worse), (best, best)]) == best


@pytest.mark.django_db
def test_a_party_that_came_stays_when_the_evening_is_over(
    organiser: User, team_lead: User, relative: User, double: User, at: Any
) -> None:
    pool = make_pool(organiser, 5, starts_in=timedelta(days=1))
    came, stayed_home = sign_up(pool, double), sign_up(pool, relative, 2)
    came.attendees.update(came_at=pool.occurrence.starts_at)
    at(clock.now() + timedelta(days=3))
    join(team_lead, relative, double)
    assert (fresh(came).state, fresh(came).person, fresh(stayed_home).state) == ("confirmed", relative, "cancelled")


@pytest.mark.django_db
def test_nobody_merged_away_is_signed_up(pool: SeatPool, team_lead: User, relative: User, double: User) -> None:
    join(team_lead, relative, double)
    with pytest.raises(Refused) as refused:
        sign_up(pool, double)
    assert refused.value.reason == SeatRefusal.PERSON_GONE and fresh(pool).taken == 0


@pytest.mark.django_db
def test_respite_asked_with_the_sign_up_that_ends_is_still_arranged(
    organiser: User, team_lead: User, relative: User, double: User, colleague: User
) -> None:
    make_desk(colleague)
    pool = caring_pool(organiser)
    stays = signed_up_asking(pool, relative, LIFT, seats=2)
    asked = asked_respite(pool, double)
    join(team_lead, relative, double)
    assert fresh(asked).registration == stays and fresh(asked).is_open
    assert TransportRequest.objects.open().get().registration == stays


@pytest.mark.django_db
def test_one_wish_for_news_stays_and_nothing_is_told_twice(
    organiser: User, team_lead: User, relative: User, another_relative: User
) -> None:
    names = {**ALL, "says_titles": True}
    mine = news.start_own_news(by=relative, wishes=ALL, language="da")
    theirs = news.start_own_news(by=another_relative, wishes=names, language="da")
    both, only_theirs = new_evening(organiser), new_evening(organiser, "Sorg")
    for wish, event in ((mine, both), (theirs, both), (theirs, only_theirs)):
        NewsTold.objects.create(wish=wish, event=event, told_at=clock.now())
    join(team_lead, relative, another_relative)
    (wish,) = NewsWish.objects.all()
    assert wish == mine and not wish.says_titles
    assert NewsTold.objects.known_to([wish.pk]) == {wish.pk: {both.pk, only_theirs.pk}}


@pytest.mark.django_db
def test_a_wish_of_the_emptied_record_alone_goes_over(team_lead: User, relative: User, another_relative: User) -> None:
    theirs = news.start_own_news(by=another_relative, wishes=ALL, language="da")
    join(team_lead, relative, another_relative)
    assert NewsWish.objects.get() == theirs and fresh(theirs).user == relative


def test_a_merge_a_sign_up_and_a_cancellation_at_once_leave_one_place_and_never_one_too_many(
    committed_db: None, threads: Threads
) -> None:
    """Whoever comes first: nothing stays with the emptied record, nobody has two places, no seat is lost or doubled."""
    lead, organiser = make_person("Lead", Role.TEAM_LEAD), make_person("Organiser", Role.ORGANISER)
    for number in range(6):
        gone, keep = User.objects.create_user(None, name="Dobbelt"), make_person(f"Rasmus {number}")
        pool, strangers = make_pool(organiser, 2), [make_person(f"{one} {number}") for one in ("Ida", "Bo")]
        signed_up = sign_up(pool, keep if number % 2 else strangers[0])
        party = Party(names=["Rasmus"])

        given = (gone, keep, pool, signed_up, strangers[1], party)

        def race(one: int, *given: Any) -> Any:
            gone, keep, pool, signed_up, stranger, party = given
            if one == 0:
                return join(lead, keep, gone)
            if one == 1:
                return signing_up.sign_up(by=lead, person=gone, pool=pool, party=party, form_key=uuid4())
            if one == 2:
                return seats.cancel_sign_up(by=keep, registration=signed_up)
            return sign_up(pool, stranger)

        merged, taken, ended, other = threads(4, lambda one, given=given: race(one, *given))
        assert merged == keep, merged
        assert not isinstance(taken, Exception) or getattr(taken, "reason", taken) == SeatRefusal.PERSON_GONE
        assert not isinstance(ended, Exception) and not isinstance(other, Exception), (ended, other)
        rows = Registration.objects.of_pool(pool.pk)
        assert not rows.filter(person=gone).exists()
        assert rows.live().filter(person=keep).count() <= 1
        given = sum(rows.seated().values_list("seats", flat=True))
        assert fresh(pool).taken == given <= 2
