"""The database has the last word about the waiting list: each constraint is tried past every action."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from counselling.actions import freeing
from counselling.actions.freeing import Freed, Match
from counselling.models import SlotOffer, WaitlistEntry
from counselling.rules.waiting import WaitingRefusal
from counselling.wishes import Wish
from portal import clock
from portal.keys import new_key
from portal.refusals import Refused, violated_constraint
from tests.factories.people import make_person
from tests.factories.talks import next_weekday
from tests.factories.waiting import make_offer, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mette")]


@pytest.fixture
def entry(relative, talk_type):
    return make_place(relative, talk_type)


@pytest.fixture
def offer(entry, talk_type):
    return make_offer(make_person("Kurt Overgaard"), talk_type, starts_at=next_weekday(6))


def broken(work):
    """The name of the constraint a write breaks."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        work()
    return violated_constraint(caught.value)


def change(row, **fields):
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)


def copy_of(row, **fields):
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return lambda: type(row).objects.create(**(values | {"id": new_key()} | fields))


def test_a_person_waits_once_for_a_kind_of_talk(entry):
    assert broken(copy_of(entry)) == "a_person_waits_once_for_a_kind_of_talk"


def test_who_left_the_list_did_so_at_a_time(entry):
    name = "who_left_the_waiting_list_did_so_at_a_time"
    assert broken(change(entry, status="withdrawn")) == name
    assert broken(change(entry, done_at=clock.now())) == name


def test_a_place_has_a_known_status_and_priority_a_way_to_meet_and_somebody(entry):
    assert broken(change(entry, status="dreaming", done_at=clock.now())) == "waiting_status_is_known"
    assert broken(change(entry, priority="vip")) == "waiting_priority_is_known"
    assert broken(change(entry, modes=[])) == "waiting_is_for_some_way_to_meet"
    assert broken(change(entry, person=None)) == "on_the_waiting_list_is_somebody"


def test_people_who_join_at_the_same_moment_have_an_order(talk_type, at):
    at(clock.now())
    first, second = (make_place(make_person(name), talk_type) for name in ("Ane", "Bo"))
    assert first.queued_at == second.queued_at and first.sequence < second.sequence
    assert list(WaitlistEntry.objects.in_order()) == [first, second]


def test_a_waiting_person_has_one_open_offer(offer):
    assert broken(copy_of(offer, code_hash="other")) == "a_waiting_person_has_one_open_offer"


def test_an_offer_past_the_lock_is_refused_by_the_constraint(offer, mette, talk_type):
    start = next_weekday(6, 13)
    wish = Wish(meeting_type=talk_type, mode="phone", counsellor_id=mette.pk)
    time = freeing.free_at(wish, start, clock.now())
    assert time is not None
    with pytest.raises(Refused) as said, transaction.atomic():
        freeing.make_offer(
            Match(offer.entry, wish, time), Freed(mette.pk, time.start, time.end, new_key()), by=None, now=clock.now()
        )
    assert said.value.reason is WaitingRefusal.ALREADY_OFFERED


def test_an_offer_ends_at_a_time_in_a_known_state_asked_in_a_known_way(offer):
    assert broken(change(offer, state="declined")) == "offer_ends_at_a_time"
    assert broken(change(offer, ended_at=clock.now())) == "offer_ends_at_a_time"
    assert broken(change(offer, state="forgotten", ended_at=clock.now())) == "offer_state_is_known"
    assert broken(change(offer, channel="pigeon")) == "offer_channel_is_known"


def test_an_offer_is_of_some_time_for_some_time(offer):
    assert broken(change(offer, ends_at=offer.starts_at)) == "offered_time_ends_after_it_starts"
    assert broken(change(offer, expires_at=offer.offered_at)) == "offer_lasts_a_while"
    assert broken(change(offer, paused=-timedelta(minutes=1))) == "offer_rests_forwards"


def test_only_a_skip_has_a_reason_and_it_always_does(offer):
    name = "offer_is_skipped_with_a_reason"
    assert broken(change(offer, state="skipped", ended_at=clock.now())) == name
    row = SlotOffer.objects.get(pk=offer.pk)
    row.skip_reason = "Derfor"
    assert broken(row.save) == name
