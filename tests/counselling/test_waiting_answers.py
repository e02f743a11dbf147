"""What becomes of an offered time and of a place on the list: yes, no, silence, a skip; and what is refused."""

from datetime import datetime, timedelta

import pytest

from counselling.actions import booking, calls, holding, keeping, offers, waiting
from counselling.actions.waiting import Wishes
from counselling.models import Appointment, CaseAssignment, SlotOffer
from counselling.rules.waiting import WaitingRefusal
from counselling.wishes import Wish
from portal import clock
from portal.calendar.models import Occupancy
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from portal.worklist.models import Task
from tests.factories.people import make_person
from tests.factories.talks import make_talk, make_type, next_weekday
from tests.factories.waiting import after, free, make_offer, make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mette")]

MORNING = datetime(2026, 11, 2, 10)  # a Monday


@pytest.fixture(autouse=True)
def _monday_morning(at):
    at(MORNING)


@pytest.fixture
def giver(database):
    """Somebody who can't come after all."""
    return make_person("Kurt Overgaard")


def refused(action, **arguments):
    with pytest.raises(Refused) as said:
        action(**arguments)
    return said.value.reason


def is_public(kind, moment):
    day = moment.astimezone(clock.zone()).date()
    times = Wish(meeting_type=kind, mode="phone").free_times(day, day, clock.now())
    return moment in {time.start for time in times}


def waiting_order(*names):
    return [make_person(name) for name in names]


def test_yes_makes_a_talk_and_ends_the_wait(giver, relative, talk_type):
    entry = make_place(relative, talk_type)
    offer = make_offer(giver, talk_type)
    talk = offers.accept_offer(by=relative, offer=offer)
    entry.refresh_from_db()
    assert (talk.status, talk.starts_at, talk.booked_by) == ("booked", offer.starts_at, relative)
    assert (entry.status, entry.appointment) == ("served", talk)
    assert [row.state for row in Occupancy.objects.of(talk.pk)] == ["firm", "firm"]  # the talk and the pause after it
    assert not Occupancy.objects.of(offer.pk).exists()
    assert offers.accept_offer(by=relative, offer=offer) == talk


def test_yes_swaps_a_later_talk_in_one_step(giver, relative, talk_type):
    later = make_talk(relative, talk_type, starts_at=next_weekday(21))
    keeping.answer_intake(by=relative, appointment=later, texts={1: "Min mor"})
    make_place(relative, talk_type, talk=later)
    offer = make_offer(giver, talk_type)
    assert later.is_live
    talk = offers.accept_offer(by=relative, offer=offer)
    later.refresh_from_db()
    assert later.status == "superseded"
    assert (talk.uid, talk.ics_sequence, talk.supersedes) == (later.uid, later.ics_sequence + 1, later)
    assert talk.answers.get().text == "Min mor"
    assert is_public(talk_type, later.starts_at)
    assert {row.kind for row in OutboxMessage.objects.planned().about(talk.pk)} >= {"counselling.moved"}
    assert not OutboxMessage.objects.planned().about(later.pk).exists()


def test_the_time_somebody_had_before_goes_to_the_list_in_turn(giver, relative, another_relative, talk_type):
    later = make_talk(relative, talk_type, starts_at=next_weekday(21))
    make_place(relative, talk_type, talk=later)
    make_place(another_relative, talk_type, earliest_on=later.starts_at.date())
    offers.accept_offer(by=relative, offer=make_offer(giver, talk_type))
    second = SlotOffer.objects.open().get()
    assert (second.entry.person, second.starts_at) == (another_relative, later.starts_at)


def test_a_yes_to_a_kind_that_needs_approval_is_booked_at_once(giver, relative):
    kind = make_type("visit", needs_approval=True)
    make_place(relative, kind)
    talk = offers.accept_offer(by=relative, offer=make_offer(giver, kind))
    assert (talk.status, talk.decide_by) == ("booked", None)


def test_no_asks_the_next_one_and_keeps_the_place(giver, relative, another_relative, talk_type):
    first, second = make_place(relative, talk_type), make_place(another_relative, talk_type)
    offer = make_offer(giver, talk_type)
    offers.decline_offer(by=relative, offer=offer)
    offers.decline_offer(by=relative, offer=offer)  # pressed twice
    first.refresh_from_db()
    assert (first.status, first.rounds) == ("waiting", 1)
    next_one = SlotOffer.objects.open().get()
    assert (next_one.entry, next_one.round_number, next_one.starts_at) == (second, 2, offer.starts_at)


