"""A few of the demo's evenings, as a visitor meets them: one with places, one that is full, one discreet, a café."""

from datetime import datetime, time, timedelta
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from groups.actions.signing_up import Guest, Party, sign_up
from groups.models import Event, Occurrence, OnlineAccess, SeatPool, Speaker, Venue
from portal import clock
from portal.accounts.models import Role, User
from portal.embedded.demo.talks import mark_as_sent

RASMUS = "rasmus@borger.example"

# slug, kind, attendance, registration, days ahead, hour, hours, capacity, already signed up
PLAN: tuple[tuple[str, str, str, str, int, int, int, int, int], ...] = (
    ("soevn-naar-du-er-paa-vagt", "after_work", "online", "sign_up", 6, 17, 1, 8, 8),
    ("naar-hukommelsen-svigter", "theme_evening", "in_person", "sign_up", 12, 19, 2, 40, 12),
    ("paaroerendecafe", "cafe", "in_person", "drop_in", 4, 14, 2, 0, 0),
    ("temaaften-om-familien", "theme_evening", "in_person", "sign_up", 19, 19, 2, 20, 15),
)
TEXTS = {
    "soevn-naar-du-er-paa-vagt": (
        "Søvn, når du altid er på vagt",
        "Om at sove, når du lytter efter en anden. Du kan være med hjemmefra.",
        "Trine Vad, sygeplejerske",
    ),
    "naar-hukommelsen-svigter": (
        "Når hukommelsen svigter",
        "Hvad sker der, når en i familien begynder at glemme? Få råd til hverdagen, og mød andre.",
        "Ole Brask, demenskonsulent",
    ),
    "paaroerendecafe": (
        "Pårørendecafé",
        "Kaffe, kage og andre, der ved, hvordan det er. Du skal ikke tilmelde dig.",
        "",
    ),
    "temaaften-om-familien": ("Når nogen i familien drikker", "Om at passe på sig selv imens. Vi lytter først.", ""),
}


def tell(people: dict[str, User]) -> None:
    """Make the evenings and sign some guests up; Rasmus has a place at one and waits at another."""
    organiser = next(user for user in people.values() if user.has_role(Role.ORGANISER))
    house = house_of_culture()
    for row in PLAN:
        pool = evening(organiser, house, *row[:8])
        if pool is None:
            continue
        slug, taken = row[0], row[8]
        for number in range(taken):
            guest_signs_up(pool, slug, number)
        if slug in {"soevn-naar-du-er-paa-vagt", "naar-hukommelsen-svigter"}:
            rasmus = people[RASMUS]
            key = UUID(int=pool.pk.int ^ rasmus.pk.int, version=4)
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


def evening(
    organiser: User,
    house: Venue,
    slug: str,
    kind: str,
    attendance: str,
    mode: str,
    days: int,
    hour: int,
    hours: int,
    capacity: int,
) -> SeatPool | None:
    """One published evening with its date; its seats, unless people just come."""
    now, (title, summary, speaker) = clock.now(), TEXTS[slug]
    is_discreet = slug == "temaaften-om-familien"
    event = Event.objects.create(
        slug=slug,
        kind=kind,
        title=title,
        summary=summary,
        sensitivity="discreet" if is_discreet else "open",
        discreet_title="Temaaften" if is_discreet else "",
        attendance=attendance,
        registration=mode,
        publication="published",
        published_at=now - timedelta(days=9),
        may_ask_respite=slug == "naar-hukommelsen-svigter",
        max_party=3,
        topics=["everyday"],
        contact_name=organiser.name,
        contact_phone="00001240",
        organiser=organiser,
        created_at=now - timedelta(days=20),
    )
    start = datetime.combine(clock.today() + timedelta(days=days), time(hour), tzinfo=clock.zone())
    period = TimestamptzRange(start, start + timedelta(hours=hours))
    is_online = attendance == "online"
    venue = None if is_online else house
    date = Occurrence.objects.create(event=event, period=period, zone=str(clock.zone()), venue=venue)
    if speaker:
        name, _comma, says = speaker.partition(", ")
        Speaker.objects.create(event=event, name=name, title=says)
    if is_online:
        OnlineAccess.objects.create(occurrence=date, address="https://moede.egekoebing.example/r/7Qk2")
    channel = "online" if is_online else "in_person"
    return SeatPool.objects.create(occurrence=date, channel=channel, capacity=capacity) if capacity else None


def guest_signs_up(pool: SeatPool, slug: str, number: int) -> None:
    """Somebody without an account whom staff signed up on the phone."""
    guest = Guest(name=f"Gæst {number + 1}", phone=f"+4500{pool.capacity:02d}{number:04d}")
    key = UUID(int=pool.pk.int ^ number + 1, version=4)
    party = Party(names=[guest.name])
    sign_up(by=None, guest=guest, pool=pool, party=party, form_key=key, source="phone")
