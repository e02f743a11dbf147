"""Far more evenings: hundreds of dates, thousands of sign-ups, on the pages that showed a handful."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

from groups.door_codes import new_code
from groups.models import Attendee, Event, EventQuestion, Occurrence, Registration, SeatPool
from portal import clock
from portal.accounts.models import User
from portal.keys import new_key
from tests.factories.evenings import make_date, make_event
from tests.pages.look import RELATIVE, user

EVENTS, DATES, PARTIES = 50, 3, 15  # with those of the demo: some 3,000 sign-ups


def add_many_evenings() -> None:
    """Events of all kinds with dates behind and ahead; to every date of the demo and of these, parties of two."""
    new = [one for number in range(EVENTS) for one in many_dates(number)]
    SeatPool.objects.bulk_create(SeatPool(occurrence=date, capacity=40) for date in new)
    SeatPool.objects.update(capacity=10_000)
    rows = [row for pool in SeatPool.objects.all() for row in parties(pool)]
    own = [party(pool, "confirmed", person=user(RELATIVE)) for pool in SeatPool.objects.filter(occurrence__in=new)]
    Registration.objects.bulk_create([*rows, *own])
    people = [
        Attendee(registration=row, number=number, first_name="Åse", needs="Kørestol", has_needs=True)
        for row in [*rows, *own]
        for number in range(2)
    ]
    Attendee.objects.bulk_create(people, batch_size=500)
    asked = [(event, new_key()) for event in Event.objects.filter(publication="published") for _number in range(5)]
    EventQuestion.objects.bulk_create(
        EventQuestion(event=event, text="Hvad så?", asked_at=clock.now(), form_key=key) for event, key in asked
    )


def many_dates(number: int) -> list[Occurrence]:
    """One event, open or discreet, with a date behind and two ahead."""
    organiser = User.objects.with_role("organiser")[0]
    discreet = {"sensitivity": "discreet", "discreet_title": f"Aften {number}"} if number % 3 == 0 else {}
    event = make_event(organiser, title=f"Emne {number}", max_party=2, topics=["everyday"], **discreet)
    starts = clock.now() + timedelta(days=number % 25, hours=2)
    return [make_date(event, starts + timedelta(days=40 * (step - 1))) for step in range(DATES)]


NUMBERS = count()


def parties(pool: SeatPool) -> list[Registration]:
    """Guests with a place, in line, and without."""
    states = ("confirmed", "confirmed", "waiting", "cancelled", "expired")
    return [party(pool, states[number % len(states)]) for number in range(PARTIES)]


def party(pool: SeatPool, state: str, *, person: User | None = None) -> Registration:
    """One party of two."""
    now = clock.now()
    guest = (
        {} if person else {"guest_name": "Åse", "guest_email": "x@gaest.example", "guest_index": f"i{next(NUMBERS)}"}
    )
    return Registration(
        id=new_key(),
        pool=pool,
        person=person,
        state=state,
        seats=2,
        wanted=2,
        queued_at=now if state == "waiting" else None,
        form_key=uuid4(),
        door_code=new_code(),
        proven_at=now,
        created_at=now,
        changed_at=now,
        **guest,
    )