def test_silence_asks_the_next_one(giver, relative, another_relative, talk_type):
    make_place(relative, talk_type)
    second = make_place(another_relative, talk_type)
    offer = make_offer(giver, talk_type, starts_at=next_weekday(9))
    with after(offer):
        assert offers.expire_offers() == 1
        assert offers.expire_offers() == 0
        assert not is_public(talk_type, offer.starts_at)
    offer.refresh_from_db()
    assert offer.state == "expired"
    assert SlotOffer.objects.open().get().entry == second
    assert OutboxMessage.objects.planned().about(offer.pk).filter(kind="counselling.offer_over").exists()


def test_after_three_rounds_the_time_is_public(giver, talk_type):
    for person in waiting_order("Ane", "Bo", "Carl", "Dina"):
        make_place(person, talk_type)
    offer = make_offer(giver, talk_type, starts_at=next_weekday(9))
    for number in (1, 2, 3):
        open_one = SlotOffer.objects.open().get()
        assert open_one.round_number == number
        offers.decline_offer(by=open_one.entry.person, offer=open_one)
    assert not SlotOffer.objects.open().exists()
    assert is_public(talk_type, offer.starts_at)


def test_who_took_none_of_three_is_rung_and_told(relative, talk_type):
    entry = make_place(relative, talk_type)
    for number in range(3):
        giver = make_person(f"Giver {number}")
        offers.decline_offer(by=relative, offer=make_offer(giver, talk_type, starts_at=next_weekday(5 + 3 * number)))
    entry.refresh_from_db()
    assert (entry.status, entry.rounds) == ("exhausted", 3)
    assert Task.objects.open().filter(about=entry.pk).exists()
    assert OutboxMessage.objects.planned().about(entry.pk).filter(kind="counselling.list_over").exists()
    make_place(relative, talk_type)  # and may join again


def test_a_skip_has_a_reason_goes_to_the_next_and_counts_as_no_round(
    giver, counsellor, relative, another_relative, talk_type
):
    first, second = make_place(relative, talk_type), make_place(another_relative, talk_type)
    offer = make_offer(giver, talk_type)
    assert refused(offers.skip_offer, by=counsellor, offer=offer, reason=" ") is WaitingRefusal.REASON_NEEDED
    offers.skip_offer(by=counsellor, offer=offer, reason="Er indlagt i denne uge")
    first.refresh_from_db()
    offer.refresh_from_db()
    assert (first.status, first.rounds, offer.skip_reason) == ("waiting", 0, "Er indlagt i denne uge")
    next_one = SlotOffer.objects.open().get()
    assert (next_one.entry, next_one.round_number) == (second, 1)


def test_leaving_passes_the_offer_on(giver, relative, another_relative, talk_type):
    entry, second = make_place(relative, talk_type), make_place(another_relative, talk_type)
    offer = make_offer(giver, talk_type)
    waiting.leave_waitlist(by=relative, entry=entry)
    waiting.leave_waitlist(by=relative, entry=entry)
    offer.refresh_from_db()
    assert offer.state == "withdrawn" and SlotOffer.objects.open().get().entry == second


def test_an_answer_after_the_time_is_refused_whatever_the_sweep_has_done(giver, relative, talk_type):
    later = make_talk(relative, talk_type, starts_at=next_weekday(21))
    make_place(relative, talk_type, talk=later)
    offer = make_offer(giver, talk_type, starts_at=next_weekday(9))
    with after(offer):
        assert refused(offers.accept_offer, by=relative, offer=offer) is WaitingRefusal.OFFER_EXPIRED
        assert refused(offers.decline_offer, by=relative, offer=offer) is WaitingRefusal.OFFER_EXPIRED
        offers.expire_offers()
        assert refused(offers.accept_offer, by=relative, offer=offer) is WaitingRefusal.OFFER_EXPIRED
    later.refresh_from_db()
    assert later.status == "booked"


def test_what_is_taken_is_not_declined_and_what_is_declined_not_taken(giver, relative, talk_type):
    make_place(relative, talk_type)
    offer = make_offer(giver, talk_type)
    offers.accept_offer(by=relative, offer=offer)
    assert refused(offers.decline_offer, by=relative, offer=offer) is WaitingRefusal.OFFER_TAKEN
    make_place(relative, talk_type)
    other = make_offer(giver, talk_type, starts_at=next_weekday(5, 13))
    offers.decline_offer(by=relative, offer=other)
    assert refused(offers.accept_offer, by=relative, offer=other) is WaitingRefusal.OFFER_OVER


