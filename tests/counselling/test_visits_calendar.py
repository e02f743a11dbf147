"""Home visits in the calendar: the way is kept free, the day has a cap, the address follows the time."""

from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from counselling.actions import booking, holding, travel
from counselling.actions.concluding import wish_after
from counselling.actions.visit_days import address_of_talk
from counselling.addresses import Address
from counselling.models import Appointment, CounsellorProfile, TravelTime, VisitAddress
from counselling.rules.talks import Refusal
from counselling.wishes import Wish
from portal import clock
from portal.calendar.models import Occupancy
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.factories.people import make_person
from tests.factories.talks import HOME, make_counsellor, make_talk, make_type, next_weekday


@contextmanager
def refused(reason):
    """The action says no for exactly this reason."""
    with pytest.raises(Refused) as error:
        yield
    assert error.value.reason is reason


@pytest.fixture
def visit_type(database):
    return make_type("hjemme", modes=["home_visit"], duration_minutes=60, buffer_after_minutes=15)


def wish_for(kind, **fields):
    return Wish(meeting_type=kind, mode="home_visit", **{"address": HOME, **fields})


def hold(person, kind, starts_at=None, **fields):
    return holding.hold_time(by=person, wish=wish_for(kind, **fields), starts_at=starts_at or next_weekday())


def spans(owner_id):
    """What an owner's time is used for: kind and local clock times, in order."""
    rows = sorted(Occupancy.objects.of(owner_id).exclude(state="released"), key=lambda row: row.period.lower)
    zone = clock.zone()
    return [
        (row.kind, f"{row.period.lower.astimezone(zone):%H:%M}", f"{row.period.upper.astimezone(zone):%H:%M}")
        for row in rows
    ]


FROM_TEN = [
    ("travel", "09:40", "10:00"),
    ("core", "10:00", "11:00"),
    ("travel", "11:00", "11:20"),
    ("buffer", "11:20", "11:35"),
]


@pytest.fixture
def near(mette, team_lead):
    """Mette sets off from 4600; it takes her 20 minutes to the home, whichever postcode is written first."""
    mette.postcode = "4600"
    mette.save(update_fields=["postcode"])
    return travel.keep_way(by=team_lead, one="4621", other="4600", minutes=20)


@pytest.mark.django_db
def test_the_way_there_and_back_is_kept_free_with_the_hold_the_talk_and_the_move(relative, visit_type, mette, near):
    held, token = hold(relative, visit_type)
    assert spans(held.pk) == FROM_TEN
    talk = booking.book_held(by=relative, token=token, hold_id=held.pk)
    assert spans(talk.pk) == FROM_TEN and spans(held.pk) == []
    later = next_weekday(at_hour=13)
    moved = booking.move_appointment(by=relative, appointment=talk, starts_at=later, is_staff=False)
    assert [span[:2] for span in spans(moved.pk)][:2] == [("travel", "12:40"), ("core", "13:00")]
    assert spans(talk.pk) == [] and address_of_talk(moved) == HOME


@pytest.mark.django_db
def test_an_unknown_way_takes_the_usual_time_and_other_talks_none(relative, visit_type, talk_type, mette, settings):
    settings.TRAVEL_MINUTES = 45
    held, _token = hold(relative, visit_type)
    assert spans(held.pk)[0] == ("travel", "09:15", "10:00")
    phone = make_talk(relative, talk_type, starts_at=next_weekday(4))
    assert "travel" not in {kind for kind, _from, _to in spans(phone.pk)}


@pytest.mark.django_db
def test_only_times_with_room_for_the_way_are_offered_and_judged_again(relative, visit_type, talk_type, mette, near):
    day = next_weekday().date()
    starts = [time.start for time in wish_for(visit_type).free_times(day, day, clock.now())]
    zone = clock.zone()
    # 9.00-16.00: nobody sets off before nine, and 60 + 20 + 15 must lie before four
    assert [f"{start.astimezone(zone):%H:%M}" for start in (starts[0], starts[-1])] == ["09:30", "14:00"]
    make_talk(relative, talk_type, starts_at=next_weekday(at_hour=10))
    with refused(Refusal.TIME_TAKEN):
        hold(relative, visit_type)
    with refused(Refusal.TIME_NOT_OFFERED):
        hold(relative, visit_type, next_weekday(at_hour=9))


@pytest.mark.django_db
def test_two_visits_back_to_back_have_both_ways_between_them(relative, visit_type, mette, near):
    hold(relative, visit_type)  # back at 11.20, notes until 11.35
    day = next_weekday().date()
    later = [time.start for time in wish_for(visit_type).free_times(day, day, clock.now())]
    assert min(later) == next_weekday(at_hour=12)  # sets off at 11.40; 11.30 would mean 11.10


