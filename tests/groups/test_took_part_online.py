"""Who took part online: opening the way in proposes, an organiser says; counted and forgotten as in the room."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from groups import links
from groups.actions import changing_dates, door
from groups.actions.evaluations import came as came_of
from groups.actions.online import note_entered, note_who_took_part
from groups.actions.tallies import count_date, numbers_of
from groups.models import Attendee, DateTally, Occurrence, OnlineAccess, Registration, SeatPool
from groups.models.door_dates import DoorDates
from groups.rules.answers import seems_to_take_part
from groups.rules.door import DoorRefusal
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.privacy.registry import periods
from portal.refusals import Refused
from tests.factories.evenings import make_date, make_pool, many_people, sign_up

pytestmark = pytest.mark.django_db
ONE_MINUTE = timedelta(minutes=1)
ADDRESS = "https://moede.example/hemmelig-7Qk2"


@pytest.fixture
def pool(organiser: User) -> SeatPool:
    """Twenty seats online in two weeks."""
    made = make_pool(organiser, 20, attendance="online", channel="online")
    OnlineAccess.objects.create(occurrence=made.occurrence, address=ADDRESS)
    return made


def opens(row: Registration, moment: datetime) -> int:
    with clock.frozen_at(moment):
        return Client().get(reverse("groups:online_link", args=[links.sign(row)])).status_code


def people(row: Registration) -> list[Attendee]:
    return list(Attendee.objects.filter(registration=row))


def keys(*rows: Registration) -> set[Any]:
    return {one.pk for row in rows for one in people(row)}


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def page_of(client: Client, date: Occurrence) -> Any:
    answer = client.get(reverse("groups:door_online", args=[date.pk]))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def ticked(page: Any) -> set[str]:
    return {box["value"] for box in page.select("input[name=came][checked]")}


def test_opening_the_way_in_is_only_a_proposal_and_its_first_moment_stays(pool: SeatPool) -> None:
    row, date = sign_up(pool, many_people(1)[0], 2), pool.occurrence
    assert opens(row, date.starts_at - timedelta(minutes=30)) == 200
    assert fresh(row).entered_at is None, "too early it is no way in"
    first = date.starts_at - ONE_MINUTE
    assert (opens(row, first), opens(row, first + timedelta(minutes=20))) == (302, 302)
    assert fresh(row).entered_at == first
    assert fresh(row).version == row.version, "no page of theirs is stale by it"
    assert [one.came_at for one in people(row)] == [None, None], "nobody is counted by a link that was opened"
    assert AuditEvent.objects.filter(action="groups.way_in_opened").count() == 1
    with clock.frozen_at(first):
        assert (
            "noterer vi, at du er med"
            in Client().get(reverse("groups:sign_up_link", args=[links.sign(row)])).content.decode()
        )


def test_an_answer_of_another_evening_or_another_time_proposes_nothing(pool: SeatPool) -> None:
    begin, end = pool.occurrence.starts_at, pool.occurrence.ends_at
    for moment, seems in (
        (None, False), (begin - timedelta(minutes=16), False), (begin - timedelta(minutes=15), True),
        (end - ONE_MINUTE, True), (end, False),
    ):  # fmt: skip
        assert seems_to_take_part(entered_at=moment, starts_at=begin, ends_at=end) is seems
    row = sign_up(pool, many_people(1)[0])
    Registration.objects.filter(pk=row.pk).update(entered_at=begin - timedelta(days=7))
    assert opens(row, begin) == 302
    assert fresh(row).entered_at == begin, "what was opened before the date moved gives way"


def test_staff_look_it_through_save_and_it_counts(pool: SeatPool, organiser: User, client_for: Any) -> None:
    one, two, three = (sign_up(pool, person, size) for person, size in zip(many_people(3), (2, 1, 1), strict=True))
    date = pool.occurrence
    opens(one, date.starts_at)
    with clock.frozen_at(date.ends_at + ONE_MINUTE):
        client = client_for(organiser)
        page = page_of(client, date)
        assert ticked(page) == {str(key) for key in keys(one)}
        assert "Har ikke åbnet linket" in page.get_text() and "Åbnede linket kl." in page.get_text()
        assert AuditEvent.objects.filter(action="groups.door_list_read").exists()
        alone, rang = str(people(one)[0].pk), str(people(two)[0].pk)
        address = reverse("groups:door_online", args=[date.pk])
        client.post(address, {"came": [alone, rang, "nonsense", str(uuid4())]})
        assert numbers_of(fresh(date)) == {"came": 2, "stayed_away": 0, "unsaid": 2, "cancelled": 0, "waited": 0}
        assert people(one)[0].came_at == date.starts_at, "who opened the way in came then"
        assert ticked(page_of(client, date)) == {alone, str(people(one)[1].pk), rang}
        client.post(address, {"came": [alone, rang], "was": [alone, rang], "rest": "1"})
        assert numbers_of(fresh(date))["stayed_away"] == 2 and numbers_of(fresh(date))["came"] == 2
        assert "var ikke med" in page_of(client, date).get_text()
        client.post(address, {"came": [rang], "was": [alone, rang]})
        assert [who.came_at for who in people(one)] == [None, None], "a slip is undone"
    assert fresh(three).state == "confirmed", "a sign-up's state is never touched"


def test_nothing_is_noted_before_its_day_nor_when_it_is_off_nor_are_the_rest_away_before_the_end(
    pool: SeatPool, organiser: User, client_for: Any
) -> None:
    row, date = sign_up(pool, many_people(1)[0]), pool.occurrence
    page = page_of(client_for(organiser), date)
    assert "fra den dag, det bliver holdt" in page.get_text() and not page.select("main form button")
    with pytest.raises(Refused) as early:
        note_who_took_part(by=organiser, date=date, came=keys(row), slips=[])
    assert early.value.reason == DoorRefusal.DOOR_NOT_OPEN
    with clock.frozen_at(date.starts_at):
        said = client_for(organiser).post(reverse("groups:door_online", args=[date.pk]), {"rest": "1"})
        assert said.status_code == 409 and "Det varer til" in said.content.decode()
    changing_dates.call_off(by=organiser, date=date, version=date.version, says="")
    with clock.frozen_at(date.ends_at), pytest.raises(Refused) as off:
        note_who_took_part(by=organiser, date=date, came=keys(row), slips=[])
    assert off.value.reason == DoorRefusal.DATE_IS_OFF


def test_two_colleagues_who_save_at_once_do_not_undo_each_other(
    committed_db: None, organiser: User, threads: Callable[..., list[Any]]
) -> None:
    pool = make_pool(organiser, 20, starts_in=ONE_MINUTE, attendance="online", channel="online")
    rows = [sign_up(pool, person, 2) for person in many_people(8)]

    def act(number: int) -> Any:
        if number % 4 == 3:
            return note_entered(registration=rows[number % 8])
        return note_who_took_part(by=organiser, date=pool.occurrence, came=keys(*rows[number % 8 :]), slips=[])

    outcomes = threads(16, act)
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert Attendee.objects.filter(came_at=None).count() == 0
    assert sum(one for number, one in enumerate(outcomes) if number % 4 != 3) == 16, "each is counted once"


def test_who_sits_in_the_room_or_at_another_date_is_not_noted_here(pool: SeatPool, organiser: User) -> None:
    room = SeatPool.objects.create(occurrence=pool.occurrence, channel="in_person", capacity=5)
    others = SeatPool.objects.create(
        occurrence=make_date(pool.occurrence.event, pool.occurrence.starts_at + timedelta(days=1)),
        channel="online",
        capacity=5,
    )
    here, online, elsewhere = (sign_up(one, who) for one, who in zip((room, pool, others), many_people(3), strict=True))
    with clock.frozen_at(pool.occurrence.ends_at):
        came = keys(here, online, elsewhere)
        assert note_who_took_part(by=organiser, date=pool.occurrence, came=came, slips=[]) == 1
        assert door.mark_away(by=organiser, date=pool.occurrence, is_online=True) == 0
        assert door.mark_away(by=organiser, date=pool.occurrence) == 1, "the room by itself"
    assert people(online)[0].came_at is not None and people(elsewhere)[0].came_at is None


def test_a_date_moved_online_has_its_list_too_and_the_board_asks_until_somebody_says(
    organiser: User, client_for: Any
) -> None:
    pool = make_pool(organiser, 5)
    row, date = sign_up(pool, many_people(1)[0]), pool.occurrence
    client = client_for(organiser)
    assert client.get(reverse("groups:door_online", args=[date.pk])).status_code == 404, "nobody takes part from home"
    changing_dates.move_online(by=organiser, date=date, version=date.version, address=ADDRESS, says="")
    dates: DoorDates = Occurrence.objects.managed_by(organiser)
    with clock.frozen_at(date.ends_at + ONE_MINUTE):
        assert [one.pk for one in dates.unmarked_online(clock.now())] == [date.pk] and not dates.unmarked(clock.now())
        board = client_for(organiser).get(reverse("groups:board")).content.decode()
        assert reverse("groups:door_online", args=[date.pk]) in board
        note_who_took_part(by=organiser, date=date, came=keys(row), slips=[])
        assert not dates.unmarked_online(clock.now())


def test_who_is_noted_to_have_stayed_away_online_is_not_asked_what_they_thought(
    pool: SeatPool, organiser: User
) -> None:
    row = sign_up(pool, many_people(1)[0])
    with clock.frozen_at(pool.occurrence.ends_at):
        door.mark_away(by=organiser, date=pool.occurrence, is_online=True)
    found = Registration.objects.of_date(pool.occurrence_id).prefetch_related("attendees").get(pk=row.pk)
    assert came_of(found, fresh(pool.occurrence)).stayed_away


def test_what_was_noted_becomes_a_count_and_goes_with_the_sign_up(pool: SeatPool, organiser: User) -> None:
    row, date = sign_up(pool, many_people(1)[0]), pool.occurrence
    opens(row, date.starts_at)
    with clock.frozen_at(date.ends_at):
        note_who_took_part(by=organiser, date=date, came=keys(row), slips=[])
    (period,) = [one for one in periods() if one.name == "groups.registrations"]
    with clock.frozen_at(date.ends_at + period.keep + timedelta(days=1)):
        before = clock.now() - period.keep
        assert not period.overdue(before).exists(), "not before it is counted"
        count_date(fresh(date))
        assert DateTally.objects.get().came == 1
        assert period.overdue(before).get().entered_at is not None
        period.overdue(before).delete()
    assert not Registration.objects.filter(entered_at__isnull=False).exists()


def test_who_is_noted_online_can_still_go_in_again(pool: SeatPool, organiser: User) -> None:
    row, date = sign_up(pool, many_people(1)[0]), pool.occurrence
    with clock.frozen_at(date.starts_at + ONE_MINUTE):
        note_who_took_part(by=organiser, date=date, came=keys(row), slips=[])
        page = Client().get(reverse("groups:sign_up_link", args=[links.sign(row)])).content.decode()
    assert "Vær med nu" in page
