"""The way into an online evening: for who has a place, from a quarter of an hour before to the end, and never else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from groups import links
from groups.models import Occurrence, OnlineAccess, Registration, SeatPool
from portal import clock
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
ADDRESS = "https://moede.example/hemmelig-7Qk2"
ONE_MINUTE = timedelta(minutes=1)


@pytest.fixture
def online(organiser: User) -> SeatPool:
    """One seat online."""
    pool = make_pool(organiser, 1, attendance="online", channel="online")
    OnlineAccess.objects.create(occurrence=pool.occurrence, address=ADDRESS)
    return pool


def enter(row: Registration) -> Any:
    return Client().get(reverse("groups:online_link", args=[links.sign(row)]))


def test_the_door_opens_a_quarter_before_and_closes_at_the_end(online: SeatPool) -> None:
    row, date = sign_up(online, make_person("Rasmus")), online.occurrence
    for moment, is_open in (
        (clock.now(), False),
        (date.starts_at - timedelta(minutes=16), False),
        (date.starts_at - timedelta(minutes=15), True),
        (date.ends_at - ONE_MINUTE, True),
    ):
        with clock.frozen_at(moment):
            answer = enter(row)
            page = Client().get(reverse("groups:sign_up_link", args=[links.sign(row)]))
        assert answer.status_code == (302 if is_open else 200)
        assert (answer.get("Location") == ADDRESS) is is_open
        assert b"hemmelig" not in answer.content + page.content
        assert answer["Referrer-Policy"] == "no-referrer"
    with clock.frozen_at(date.ends_at):
        assert enter(row).status_code == 410


def test_nobody_without_a_place_gets_in(online: SeatPool) -> None:
    sign_up(online, make_person("Rasmus"))
    waiting = sign_up(online, make_person("Kurt"))
    with clock.frozen_at(online.occurrence.starts_at - ONE_MINUTE):
        assert enter(waiting).status_code == 200


def test_nobody_gets_into_a_date_that_was_called_off(online: SeatPool) -> None:
    row = sign_up(online, make_person("Rasmus"))
    Occurrence.objects.update(status="cancelled")
    with clock.frozen_at(online.occurrence.starts_at):
        assert enter(row).status_code == 200


def test_a_date_moved_online_lets_those_in_who_had_a_place(organiser: User) -> None:
    pool = make_pool(organiser, 1)
    row = sign_up(pool, make_person("Rasmus"))
    OnlineAccess.objects.create(occurrence=pool.occurrence, address=ADDRESS)
    Occurrence.objects.update(status="moved_online")
    with clock.frozen_at(pool.occurrence.starts_at):
        assert enter(row).url == ADDRESS


def test_no_message_carries_the_address(online: SeatPool) -> None:
    sign_up(online, make_person("Rasmus"))
    sign_up(online, make_person("Kurt"))
    messages = list(OutboxMessage.objects.all())
    assert messages
    assert not any("hemmelig" in text_of(message).body for message in messages)