@pytest.mark.django_db
def test_a_home_visit_without_an_address_is_refused(relative, counsellor, visit_type, mette):
    with refused(Refusal.ADDRESS_MISSING):
        hold(relative, visit_type, address=None)
    with refused(Refusal.ADDRESS_MISSING):
        wish = wish_for(visit_type, address=None, is_staff=True)
        start = next_weekday()
        booking.book_for_someone(by=counsellor, person=relative, wish=wish, starts_at=start, form_key=uuid4())


@pytest.mark.django_db
def test_a_full_day_is_not_offered_and_the_next_one_is(relative, visit_type, mette, team_lead):
    travel.set_most_visits(by=team_lead, resource=mette, most=1)
    hold(make_person("Den Første"), visit_type)
    day = next_weekday().date()
    assert wish_for(visit_type).free_times(day, day, clock.now()) == []
    days = wish_for(visit_type).free_days(day, day + timedelta(days=7), clock.now())
    assert days and day not in {one.day for one in days}


@pytest.mark.django_db
def test_a_hold_that_ran_out_is_judged_by_the_cap_again(relative, another_relative, visit_type, mette, team_lead):
    travel.set_most_visits(by=team_lead, resource=mette, most=1)
    held, token = hold(relative, visit_type)
    with clock.shifted_by(timedelta(minutes=11)):
        make_talk(another_relative, visit_type, starts_at=next_weekday(at_hour=13), mode="home_visit")
        with refused(Refusal.VISITS_FULL):
            booking.book_held(by=relative, token=token, hold_id=held.pk)


@pytest.mark.django_db
def test_a_visit_moves_within_its_full_day(relative, visit_type, mette, team_lead):
    travel.set_most_visits(by=team_lead, resource=mette, most=1)
    talk = make_talk(relative, visit_type, mode="home_visit")
    later = next_weekday(at_hour=13)
    assert booking.move_appointment(by=relative, appointment=talk, starts_at=later, is_staff=False).starts_at == later


@pytest.mark.usefixtures("committed_db")
def test_the_last_visit_of_a_day_goes_to_one_of_many(threads, counsellor):
    mette = make_counsellor(counsellor, most_home_visits=1)
    kind = make_type("hjemme", modes=["home_visit"])
    people = [make_person(f"Person {number}") for number in range(8)]
    hours = (10, 14)  # two times that do not touch: only the cap stands between them

    def race(number):
        return hold(people[number], kind, next_weekday(at_hour=hours[number % 2]), counsellor_id=mette.pk)

    results = threads(8, race)
    said = Counter(str(getattr(one, "reason", "done")) for one in results)
    assert said.pop("done") == 1, results
    assert set(said) <= {"visits_full", "time_taken", "time_not_offered"}


@pytest.mark.django_db
def test_the_address_is_sealed_and_in_nothing_that_leaves_the_house(relative, visit_type, mette):
    talk = make_talk(relative, visit_type, mode="home_visit")
    assert VisitAddress.objects.get().appointment_id == talk.pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(v)::text FROM counselling_visitaddress v")
        stored = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(row_to_json(e)::text, ''), '') FROM audit_auditevent e")
        logged = cursor.fetchone()[0]
    said = " ".join(f"{message.context} {message.text} {message.secret}" for message in OutboxMessage.objects.all())
    for word in (HOME.street, HOME.town):
        assert word not in stored and word not in logged and word not in said
    assert HOME.street not in repr(HOME) + str(HOME)


@pytest.mark.django_db
def test_an_address_of_a_hold_goes_with_the_hold(relative, visit_type, mette):
    _held, token = hold(relative, visit_type)
    holding.release_hold(token=token)
    assert not VisitAddress.objects.exists() and not Appointment.objects.exists()


@pytest.mark.django_db
def test_a_way_is_written_once_whichever_way_one_goes(team_lead, mette):
    for one, other, minutes in (("4621", "4600", 20), ("4600", "4621", 25)):
        travel.keep_way(by=team_lead, one=one, other=other, minutes=minutes)
    assert [(way.words, way.minutes) for way in TravelTime.objects.all()] == [("4600–4621", 25)]
    travel.forget_way(by=team_lead, way=TravelTime.objects.get())
    assert not TravelTime.objects.exists()


@pytest.mark.django_db
def test_the_next_visit_after_a_talk_goes_to_the_same_home(relative, counsellor, visit_type, mette):
    talk = make_talk(relative, visit_type, mode="home_visit")
    assert wish_after(talk).address == Address("Birkevej 17", "4621", "Skovby")
    assert CounsellorProfile.objects.get().most_home_visits == 3
