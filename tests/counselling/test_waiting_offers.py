"""A freed time goes to the waiting list first: whom it is offered to, what becomes of it, what is refused."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from counselling.actions import booking
from counselling.models import Appointment, SlotOffer, WaitlistEntry
from counselling.models.conflicts import ConflictOfInterest
from counselling.wishes import Wish
from portal import clock
from portal.calendar.models import AvailabilityRule, ClosingDay, Occupancy, OpeningHours
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from portal.worklist.models import Task
from tests.factories.people import make_person
from tests.factories.talks import make_talk, make_type, next_weekday
from tests.factories.waiting import free, make_offer, make_place, reached_by

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


def test_a_freed_time_is_held_for_who_waits_and_public_for_nobody(giver, relative, talk_type):
    entry = make_place(relative, talk_type)
    offer = make_offer(giver, talk_type)
    entry.refresh_from_db()
    assert (offer.entry, entry.status, offer.channel) == (entry, "offered", "message")
    assert not is_public(talk_type, offer.starts_at)
    held = Occupancy.objects.of(offer.pk).first()
    assert held.state == "held" and held.expires_at > offer.expires_at
    said = OutboxMessage.objects.planned().about(offer.pk)
    assert {row.channel for row in said} == {"email", "inbox"}


def test_without_anybody_who_waits_a_freed_time_is_public(giver, talk_type):
    talk = make_talk(giver, talk_type)
    assert free(talk) is None
    assert is_public(talk_type, talk.starts_at)


def test_a_time_within_a_day_is_public_though_somebody_waits(giver, relative, talk_type, at):
    make_place(relative, talk_type)
    talk = make_talk(giver, talk_type, starts_at=next_weekday(1, 12))
    at(datetime(2026, 11, 2, 13))
    assert free(talk) is None
    assert is_public(talk_type, talk.starts_at)


def test_priority_goes_first_then_who_waited_longest(giver, talk_type, at):
    late, early, again, urgent = waiting_order("Sen", "Tidlig", "Igen", "Haster")
    make_place(again, talk_type, priority="follow_up")
    at(MORNING + timedelta(minutes=1))
    make_place(early, talk_type)
    at(MORNING + timedelta(minutes=2))
    make_place(late, talk_type)
    make_place(urgent, talk_type, priority="urgent")
    hours = (9, 11, 13, 15)
    asked = [make_offer(giver, talk_type, starts_at=next_weekday(5, hour)).entry.person for hour in hours]
    assert asked == [urgent, early, late, again]


def test_among_people_who_joined_at_the_same_moment_the_better_fit_goes_first(giver, mette, talk_type):
    anybody, hers = waiting_order("Hos hvem som helst", "Hos Mette")
    make_place(anybody, talk_type)
    make_place(hers, talk_type, counsellor=mette)
    assert make_offer(giver, talk_type).entry.person == hers


@pytest.mark.parametrize(
    "wishes",
    [
        {"modes": ["video"]},
        {"weekdays": [1, 2, 3]},
        {"day_parts": ["morning", "evening"]},
        {"earliest_on": date(2026, 11, 8)},
        {"interpreter_language": "so"},
    ],
)
def test_a_time_that_does_not_suit_is_not_offered(giver, mette, relative, talk_type, wishes):
    AvailabilityRule.objects.filter(resource=mette).update(modes=["phone"])
    make_place(relative, talk_type, **wishes)
    assert free(make_talk(giver, talk_type, starts_at=next_weekday(4, 13))) is None


def test_a_time_with_another_counsellor_is_not_offered_to_who_wants_their_own(giver, mette, jonas, relative, talk_type):
    make_place(relative, talk_type, counsellor=jonas)
    with_mette = Wish(meeting_type=talk_type, mode="phone", counsellor_id=mette.pk)
    talk = booking.book_for_someone(by=giver, person=giver, wish=with_mette, starts_at=next_weekday(), form_key=uuid4())
    assert free(talk) is None


def test_who_must_not_meet_the_counsellor_is_not_offered_their_time(giver, counsellor, relative, talk_type):
    make_place(relative, talk_type)
    ConflictOfInterest.objects.create(worker=counsellor, person=relative, noted_at=clock.now())
    assert free(make_talk(giver, talk_type)) is None


def test_a_longer_talk_is_not_offered_a_shorter_gap(giver, relative, talk_type):
    long = make_type("lang", duration_minutes=90)
    make_place(relative, long)
    for hour in (9, 10, 11, 12, 13, 14, 15):
        if is_public(talk_type, next_weekday(5, hour)):
            make_talk(make_person(f"Optaget {hour}"), talk_type, starts_at=next_weekday(5, hour))
    assert free(Appointment.objects.filter(starts_at=next_weekday(5, 11)).get()) is None
    short = make_place(giver, make_type("kort", duration_minutes=30))
    offer = free(Appointment.objects.filter(starts_at=next_weekday(5, 13)).get())
    assert offer is not None and offer.entry == short and offer.ends_at - offer.starts_at == timedelta(minutes=30)


def test_who_gave_a_time_back_is_not_offered_it(giver, talk_type):
    talk = make_talk(giver, talk_type)
    moved = booking.move_appointment(by=giver, appointment=talk, starts_at=next_weekday(20), is_staff=False)
    make_place(giver, talk_type, talk=moved)
    back = booking.move_appointment(by=giver, appointment=moved, starts_at=next_weekday(22), is_staff=False)
    assert WaitlistEntry.objects.get().appointment == back
    assert not SlotOffer.objects.exists()


@pytest.mark.parametrize(
    ("profile", "phone"),
    [
        ({"channel": "email"}, False),
        ({"channel": "sms", "phone": "+4520304050"}, False),
        ({"channel": "sms", "phone": "+4520304050", "shared_phone": True}, False),  # e-mail instead
        ({"channel": "letter", "postal_address": "Skovvej 1"}, True),
        ({"channel": "inbox"}, True),
        ({"discreet": "inbox_only"}, True),
        ({"discreet": "neutral_email"}, True),
        ({"contact_changed_at": MORNING.replace(tzinfo=clock.zone())}, True),
    ],
)
def test_whom_no_message_reaches_is_rung_never_passed_over(giver, relative, talk_type, profile, phone):
    reached_by(relative, **profile)
    make_place(relative, talk_type)
    offer = make_offer(giver, talk_type, starts_at=next_weekday(7))
    tasks = list(Task.objects.open().filter(about=offer.pk))
    assert (offer.channel == "phone", len(tasks)) == (phone, int(phone))
    if phone:
        assert not OutboxMessage.objects.planned().about(offer.pk).exists()
        assert tasks[0].due_at <= offer.expires_at


def test_with_less_than_two_days_left_staff_ring(giver, relative, talk_type):
    make_place(relative, talk_type)
    offer = make_offer(giver, talk_type, starts_at=next_weekday(2, 9))
    assert offer.channel == "phone"
    assert offer.expires_at - offer.offered_at == timedelta(hours=6)


@pytest.mark.parametrize(
    ("given_back", "closed", "until"),
    [
        (datetime(2026, 11, 6, 14), None, datetime(2026, 11, 9, 14)),  # Friday: an hour left, the rest on Monday
        (datetime(2026, 11, 7, 11), None, datetime(2026, 11, 9, 15)),  # Saturday: it begins on Monday
        (datetime(2026, 11, 7, 11), date(2026, 11, 9), datetime(2026, 11, 10, 15)),  # and Monday is closed
    ],
)
def test_who_must_be_rung_is_not_passed_over_while_nobody_is_at_work(
    giver, relative, talk_type, at, given_back, closed, until
):
    for weekday in range(1, 6):
        OpeningHours.objects.create(iso_weekday=weekday, opens_at=time(9), closes_at=time(15))
    if closed:
        ClosingDay.objects.create(on=closed, reason="Kursus")
    reached_by(relative, channel="inbox")
    make_place(relative, talk_type)
    talk = make_talk(giver, talk_type, starts_at=next_weekday(9, 13))
    at(given_back)
    offer = free(talk)
    assert (offer.channel, offer.expires_at) == ("phone", until.replace(tzinfo=clock.zone()))
    assert Occupancy.objects.of(offer.pk).first().expires_at > offer.expires_at


def test_who_must_be_rung_hears_of_the_time_before_it_begins(giver, relative, talk_type, at):
    OpeningHours.objects.create(iso_weekday=1, opens_at=time(9), closes_at=time(15))
    make_place(relative, talk_type)
    talk = make_talk(giver, talk_type, starts_at=next_weekday(7, 13))
    at(datetime(2026, 11, 7, 20))
    offer = free(talk)
    assert (offer.channel, offer.expires_at) == ("phone", talk.starts_at - timedelta(hours=2))


def test_an_offer_made_at_night_leaves_in_the_morning(giver, relative, talk_type, at):
    make_place(relative, talk_type)
    talk = make_talk(giver, talk_type, starts_at=next_weekday(7))
    at(datetime(2026, 11, 2, 23, 30))
    offer = free(talk)
    morning = datetime(2026, 11, 3, 8, tzinfo=clock.zone())
    assert {row.send_at for row in OutboxMessage.objects.planned().about(offer.pk)} == {morning}
    assert offer.expires_at == datetime(2026, 11, 4, 19, tzinfo=clock.zone())
    assert offer.paused == timedelta(hours=8.5 + 11)
