"""Evenings of the last ten months, as they are kept when the people are gone: dates and how many came."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from psycopg.types.range import TimestamptzRange

from groups.models import DateTally, Event, Occurrence
from portal import clock
from portal.accounts.models import Role, User

# Title, kind, how many weeks ago it began, weeks between the dates; for each date who stayed away, cancelled, waited in
# vain, was not noted, and came.
Told = tuple[str, str, int, int, Sequence[tuple[int, int, int, int, int]]]
EVENTS: Sequence[Told] = (
    (
        "Kursus: når din nære har fået demens",
        "course",
        40,
        1,
        ((3, 5, 0, 0, 21), (4, 6, 0, 0, 18), (5, 0, 0, 0, 19), (3, 4, 0, 0, 20)),
    ),
    (
        "Fyraftensmøde om penge og rettigheder",
        "after_work",
        34,
        9,
        ((6, 8, 7, 0, 34), (5, 9, 0, 0, 28), (7, 5, 5, 0, 31)),
    ),
    (
        "Café i Kulturhuset",
        "cafe",
        39,
        4,
        tuple((0, 0, 0, 0, came) for came in (17, 14, 22, 9, 12, 19, 8, 11)),
    ),
    ("Sov bedre, når du passer på en anden", "theme_evening", 30, 20, ((2, 0, 0, 0, 12), (3, 0, 0, 0, 9))),
)


def tell(people: dict[str, User]) -> None:
    """Write them down: events in the archive, dates that are over, and their numbers."""
    organiser = next(user for user in people.values() if user.has_role(Role.ORGANISER))
    for title, kind, began, apart, dates in EVENTS:
        first = clock.today() - timedelta(weeks=began)
        event = Event.objects.create(
            slug=f"{kind.replace('_', '-')}-{began}",
            kind=kind,
            title=title,
            publication="archived",
            organiser=organiser,
            created_at=datetime.combine(first - timedelta(days=30), time(9), tzinfo=clock.zone()),
        )
        for number, numbers in enumerate(dates):
            held(event, first + timedelta(weeks=apart * number), numbers)


def held(event: Event, day: date, numbers: Sequence[int]) -> None:
    """A date that is over, counted two weeks after."""
    begins = datetime.combine(day, time(17), tzinfo=clock.zone())
    period = TimestamptzRange(begins, begins + timedelta(hours=2))
    one = Occurrence.objects.create(event=event, period=period, zone=str(clock.zone()))
    names = ("stayed_away", "cancelled", "waited", "unsaid", "came")
    counted = dict(zip(names, numbers, strict=True))
    DateTally.objects.create(occurrence=one, counted_at=begins + timedelta(days=14), **counted)
