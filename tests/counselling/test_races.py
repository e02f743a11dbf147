"""Many people at once: the database has the last word, and everybody gets a clean answer."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest

from counselling.actions import booking, holding, keeping
from counselling.models import Appointment
from counselling.wishes import Wish
from portal import clock
from portal.calendar.models import Occupancy
from portal.outbox import kinds
from portal.outbox.models import OutboxMessage
from portal.refusals import Refused
from tests.factories.people import make_person
from tests.factories.talks import make_counsellor, make_talk, make_type, next_weekday

pytestmark = pytest.mark.usefixtures("committed_db")

MANY = 60


def outcomes(results):
    """How many went through, and how often each refusal was given; anything else is a bug."""
    said = Counter("done" if not isinstance(one, Exception) else getattr(one, "reason", repr(one)) for one in results)
    return {str(reason): count for reason, count in said.items()}


def twice_taken():
    """Pairs of live occupancies of one resource that overlap: always none."""
    live = list(Occupancy.objects.filter(state__in=["held", "firm"]))
    return [
        (a.pk, b.pk)
        for number, a in enumerate(live)
        for b in live[number + 1 :]
        if a.resource_id == b.resource_id and a.period.lower < b.period.upper and b.period.lower < a.period.upper
    ]


def held(person, kind, starts_at, **wish):
    return holding.hold_time(by=person, wish=Wish(meeting_type=kind, mode="phone", **wish), starts_at=starts_at)


def test_sixty_people_book_one_time_and_one_gets_it(threads, counsellor):
    make_counsellor(counsellor)
    kind, start = make_type(), next_weekday()
    people = [make_person(f"Person {number}") for number in range(MANY)]
    results = threads(MANY, lambda number: make_talk(people[number], kind, starts_at=start))
    assert outcomes(results) == {"done": 1, "time_taken": MANY - 1}
    assert Appointment.objects.count() == 1 and twice_taken() == []
    assert OutboxMessage.objects.about(Appointment.objects.get().pk).exists()


def test_two_people_book_when_a_hold_has_just_lapsed_and_one_gets_it(threads, counsellor):
    make_counsellor(counsellor)
    kind, start = make_type(), next_weekday()
    first, token = held(make_person("Den Første"), kind, start)
    owner, others = first.held_by, [make_person(f"Person {number}") for number in range(9)]

    def race(number):
        if number == 0:
            return booking.book_held(by=owner, token=token, hold_id=first.pk)
        return make_talk(others[number - 1], kind, starts_at=start)

    with clock.shifted_by(timedelta(minutes=11)):
        results = threads(10, race)
    said = outcomes(results)
    assert said.pop("done") == 1
    assert set(said) <= {"time_taken", "hold_expired", "time_not_offered"}
    assert Appointment.objects.count() == 1 and twice_taken() == []


def test_two_requests_for_a_time_that_needs_a_yes_are_one_request(threads, counsellor):
    make_counsellor(counsellor)
    kind, start = make_type(needs_approval=True), next_weekday()
    people = [make_person("Rasmus"), make_person("Yasmin")]
    results = threads(2, lambda number: make_talk(people[number], kind, starts_at=start))
    assert outcomes(results) == {"done": 1, "time_taken": 1}
    assert Appointment.objects.get().status == "pending"


def test_two_tabs_of_one_person_stay_within_the_limit(threads, counsellor, relative):
    make_counsellor(counsellor)
    kind = make_type(max_open_per_person=1)
    tabs = [held(relative, kind, next_weekday(at_hour=hour)) for hour in (9, 11, 13, 15)]
    results = threads(
        4, lambda number: booking.book_held(by=relative, token=tabs[number][1], hold_id=tabs[number][0].pk)
    )
    assert outcomes(results) == {"done": 1, "too_many_open": 3}
    assert Appointment.objects.count() == 1


def test_yes_and_cancel_at_once_leave_one_truth(threads, counsellor, relative):
    make_counsellor(counsellor)
    talk = make_talk(relative, make_type(needs_approval=True))

    def race(number):
        if number % 2:
            return keeping.cancel_appointment(by=relative, appointment=talk, actor="relative")
        return keeping.confirm_pending(by=counsellor, appointment=talk, version=1)

    results = threads(2, race)
    talk.refresh_from_db()
    assert talk.status == "cancelled"
    assert outcomes(results) in ({"done": 2}, {"done": 1, "stale": 1})
    planned = set(OutboxMessage.objects.planned().about(talk.pk).values_list("kind", flat=True))
    assert planned == {"counselling.cancelled"}
    assert not Occupancy.objects.filter(held_for_id=talk.pk, state="firm").exists()


def test_a_double_press_books_once(threads, counsellor, relative):
    make_counsellor(counsellor)
    kind = make_type()
    hold, token = held(relative, kind, next_weekday())
    results = threads(6, lambda _number: booking.book_held(by=relative, token=token, hold_id=hold.pk))
    assert outcomes(results) == {"done": 6} and len({talk.pk for talk in results}) == 1
    key = uuid4()
    wish = Wish(meeting_type=kind, mode="phone", is_staff=True)
    start = next_weekday(at_hour=14)
    pressed = threads(
        6,
        lambda _number: booking.book_for_someone(
            by=counsellor, person=relative, wish=wish, starts_at=start, form_key=key
        ),
    )
    assert outcomes(pressed) == {"done": 6} and len({talk.pk for talk in pressed}) == 1


def test_two_moves_of_one_talk_to_different_times_are_one_move(threads, counsellor, relative):
    make_counsellor(counsellor)
    talk = make_talk(relative, make_type())
    results = threads(
        2,
        lambda number: booking.move_appointment(
            by=relative, appointment=talk, starts_at=next_weekday(8, 10 + 3 * number), is_staff=False
        ),
    )
    assert outcomes(results) == {"done": 1, "not_from_here": 1}
    assert Appointment.objects.live().count() == 1 and twice_taken() == []


def test_two_people_swap_towards_each_others_time_without_a_deadlock(threads, counsellor):
    make_counsellor(counsellor)
    kind = make_type()
    people = [make_person("Rasmus"), make_person("Yasmin")]
    talks = [make_talk(people[number], kind, starts_at=next_weekday(5, 10 + 2 * number)) for number in range(2)]
    results = threads(
        2,
        lambda number: booking.move_appointment(
            by=people[number], appointment=talks[number], starts_at=talks[1 - number].starts_at, is_staff=False
        ),
    )
    assert all(not isinstance(one, Exception) or isinstance(one, Refused) for one in results)
    assert Appointment.objects.live().count() == 2 and twice_taken() == []


def test_an_old_reminder_of_a_moved_talk_never_leaves(counsellor, relative):
    make_counsellor(counsellor)
    talk = make_talk(relative, make_type(), starts_at=next_weekday(20))
    reminder = OutboxMessage.objects.planned().about(talk.pk).filter(kind="counselling.reminder").first()
    booking.move_appointment(by=relative, appointment=talk, starts_at=next_weekday(25), is_staff=False)
    reminder.refresh_from_db()
    assert reminder.state == "withdrawn"
    assert not kinds.get(reminder.kind).still_holds(reminder)