def test_an_earlier_talk_made_meanwhile_is_not_given_up_for_a_later_one(giver, relative, talk_type):
    later = make_talk(relative, talk_type, starts_at=next_weekday(21))
    make_place(relative, talk_type, talk=later)
    offer = make_offer(giver, talk_type, starts_at=next_weekday(9))
    booking.move_appointment(by=relative, appointment=later, starts_at=next_weekday(7), is_staff=False)
    assert refused(offers.accept_offer, by=relative, offer=offer) is WaitingRefusal.NOT_EARLIER


def test_a_talk_called_off_meanwhile_stands_in_nobodys_way(giver, counsellor, relative, talk_type):
    later = make_talk(relative, talk_type, starts_at=next_weekday(21))
    entry = make_place(relative, talk_type, talk=later)
    offer = make_offer(giver, talk_type, starts_at=next_weekday(9))
    keeping.cancel_appointment(by=counsellor, appointment=later, actor="counsellor", reason="Syg")
    entry.refresh_from_db()
    assert (entry.status, entry.appointment) == ("offered", None)
    talk = offers.accept_offer(by=relative, offer=offer)
    assert talk.supersedes is None and talk.uid != later.uid


def test_calling_off_ones_own_talk_ends_the_wish_for_an_earlier_one(relative, talk_type):
    later = make_talk(relative, talk_type, starts_at=next_weekday(21))
    entry = make_place(relative, talk_type, talk=later)
    free(later)
    entry.refresh_from_db()
    assert entry.status == "withdrawn"


def test_booking_while_waiting_keeps_the_place_for_an_earlier_time(relative, talk_type):
    entry = make_place(relative, talk_type)
    talk = make_talk(relative, talk_type, starts_at=next_weekday(21))
    entry.refresh_from_db()
    assert (entry.status, entry.appointment) == ("waiting", talk)


def test_when_the_later_talk_begins_the_wait_is_over(relative, talk_type):
    talk = make_talk(relative, talk_type)
    entry = make_place(relative, talk_type, talk=talk)
    assert waiting.end_all_begun() == 0
    with clock.frozen_at(talk.starts_at):
        assert waiting.end_all_begun() == 1
    entry.refresh_from_db()
    assert entry.status == "served"


@pytest.mark.parametrize("way", ["move", "decline", "nameless"])
def test_every_way_a_time_is_given_back_asks_the_list(giver, counsellor, relative, talk_type, way):
    make_place(relative, talk_type)
    if way == "move":
        talk = make_talk(giver, talk_type)
        booking.move_appointment(by=giver, appointment=talk, starts_at=next_weekday(20), is_staff=False)
    elif way == "decline":
        talk = make_talk(giver, make_type("visit", needs_approval=True))
        keeping.decline_pending(by=counsellor, appointment=talk, version=talk.version, reason="Kører ikke den dag")
    else:
        wish = Wish(meeting_type=talk_type, mode="phone")
        talk, code = calls.book_nameless_talk(wish=wish, starts_at=next_weekday(), form_key=giver.pk)
        calls.cancel_nameless_talk(code=code)
    offer = SlotOffer.objects.open().get()
    assert (offer.starts_at, offer.freed_ref) == (talk.starts_at, talk.pk)


def test_a_move_by_half_an_hour_offers_nothing_that_overlaps(giver, relative, talk_type):
    make_place(relative, talk_type)
    talk = make_talk(giver, talk_type, starts_at=next_weekday(5, 10))
    booking.move_appointment(
        by=giver, appointment=talk, starts_at=talk.starts_at + timedelta(minutes=30), is_staff=False
    )
    assert not SlotOffer.objects.exists()


def test_a_hold_that_was_let_go_is_not_offered(relative, talk_type):
    make_place(relative, talk_type)
    _hold, token = holding.hold_time(by=None, wish=Wish(meeting_type=talk_type, mode="phone"), starts_at=next_weekday())
    holding.release_hold(token=token)
    assert not SlotOffer.objects.exists()


def test_nobody_reached_keeps_the_offer_open(giver, counsellor, relative, talk_type):
    make_place(relative, talk_type)
    offer = make_offer(giver, talk_type, starts_at=next_weekday(2, 9))
    offers.note_not_reached(by=counsellor, offer=offer)
    offer.refresh_from_db()
    assert (offer.state, offer.calls_tried) == ("open", 1)
    with after(offer):
        assert refused(offers.note_not_reached, by=counsellor, offer=offer) is WaitingRefusal.OFFER_EXPIRED


def test_a_time_offered_by_hand_and_not_taken_is_public_again(counsellor, mette, relative, another_relative, talk_type):
    entry = make_place(relative, talk_type)
    make_place(another_relative, talk_type)
    start = next_weekday(6, 13)
    offer = offers.offer_by_hand(by=counsellor, entry=entry, starts_at=start, counsellor=mette, mode="phone")
    assert not is_public(talk_type, start)
    offers.decline_offer(by=relative, offer=offer)
    assert is_public(talk_type, start) and not SlotOffer.objects.open().exists()


