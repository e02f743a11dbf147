"""Many at once around one freed time: one winner, one offer, nothing lost. Twenty runs each where it is short."""

from datetime import timedelta

import pytest

from counselling.actions import booking, offers, waiting
from counselling.models import Appointment, SlotOffer, WaitlistEntry
from portal import clock
from portal.calendar.models import Occupancy
from tests.counselling.test_races import outcomes, twice_taken
from tests.factories.people import make_person
from tests.factories.talks import make_counsellor, make_talk, make_type, next_weekday
from tests.factories.waiting import free, make_offer, make_place

pytestmark = pytest.mark.usefixtures("committed_db")

RUNS = 20
LATE = timedelta(minutes=1)


def moment(number):
    """A time of its own for each run."""
    return next_weekday(7 * (1 + number // 5), at_hour=9 + number % 5)


@pytest.fixture
def kind(counsellor):
    make_counsellor(counsellor, end="17:00")
    return make_type(max_open_per_person=RUNS)


def test_the_release_and_a_public_booking_of_one_time_have_one_winner(threads, kind):
    """Somebody calls off while somebody else books the same time: it is offered or booked, never both, never lost."""
    for number in range(RUNS):
        waits, books, gives = (make_person(f"{role} {number}") for role in ("Venter", "Booker", "Giver"))
        make_place(waits, kind)
        talk = make_talk(gives, kind, starts_at=moment(number))

        def race(one, talk=talk, books=books):
            return free(talk) if one == 0 else make_talk(books, kind, starts_at=talk.starts_at)

        said = outcomes(threads(2, race))
        offered = SlotOffer.objects.open().filter(starts_at=talk.starts_at).count()
        booked = Appointment.objects.live().filter(starts_at=talk.starts_at).count()
        assert (offered, booked) == (1, 0), said
        assert twice_taken() == []
        waiting.leave_waitlist(by=waits, entry=WaitlistEntry.objects.get(person=waits))


def test_a_yes_and_a_public_booking_of_a_lapsed_offer_have_one_winner(threads, kind):
    """The hold behind an offer has run out too: whoever is first has the time, the other hears it clearly."""
    for number in range(RUNS):
        waits, books, gives = (make_person(f"{role} {number}") for role in ("Venter", "Booker", "Giver"))
        entry = make_place(waits, kind)
        offer = make_offer(gives, kind, starts_at=moment(number))
        Occupancy.objects.of(offer.pk).update(expires_at=clock.now() - LATE)  # nobody swept, nobody answered

        def race(one, offer=offer, waits=waits, books=books):
            if one == 0:
                return offers.accept_offer(by=waits, offer=offer)
            return make_talk(books, kind, starts_at=offer.starts_at)

        said = outcomes(threads(2, race))
        assert said.pop("done") == 1 and set(said) <= {"offer_over", "time_taken", "time_not_offered"}, said
        assert Appointment.objects.live().filter(starts_at=offer.starts_at).count() == 1
        assert twice_taken() == []
        waiting.leave_waitlist(by=waits, entry=entry)


def test_a_yes_at_the_last_moment_and_the_sweep_have_one_winner(threads, kind):
    for number in range(RUNS):
        waits, following, gives = (make_person(f"{role} {number}") for role in ("Venter", "Næste", "Giver"))
        entry = make_place(waits, kind)
        offer = make_offer(gives, kind, starts_at=moment(number))
        second = make_place(following, kind)
        SlotOffer.objects.filter(pk=offer.pk).update(expires_at=clock.now() + timedelta(milliseconds=60))

        def race(one, offer=offer, waits=waits):
            if one == 0:
                return offers.accept_offer(by=waits, offer=offer)
            with clock.shifted_by(timedelta(seconds=1)):
                return offers.expire_offer(offer=offer)

        said = outcomes(threads(2, race))
        offer.refresh_from_db()
        taken = Appointment.objects.live().filter(starts_at=offer.starts_at).count()
        passed_on = SlotOffer.objects.open().filter(entry=second).count()
        assert (offer.state, taken, passed_on) in {("accepted", 1, 0), ("expired", 0, 1)}, said
        for one, person in ((entry, waits), (second, following)):
            waiting.leave_waitlist(by=person, entry=one)


def test_two_tabs_that_say_yes_get_the_same_talk(threads, kind, relative):
    later = make_talk(relative, kind, starts_at=next_weekday(25))
    make_place(relative, kind, talk=later)
    offer = make_offer(make_person("Giver"), kind)
    results = threads(4, lambda _number: offers.accept_offer(by=relative, offer=offer))
    assert outcomes(results) == {"done": 4} and len({talk.pk for talk in results}) == 1
    assert Appointment.objects.live().of_relative(relative).count() == 1


def test_a_yes_and_a_no_at_once_are_one_answer(threads, kind, relative):
    make_place(relative, kind)
    offer = make_offer(make_person("Giver"), kind)
    answers = (offers.accept_offer, offers.decline_offer)
    said = outcomes(threads(2, lambda number: answers[number](by=relative, offer=offer)))
    assert said in ({"done": 1, "offer_taken": 1}, {"done": 1, "offer_over": 1})


def test_two_times_given_back_at_once_are_one_offer_to_one_person(threads, kind, colleague, relative):
    make_counsellor(colleague)
    for number in range(RUNS):
        entry = make_place(relative, kind)
        talks = [make_talk(make_person(f"Giver {number} {n}"), kind, starts_at=moment(number)) for n in range(2)]
        assert {talk.counsellor.name for talk in talks} == {"Mette Krogh", "Jonas Hviid Toft"}
        said = outcomes(threads(2, lambda one, talks=talks: free(talks[one])))
        assert said == {"done": 2}
        assert SlotOffer.objects.open().filter(entry=entry).count() == 1
        waiting.leave_waitlist(by=relative, entry=entry)


def test_two_who_swap_towards_each_others_time_at_once_do_not_deadlock(threads, kind, relative, another_relative):
    """Each yes gives a talk back, whose time goes to the list in the same transaction."""
    for number in range(5):
        entries, made = [], []
        for one, person in enumerate((relative, another_relative)):
            later = make_talk(person, kind, starts_at=next_weekday(35 + 7 * one, 9 + number))
            entries.append(make_place(person, kind, talk=later))
            made.append(make_offer(make_person(f"Giver {number} {one}"), kind, starts_at=moment(number + 5 * one)))
        people = [offer.entry.person for offer in made]
        said = outcomes(threads(2, lambda n, m=made, p=people: offers.accept_offer(by=p[n], offer=m[n])))
        assert said == {"done": 2}
        assert twice_taken() == []


def test_a_move_and_a_yes_at_once_leave_one_talk(threads, kind, relative):

    for number in range(5):
        later = make_talk(relative, kind, starts_at=next_weekday(35, 9 + number))
        entry = make_place(relative, kind, talk=later)
        offer = make_offer(make_person(f"Giver {number}"), kind, starts_at=moment(number))

        def race(one, later=later, offer=offer, number=number):
            if one == 0:
                return offers.accept_offer(by=relative, offer=offer)
            target = next_weekday(42, 9 + number)
            return booking.move_appointment(by=relative, appointment=later, starts_at=target, is_staff=False)

        said = outcomes(threads(2, race))
        assert said in ({"done": 2}, {"done": 1, "not_from_here": 1}), said
        live = Appointment.objects.live().of_relative(relative).filter(uid=later.uid)
        assert live.count() == 1
        assert twice_taken() == []
        waiting.leave_waitlist(by=relative, entry=entry)
        free(live.get())
