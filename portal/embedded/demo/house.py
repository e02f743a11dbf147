"""The municipality, its counselling service, rooms, interpreters, hours and weekly rules."""

from datetime import time, timedelta
from typing import Any

from psycopg.types.range import DateRange, TimestamptzRange

from counselling.models import CounsellorProfile, MeetingType
from portal import clock
from portal.accounts.models import User
from portal.calendar.models import Absence, AvailabilityRule, ClosingDay, OpeningHours, Resource
from portal.calendar.public_holidays import public_holidays
from portal.design.models import Municipality
from portal.directory.models import Unit

LOOKS_BACK = timedelta(days=100)
QUESTIONS = [
    {
        "da": "Hvad vil du gerne tale om?",
        "nb": "Hva vil du gjerne snakke om?",
        "en": "What would you like to talk about?",
    },
    {
        "da": "Hvem er du pårørende til?",
        "nb": "Hvem er du pårørende til?",
        "en": "Whom do you care for?",
    },
    {
        "da": "Er der noget, vi skal tage hensyn til?",
        "nb": "Er det noe vi skal ta hensyn til?",
        "en": "Is there anything we should bear in mind?",
    },
]
TYPES: tuple[dict[str, Any], ...] = (
    {
        "slug": "samtale",
        "names": ("Samtale med en rådgiver", "Samtale med en rådgiver", "Talk with a counsellor"),
        "summaries": (
            "Om det, der er svært, og det, der kan hjælpe. Kom alene, eller tag en med.",
            "Om det som er vanskelig, og det som kan hjelpe. Kom alene, eller ta med noen.",
            "About what is hard and what can help. Come alone or bring somebody.",
        ),
        "modes": ["phone", "video", "in_person"],
        "purpose": "first",
        "duration_minutes": 45,
    },
    {
        "slug": "frokostpause",
        "names": ("Ring i frokostpausen", "Ring i lunsjpausen", "Call in your lunch break"),
        "summaries": (
            "Om arbejde, orlov og det, du kan sige til din chef.",
            "Om jobb, permisjon og hva du kan si til sjefen.",
            "About work, leave and what to tell your boss.",
        ),
        "modes": ["phone"],
        "purpose": "any",
        "duration_minutes": 20,
        "buffer_after_minutes": 10,
    },
    {
        "slug": "penge-og-rettigheder",
        "names": ("Penge og fri fra arbejde", "Penger og fri fra jobb", "Money and time off work"),
        "summaries": (
            "Om orlov, løn, når du passer en derhjemme, og fri. Vi finder skemaerne sammen.",
            "Om permisjon, pleiepenger og fri. Vi finner skjemaene sammen.",
            "About leave, pay and time off. We find the forms together.",
        ),
        "modes": ["phone", "video", "in_person"],
        "purpose": "any",
        "duration_minutes": 60,
    },
    {
        "slug": "hjemme-hos-dig",
        "names": ("Samtale hjemme hos dig", "Samtale hjemme hos deg", "Talk in your home"),
        "summaries": (
            "Vi kommer til dig. Du får svar på tiden, når vi har set på vejen.",
            "Vi kommer til deg. Du får svar om timen når vi har sett på veien.",
            "We come to you. You get an answer about the time once we have looked at the route.",
        ),
        "modes": ["home_visit"],
        "purpose": "any",
        "duration_minutes": 60,
        "buffer_after_minutes": 30,
        "needs_approval": True,
    },
)
ABOUT = {
    "Mette Krogh": ("Jeg har talt med pårørende i 12 år. Du bestemmer, hvad vi taler om.", ["da", "en"]),
    "Jonas Hviid Toft": ("Jeg er socialrådgiver og kender reglerne om orlov og økonomi.", ["da", "en"]),
    "Samira Haddad": ("Jeg taler dansk og arabisk. Vi finder ud af det sammen.", ["da", "ar"]),
    "Birthe Lykke Sand": ("Jeg er sygeplejerske og leder også Mandagsholdet.", ["da"]),
    "Emil Rask Nordby": ("Jeg taler mest med børn og unge, der har det svært derhjemme.", ["da", "en", "nb"]),
    "Kirsten Vangsø": ("Jeg arbejder tirsdag og torsdag og kommer gerne hjem til dig.", ["da", "de"]),
}


def add_municipality() -> Unit:
    """Egekøbing Kommune and its counselling service; returns the service."""
    Municipality.objects.create(
        name="Egekøbing Kommune",
        short_name="Egekøbing",
        phone_main="00 00 10 00",
        phone_hours="Hverdage kl. 9-15, torsdag til kl. 18",
        phone_hours_nb="Hverdager kl. 9-15, torsdag til kl. 18",
        phone_hours_en="Weekdays 9 to 15, Thursdays to 18",
        counselling_phone="00 00 10 10",
        acute_numbers="Lægevagten 00 00 18 13\nLivslinien 00 00 12 01",
        address="Torvet 1\n0000 Egekøbing",
        site_host="mit.egekoebing.example",
    )
    Municipality.objects.forget()
    centre = Unit.objects.create(slug="center", name="Center for Pårørende", kind=Unit.Kind.CENTRE)
    return Unit.objects.create(
        slug="paaroerenderaadgivningen",
        name="Pårørenderådgivningen",
        kind=Unit.Kind.COUNSELLING,
        parent=centre,
        summary="Seks rådgivere, du kan tale med om det, der er svært. Det er gratis.",
        phone="00 00 10 10",
        address="Torvet 3, 0000 Egekøbing",
        leader_name="Dorthe Ellemann Friis",
    )


