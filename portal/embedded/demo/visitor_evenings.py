"""A few of the demo's evenings, as a visitor meets them: one with places, one that is full, one discreet, a café."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from groups.actions.signing_up import Guest, Party, sign_up
from groups.models import Event, Occurrence, OnlineAccess, SeatPool, Speaker, Venue
from portal import clock
from portal.accounts.models import Role, User
from portal.embedded.demo.talks import mark_as_sent

RASMUS = "rasmus@borger.example"


@dataclass(frozen=True)
class Plan:
    """One evening of the demo; no seats means that people just come."""

    slug: str
    kind: str
    title: str
    summary: str
    days: int
    hour: int
    hours: int = 2
    capacity: int = 0
    taken: int = 0
    attendance: str = "in_person"
    speaker: str = ""
    discreet_title: str = ""
    has_respite: bool = False
    topics: str = "everyday"


FULL, OPEN = "soevn-naar-du-er-paa-vagt", "naar-hukommelsen-svigter"
PLANS = (
    Plan(
        FULL,
        "after_work",
        "Søvn, når du altid er på vagt",
        "Om at sove, når du lytter efter en anden. Du kan være med hjemmefra.",
        days=6,
        hour=17,
        hours=1,
        capacity=8,
        taken=8,
        attendance="online",
        speaker="Trine Vad, sygeplejerske",
        topics="own_life everyday",
    ),
    Plan(
        OPEN,
        "theme_evening",
        "Når hukommelsen svigter",
        "Hvad sker der, når en i familien begynder at glemme? Få råd til hverdagen, og mød andre.",
        days=12,
        hour=19,
        capacity=40,
        taken=12,
        speaker="Ole Brask, demenskonsulent",
        has_respite=True,
        topics="understanding partner parent",
    ),
    Plan(
        "paaroerendecafe",
        "cafe",
        "Pårørendecafé",
        "Kaffe, kage og andre, der ved, hvordan det er. Du skal ikke tilmelde dig.",
        days=4,
        hour=14,
        topics="others own_life",
    ),
    Plan(
        "temaaften-om-familien",
        "theme_evening",
        "Når nogen i familien drikker",
        "Om at passe på sig selv imens. Vi lytter først.",
        days=19,
        hour=19,
        capacity=20,
        taken=18,
        discreet_title="Temaaften",
        topics="family",
    ),
)


def tell(people: dict[str, User]) -> None:
    """Make the evenings and sign some guests up; Rasmus has a place at one and waits at another."""
    organiser = next(user for user in people.values() if user.has_role(Role.ORGANISER))
    house = house_of_culture()
    for plan in PLANS:
        pool = evening(organiser, house, plan)
        if pool is None:
            continue
        for number in range(plan.taken):
            guest_signs_up(pool, number)
        if plan.slug in {FULL, OPEN}:
            rasmus = people[RASMUS]
            key = UUID(int=pool.pk.int ^ rasmus.pk.int)
            sign_up(by=rasmus, person=rasmus, pool=pool, party=Party(names=["Rasmus"]), form_key=key)
    mark_as_sent()


def house_of_culture() -> Venue:
    """Where most evenings are."""
    known = {
        "street": "Smedjegade 3",
        "postcode": "0000",
        "town": "Egekøbing",
        "arrival": "Indgang fra gården. Ring på ved døren, hvis den er lukket.",
        "step_free": "yes",
        "hearing_loop": "yes",
        "accessible_wc": "yes",
        "parking": "no",
        "public_transport": "yes",
    }
    return Venue.objects.get_or_create(name="Kulturhuset Smedjen", defaults=known)[0]


def evening(organiser: User, house: Venue, plan: Plan) -> SeatPool | None:
    """One published evening with its date; its seats, unless people just come."""
    event = written(organiser, plan)
    start = datetime.combine(clock.today() + timedelta(days=plan.days), time(plan.hour), tzinfo=clock.zone())
    period = TimestamptzRange(start, start + timedelta(hours=plan.hours))
    is_online = plan.attendance == "online"
    venue = None if is_online else house
    date = Occurrence.objects.create(event=event, period=period, zone=str(clock.zone()), venue=venue)
    if plan.speaker:
        name, _comma, says = plan.speaker.partition(", ")
        Speaker.objects.create(event=event, name=name, title=says)
    if is_online:
        OnlineAccess.objects.create(occurrence=date, address="https://moede.egekoebing.example/r/7Qk2")
    if not plan.capacity:
        return None
    channel = "online" if is_online else "in_person"
    return SeatPool.objects.create(occurrence=date, channel=channel, capacity=plan.capacity)


def written(organiser: User, plan: Plan) -> Event:
    """What an evening says of itself; published nine days ago."""
    now = clock.now()
    return Event.objects.create(
        slug=plan.slug,
        kind=plan.kind,
        title=plan.title,
        summary=plan.summary,
        sensitivity="discreet" if plan.discreet_title else "open",
        discreet_title=plan.discreet_title,
        attendance=plan.attendance,
        registration="sign_up" if plan.capacity else "drop_in",
        publication="published",
        published_at=now - timedelta(days=9),
        may_ask_respite=plan.has_respite,
        max_party=3,
        topics=plan.topics.split(),
        contact_name=organiser.name,
        contact_phone="00 00 12 40",
        organiser=organiser,
        created_at=now - timedelta(days=20),
    )


def guest_signs_up(pool: SeatPool, number: int) -> None:
    """Somebody without an account whom staff signed up on the phone."""
    guest = Guest(name=f"Gæst {number + 1}", phone=f"+4500{pool.capacity:02d}{number:04d}")
    key = UUID(int=pool.pk.int ^ (number + 1))
    party = Party(names=[guest.name])
    sign_up(by=None, guest=guest, pool=pool, party=party, form_key=key, source="phone")
