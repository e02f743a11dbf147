"""Tonight: an evening whose door is open now, half of its people here; and one of last week nobody has noted."""

from datetime import datetime, time, timedelta
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from groups.actions.door import check_in
from groups.actions.signing_up import Guest, Party, sign_up
from groups.models import Event, Occurrence, Registration, SeatPool, Speaker, Venue
from portal import clock
from portal.accounts.models import Role, User
from portal.embedded.demo.talks import mark_as_sent

TONIGHT, LAST_WEEK = "naar-hverdagen-fylder", "pauser-i-hverdagen"
USUAL_HOUR = 19
RASMUS = "rasmus@borger.example"
# Who signed up first, who comes along, and what the first one needs
PARTIES = (
    (("Åse Lind", "Knud"), "Teleslynge"),
    (("Birgit Holm",), ""),
    (("Carsten Møller", "Ellen", "Jakob"), ""),
    (("Dorte",), ""),
    (("Erik Sand",), "Plads til kørestol"),
    (("Fatima Aydin", ""), ""),
    (("Gitte Lund",), ""),
    (("Hans Ø. Krogh", "Grethe"), ""),
    (("Ida",), "Glutenfri kage"),
    (("Jørn Bang",), ""),
    (("Kirsten Dahl", "Ole"), ""),
    (("Lise",), ""),
)
CAME = 5
WAIT = (("Mogens Friis",), ("Nina Falk", "Pia"))


def tell(people: dict[str, User]) -> None:
    """Make both; Rasmus comes tonight, with his sister."""
    organiser = next(user for user in people.values() if user.has_role(Role.ORGANISER))
    now = clock.now()
    today = now.astimezone(clock.zone())
    begins = datetime.combine(today.date(), time(max(USUAL_HOUR, today.hour)), clock.zone())
    with clock.frozen_at(now - timedelta(days=8)):
        tonight = evening(organiser, TONIGHT, "Når hverdagen fylder det hele", begins, capacity=22)
        rasmus = people[RASMUS]
        party = Party(names=["Rasmus", "Katrine"])
        sign_up(by=rasmus, person=rasmus, pool=tonight, party=party, form_key=UUID(int=tonight.pk.int ^ 999))
        rows = [signs_up(tonight, number, names, needs) for number, (names, needs) in enumerate(PARTIES)]
        for number, names in enumerate(WAIT, start=len(PARTIES)):
            signs_up(tonight, number, names, "")
        before = evening(organiser, LAST_WEEK, "Pauser i hverdagen", begins - timedelta(days=7), capacity=12)
        for number, (names, needs) in enumerate(PARTIES[:6]):
            signs_up(before, number, names, needs)
    for row in rows[:CAME]:
        check_in(by=organiser, registration=row, number=0)
    mark_as_sent()


def evening(organiser: User, slug: str, title: str, begins: datetime, *, capacity: int) -> SeatPool:
    """A published evening in Smedjen with its seats."""
    now = clock.now()
    event = Event.objects.create(
        slug=slug,
        kind="theme_evening",
        title=title,
        summary="Om at passe på sig selv, når en anden har brug for dig. Med god tid til at tale sammen.",
        publication="published",
        published_at=now - timedelta(days=9),
        max_party=3,
        topics=["everyday"],
        contact_name=organiser.name,
        contact_phone="00 00 12 40",
        organiser=organiser,
        created_at=now - timedelta(days=20),
    )
    period = TimestamptzRange(begins, begins + timedelta(hours=2))
    house = Venue.objects.get(name="Kulturhuset Smedjen")
    date = Occurrence.objects.create(event=event, period=period, zone=str(clock.zone()), venue=house)
    Speaker.objects.create(event=event, name="Sanne Birk", title="psykolog")
    return SeatPool.objects.create(occurrence=date, channel="in_person", capacity=capacity)


def signs_up(pool: SeatPool, number: int, names: tuple[str, ...], needs: str) -> Registration:
    """Somebody staff signed up on the phone."""
    guest = Guest(name=names[0], phone=f"+4502{pool.capacity:02d}{number:04d}")
    key = UUID(int=pool.pk.int ^ (number + 1))
    party = Party(names=[name.split(" ")[0] for name in names], needs={0: needs} if needs else {})
    return sign_up(by=None, guest=guest, pool=pool, party=party, form_key=key, source="phone")