def add_hours(unit: Unit) -> None:
    """Weekdays 9-15, Thursday to 18; closed on public holidays, 5 June, 24 and 31 December."""
    for unit_ref in (None, unit.pk):
        OpeningHours.objects.bulk_create(
            OpeningHours(unit_ref=unit_ref, iso_weekday=day, opens_at=time(9), closes_at=time(18 if day == 4 else 15))
            for day in range(1, 6)
        )
    year = clock.today().year
    ClosingDay.objects.bulk_create(
        ClosingDay(on=day, holiday=holiday or "", reason=name)
        for y in (year, year + 1)
        for day, (holiday, name) in public_holidays("DK", y).items()
    )


def add_resources(people: dict[str, User]) -> dict[str, Resource]:
    """Counsellors with their profiles, two rooms and four interpreters; counsellors by name."""
    Resource.objects.create(kind="room", name="Stuen", place="Torvet 3, stuen. Ring på, så lukker vi op.", seats=4)
    Resource.objects.create(kind="room", name="Havestuen", place="Torvet 3, 1. sal. Der er elevator.", seats=8)
    for name, languages in (("Tolk arabisk", ["ar"]), ("Tolk tyrkisk", ["tr"]), ("Tolk polsk", ["pl"])):
        interpreter = Resource.objects.create(kind="interpreter", name=name, languages=languages)
        add_rules(interpreter, [(day, time(9), time(16), [], []) for day in range(1, 6)])
    signs = Resource.objects.create(kind="interpreter", name="Tegnsprogstolk", languages=["sgn"])
    add_rules(signs, [(day, time(9), time(14), [], []) for day in (2, 4)])
    counsellors = {}
    for user in people.values():
        if user.name in ABOUT:
            about, languages = ABOUT[user.name]
            resource = Resource.objects.create(kind="counsellor", name=user.name, user=user, languages=languages)
            CounsellorProfile.objects.create(resource=resource, name=user.name, about_da=about, languages=languages)
            counsellors[user.name] = resource
    return counsellors


Sentence = tuple[int, time, time, list[str], list[str]]


def add_rules(resource: Resource, sentences: list[Sentence]) -> None:
    """Weekly sentences (weekday, from, until, modes, purposes), valid since before the demo's first talk."""
    since = DateRange(clock.today() - LOOKS_BACK, None)
    AvailabilityRule.objects.bulk_create(
        AvailabilityRule(
            resource=resource,
            iso_weekday=day,
            start_time=start,
            end_time=end,
            valid=since,
            modes=modes,
            purposes=purposes,
        )
        for day, start, end, modes, purposes in sentences
    )


def add_weeks(counsellors: dict[str, Resource]) -> None:
    """Each counsellor's week, and one holiday ahead."""
    every = ["phone", "video", "in_person"]
    for name, resource in counsellors.items():
        days = [2, 4] if name == "Kirsten Vangsø" else [1, 2, 3, 4, 5]
        sentences: list[Sentence] = [(day, time(9), time(12), every, []) for day in days]
        sentences += [(day, time(12, 30), time(15), [*every, "home_visit"], []) for day in days]
        if name in {"Mette Krogh", "Jonas Hviid Toft"}:
            sentences.append((4, time(15, 30), time(18), ["phone", "video"], []))
        add_rules(resource, sentences)
    away = clock.now() + timedelta(days=16)
    start = away.astimezone(clock.zone()).replace(hour=0, minute=0, second=0, microsecond=0)
    Absence.objects.create(
        resource=counsellors["Birthe Lykke Sand"],
        kind="holiday",
        period=TimestamptzRange(start, start + timedelta(days=7)),
    )
    add_rooms_rules()


def add_rooms_rules() -> None:
    """The rooms can be used whenever the house is staffed."""
    for room in Resource.objects.of_kind("room"):
        add_rules(room, [(day, time(8), time(19), [], []) for day in range(1, 6)])


def add_types() -> list[MeetingType]:
    """What can be booked."""
    return [
        MeetingType.objects.create(
            position=position,
            questions=QUESTIONS,
            **dict(zip(("name_da", "name_nb", "name_en"), kind["names"], strict=True)),
            **dict(zip(("summary_da", "summary_nb", "summary_en"), kind["summaries"], strict=True)),
            **{key: value for key, value in kind.items() if key not in {"names", "summaries"}},
        )
        for position, kind in enumerate(TYPES)
    ]
