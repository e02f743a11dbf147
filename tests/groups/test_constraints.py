"""What the database refuses about seats and sign-ups, whatever the code does."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, models, transaction

from groups.models import Attendee, Registration, SeatPool
from portal import clock
from portal.accounts.models import User
from tests.factories.evenings import sign_up

pytestmark = pytest.mark.django_db


def refuses(name: str, rows: models.QuerySet[Any], **change: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**change)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("registration_expires_exactly_while_held_or_offered", {"state": "held"}),
        ("registration_expires_exactly_while_held_or_offered", {"expires_at": clock.now() + timedelta(days=1)}),
        ("registration_in_the_queue_has_its_moment", {"state": "waiting"}),
        ("registration_state_is_known", {"state": "perhaps"}),
        ("registration_is_a_persons_or_a_guests", {"guest_index": "abc"}),
        ("party_is_one_to_six", {"wanted": 7}),
        ("party_is_one_to_six", {"seats": 0}),
        ("party_is_one_to_six", {"seats": 3, "wanted": 2}),
    ],
)
def test_a_sign_up_is_always_one_of_the_states_it_can_be(
    pool: SeatPool, relative: User, name: str, change: dict[str, Any]
) -> None:
    refuses(name, Registration.objects.filter(pk=sign_up(pool, relative).pk), **change)


def test_nobody_is_signed_up_twice_for_a_date(pool: SeatPool, relative: User, another_relative: User) -> None:
    sign_up(pool, relative)
    other = sign_up(pool, another_relative)
    refuses("person_is_signed_up_once_for_a_date", Registration.objects.filter(pk=other.pk), person=relative)
    guests = [sign_up(pool, None) for _guest in range(2)]
    rows = Registration.objects.filter(pk=guests[1].pk)
    refuses("guest_is_signed_up_once_for_a_date", rows, guest_index=guests[0].guest_index)


def test_attendees_have_numbers_and_come_or_stay_away(pool: SeatPool, relative: User) -> None:
    party = sign_up(pool, relative, 2)
    rows = Attendee.objects.filter(registration=party, number=1)
    refuses("an_attendee_has_a_number_of_their_own", rows, number=0)
    refuses("nobody_came_and_stayed_away", rows, came_at=clock.now(), stayed_away=True)


def test_a_date_has_one_pool_of_each_kind(pool: SeatPool) -> None:
    refuses("pool_channel_is_known", SeatPool.objects.filter(pk=pool.pk), channel="balcony")
    with pytest.raises(IntegrityError, match="a_date_has_one_pool_of_a_kind"), transaction.atomic():
        SeatPool.objects.create(id=uuid4(), occurrence=pool.occurrence, channel=pool.channel, capacity=1)
