"""Time is given away once."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from portal import clock
from portal.calendar.actions.occupancy import Claim, extend, firm_up, occupy, release, release_expired
from portal.calendar.models import Occupancy, Resource
from portal.calendar.rules import Refusal
from portal.keys import new_key
from portal.refusals import Refused
from tests.calendar.builders import a_counsellor, a_room, local

pytestmark = pytest.mark.django_db
TEN, ELEVEN, TWELVE = local(2026, 11, 24, 10), local(2026, 11, 24, 11), local(2026, 11, 24, 12)


def hold(*claims: Claim, minutes: int | None = 10, owner: UUID | None = None) -> list[Occupancy]:
    """Hold the claims, for ten minutes unless told otherwise."""
    expires_at = None if minutes is None else clock.now() + timedelta(minutes=minutes)
    return occupy(held_for="test", held_for_id=owner or new_key(), claims=claims, expires_at=expires_at)


def test_a_free_time_is_taken_and_the_next_one_after_it_too() -> None:
    mette = a_counsellor()
    hold(Claim(mette.id, TEN, ELEVEN), Claim(mette.id, ELEVEN, TWELVE, "buffer"))
    rows = Occupancy.objects.all()
    assert [(row.kind, row.state) for row in rows.order_by("period")] == [("core", "held"), ("buffer", "held")]


def test_a_taken_time_is_refused_and_leaves_nothing_behind() -> None:
    mette, room = a_counsellor(), a_room()
    hold(Claim(mette.id, TEN, ELEVEN), minutes=None)
    with pytest.raises(Refused) as refused:
        hold(Claim(room.id, TEN, ELEVEN), Claim(mette.id, TEN + timedelta(minutes=30), TWELVE))
    assert refused.value.reason is Refusal.TIME_TAKEN
    assert Occupancy.objects.count() == 1


def test_the_callers_transaction_can_go_on_after_a_refusal() -> None:
    mette = a_counsellor()
    hold(Claim(mette.id, TEN, ELEVEN))
    with pytest.raises(Refused):
        hold(Claim(mette.id, TEN, ELEVEN))
    hold(Claim(mette.id, ELEVEN, TWELVE))
    assert Occupancy.objects.count() == 2


def test_an_expired_hold_gives_way() -> None:
    mette = a_counsellor()
    first, second = new_key(), new_key()
    hold(Claim(mette.id, TEN, ELEVEN), owner=first)
    with clock.shifted_by(timedelta(minutes=11)):
        hold(Claim(mette.id, TEN, ELEVEN), owner=second)
        with pytest.raises(Refused) as refused:
            firm_up(first, held_for="talk")
    assert refused.value.reason is Refusal.HOLD_GONE
    assert Occupancy.objects.get(state="held").held_for_id == second


def test_half_of_an_expired_hold_is_no_hold() -> None:
    mette, room = a_counsellor(), a_room()
    first, second = new_key(), new_key()
    hold(Claim(mette.id, TEN, ELEVEN), Claim(room.id, TEN, ELEVEN), owner=first)
    with clock.shifted_by(timedelta(minutes=11)):
        hold(Claim(room.id, TEN, ELEVEN), owner=second)
        with pytest.raises(Refused) as refused:
            firm_up(first, held_for="talk")
    assert refused.value.reason is Refusal.HOLD_GONE
    assert not Occupancy.objects.filter(state="firm").exists()


def test_an_expired_hold_that_nobody_took_can_still_be_firmed_up() -> None:
    mette, owner, talk = a_counsellor(), new_key(), new_key()
    hold(Claim(mette.id, TEN, ELEVEN), owner=owner)
    with clock.shifted_by(timedelta(minutes=11)):
        assert firm_up(owner, held_for="hold", new_held_for="talk", new_id=talk) == 1
    row = Occupancy.objects.get()
    assert (row.state, row.held_for, row.held_for_id, row.expires_at) == ("firm", "talk", talk, None)


def test_a_hold_is_extended_until_it_is_gone() -> None:
    mette, owner = a_counsellor(), new_key()
    hold(Claim(mette.id, TEN, ELEVEN), owner=owner)
    later = clock.now() + timedelta(minutes=30)
    assert extend(owner, later) == 1
    assert Occupancy.objects.get().expires_at == later
    assert release(owner) == 1
    with pytest.raises(Refused) as refused:
        extend(owner, later)
    assert refused.value.reason is Refusal.HOLD_GONE


def test_released_time_is_free_again_and_its_row_stays() -> None:
    mette, owner = a_counsellor(), new_key()
    hold(Claim(mette.id, TEN, ELEVEN), minutes=None, owner=owner)
    assert release(owner) == 1
    hold(Claim(mette.id, TEN, ELEVEN), minutes=None)
    assert sorted(Occupancy.objects.values_list("state", flat=True)) == ["firm", "released"]


def test_a_swap_releases_and_takes_in_one_transaction() -> None:
    mette, owner = a_counsellor(), new_key()
    hold(Claim(mette.id, TEN, ELEVEN), minutes=None, owner=owner)
    with transaction.atomic():
        release(owner)
        hold(Claim(mette.id, TEN + timedelta(minutes=30), TWELVE), minutes=None, owner=owner)
    assert Occupancy.objects.blocking(clock.now()).get().period.upper == TWELVE


def test_an_inactive_resource_is_not_given_away() -> None:
    room = a_room()
    Resource.objects.filter(id=room.id).update(is_active=False)
    with pytest.raises(Refused) as refused:
        hold(Claim(room.id, TEN, ELEVEN))
    assert refused.value.reason is Refusal.RESOURCE_INACTIVE


def test_an_empty_time_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        hold(Claim(a_counsellor().id, TEN, TEN))
    assert refused.value.reason is Refusal.EMPTY_PERIOD


@pytest.mark.parametrize("day", [(2026, 3, 29, 1, 30), (2026, 10, 25, 0, 30)], ids=["spring", "autumn"])
def test_no_time_begins_or_ends_in_the_hour_of_a_change_night(day: tuple[int, int, int, int, int]) -> None:
    before = local(*day)
    with pytest.raises(Refused) as refused:
        hold(Claim(a_counsellor().id, before, local(2026, 10, 25, 2, 30)))
    assert refused.value.reason is Refusal.CHANGE_NIGHT


def test_outside_a_transaction_nothing_is_given_away(committed_db: None) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        hold(Claim(new_key(), TEN, ELEVEN))


def test_the_sweep_releases_what_expired_and_nothing_else() -> None:
    mette, room = a_counsellor(), a_room()
    hold(Claim(mette.id, TEN, ELEVEN), minutes=5)
    hold(Claim(room.id, TEN, ELEVEN), minutes=60)
    hold(Claim(room.id, ELEVEN, TWELVE), minutes=None)
    with clock.shifted_by(timedelta(minutes=6)):
        assert release_expired() == 1
    assert sorted(Occupancy.objects.values_list("state", flat=True)) == ["firm", "held", "released"]