def test_what_by_hand_refuses(counsellor, giver, mette, relative, talk_type):
    later = make_talk(relative, talk_type, starts_at=next_weekday(9))
    entry = make_place(relative, talk_type, talk=later)

    def by_hand(moment, mode="phone"):
        return refused(offers.offer_by_hand, by=counsellor, entry=entry, starts_at=moment, counsellor=mette, mode=mode)

    assert by_hand(next_weekday(12)) is WaitingRefusal.NOT_EARLIER
    assert by_hand(clock.now() + timedelta(hours=5)) is WaitingRefusal.TOO_SOON_TO_OFFER
    assert by_hand(next_weekday(5, 3)) is WaitingRefusal.TIME_NOT_FREE
    assert by_hand(next_weekday(5), mode="home_visit") is WaitingRefusal.TIME_NOT_FREE
    make_talk(giver, talk_type, starts_at=next_weekday(5))
    assert by_hand(next_weekday(5)) is WaitingRefusal.TIME_NOT_FREE
    offers.offer_by_hand(by=counsellor, entry=entry, starts_at=next_weekday(5, 13), counsellor=mette, mode="phone")
    assert by_hand(next_weekday(6)) is WaitingRefusal.ALREADY_OFFERED
    waiting.leave_waitlist(by=relative, entry=entry)
    assert by_hand(next_weekday(6)) is WaitingRefusal.NOT_WAITING


def test_what_joining_refuses(relative, talk_type, at):
    closed = make_type("lukket", is_self_bookable=False)
    join = {"by": relative, "person": relative}
    phone, home = Wishes(modes=["phone"]), Wishes(modes=["home_visit"])
    assert refused(waiting.join_waitlist, **join, meeting_type=closed, wishes=phone) is WaitingRefusal.TYPE_CLOSED
    assert refused(waiting.join_waitlist, **join, meeting_type=talk_type, wishes=home) is WaitingRefusal.MODE_NOT_HELD
    none = Wishes(modes=[])
    assert refused(waiting.join_waitlist, **join, meeting_type=talk_type, wishes=none) is WaitingRefusal.MODE_NOT_HELD
    soon = make_talk(relative, talk_type, starts_at=next_weekday(1, 11))
    at(MORNING + timedelta(hours=2))
    said = refused(waiting.join_waitlist, **join, meeting_type=talk_type, wishes=phone, appointment=soon)
    assert said is WaitingRefusal.TALK_CANNOT_BE_EARLIER
    entry = make_place(relative, talk_type)
    again = refused(waiting.join_waitlist, **join, meeting_type=talk_type, wishes=phone)
    assert again is WaitingRefusal.ALREADY_WAITING
    waiting.leave_waitlist(by=relative, entry=entry)
    assert refused(waiting.change_wishes, by=relative, entry=entry, wishes=phone) is WaitingRefusal.NOT_WAITING


def test_a_page_from_before_somebody_elses_change_is_refused(counsellor, relative, talk_type):
    entry = make_place(relative, talk_type)
    phone = Wishes(modes=["phone"], weekdays=[1])
    waiting.change_wishes(by=relative, entry=entry, wishes=phone, version=1)
    stale = refused(waiting.change_wishes, by=counsellor, entry=entry, wishes=phone, version=1)
    assert stale is WaitingRefusal.ENTRY_STALE


def test_taking_somebody_out_needs_a_reason_and_tells_them(counsellor, relative, talk_type):
    entry = make_place(relative, talk_type)
    assert refused(waiting.take_out, by=counsellor, entry=entry, reason="") is WaitingRefusal.REASON_NEEDED
    waiting.take_out(by=counsellor, entry=entry, reason="Har fået hjælp et andet sted")
    entry.refresh_from_db()
    assert (entry.status, entry.out_reason) == ("withdrawn", "Har fået hjælp et andet sted")
    assert OutboxMessage.objects.planned().about(entry.pk).filter(kind="counselling.list_over").exists()


def test_who_has_talked_with_us_before_waits_after_who_has_not(relative, another_relative, talk_type):
    talk = make_talk(relative, talk_type)
    Appointment.objects.filter(pk=talk.pk).update(status="fulfilled", outcome_at=clock.now())
    known = make_place(relative, talk_type, priority="")
    assert (known.priority, make_place(another_relative, talk_type, priority="").priority) == ("follow_up", "first")
    assert CaseAssignment.objects.count() == 0  # waiting opens no case
