"""The day before yesterday, before a screen: most opened the way in, and nobody has said yet who took part."""

from datetime import datetime, time, timedelta
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from groups.actions.online import note_entered
from groups.actions.signing_up import Guest, Party, sign_up
from groups.models import Event, Occurrence, OnlineAccess, Registration, SeatPool
from portal import clock
from portal.accounts.models import Role, User
from portal.embedded.demo.talks import mark_as_sent

ONLINE = "en-time-om-soevn"
WHO = (("Agnes Falk",), ("Bjarne Ørum", "Tove"), ("Connie",), ("Dagny Kold",), ("Ejnar Bo",))
OPENED = 4


def tell(people: dict[str, User]) -> None:
    """Make it."""
    organiser = next(user for user in people.values() if user.has_role(Role.ORGANISER))
    now = clock.now()
    begins = datetime.combine(clock.today() - timedelta(days=2), time(19), clock.zone())
    with clock.frozen_at(now - timedelta(days=12)):
        pool = evening(organiser, begins)
        rows = [signs_up(pool, number, names) for number, names in enumerate(WHO)]
    for number, row in enumerate(rows[:OPENED]):
        with clock.frozen_at(begins + timedelta(minutes=3 * number - 6)):
            note_entered(registration=row)
    mark_as_sent()


def evening(organiser: User, begins: datetime) -> SeatPool:
    """A published hour online, with its seats and the way in."""
    now = clock.now()
    event = Event.objects.create(
        slug=ONLINE,
        kind="theme_evening",
        title="En time om søvn",
        summary="Hvad gør du, når du ligger vågen? Tre ting, der hjælper, og tid til spørgsmål.",
        publication="published",
        published_at=now,
        attendance="online",
        max_party=2,
        topics=["everyday"],
        contact_name=organiser.name,
        contact_phone="00 00 12 40",
        organiser=organiser,
        created_at=now,
    )
    period = TimestamptzRange(begins, begins + timedelta(hours=1))
    date = Occurrence.objects.create(event=event, period=period, zone=str(clock.zone()))
    OnlineAccess.objects.create(occurrence=date, address="https://moede.egekoebing.example/r/soevn")
    return SeatPool.objects.create(occurrence=date, channel="online", capacity=20)


def signs_up(pool: SeatPool, number: int, names: tuple[str, ...]) -> Registration:
    """Somebody staff signed up on the phone."""
    guest = Guest(name=names[0], phone=f"+45020899{number:02d}")
    party = Party(names=[name.split(" ")[0] for name in names])
    key = UUID(int=pool.pk.int ^ (number + 1))
    return sign_up(by=None, guest=guest, pool=pool, party=party, form_key=key, source="phone")
