"""Who lives and works in Egekøbing. All invented; numbers of the form 00 00 12 34 do not exist."""

from dataclasses import dataclass, field

from portal.accounts.models import DemoPerson, Role, RoleAssignment, User
from relatives.actions import phone_index
from relatives.models import RelativeProfile
from relatives.rules import normal_phone


@dataclass(frozen=True)
class Person:
    """One invented person: name, roles, what the demo page says, and how a relative is reached."""

    name: str
    email: str
    roles: tuple[str, ...] = ()
    says: str = ""
    language: str = "da"
    phone: str = ""
    contact: dict[str, object] = field(default_factory=dict)


STAFF = (
    Person("Mette Krogh", "mette.krogh@egekoebing.example", (Role.COUNSELLOR,), "Rådgiver"),
    Person("Jonas Hviid Toft", "jonas.toft@egekoebing.example", (Role.COUNSELLOR,)),
    Person("Samira Haddad", "samira.haddad@egekoebing.example", (Role.COUNSELLOR,)),
    Person("Birthe Lykke Sand", "birthe.sand@egekoebing.example", (Role.COUNSELLOR,)),
    Person("Emil Rask Nordby", "emil.nordby@egekoebing.example", (Role.COUNSELLOR,)),
    Person("Kirsten Vangsø", "kirsten.vangsoe@egekoebing.example", (Role.COUNSELLOR,)),
    Person("Dorthe Ellemann Friis", "dorthe.friis@egekoebing.example", (Role.TEAM_LEAD,), "Leder af rådgivningen"),
    Person("Lone Kaspersen Vad", "lone.vad@egekoebing.example", (Role.ORGANISER,), "Arrangør"),
    Person("Anton Bøgh-Iversen", "anton.boegh@egekoebing.example", (Role.PLANNER,), "Planlægger"),
    Person("Hanne Quist Rømer", "hanne.roemer@egekoebing.example", (Role.DPO,), "Databeskyttelsesrådgiver"),
    Person("Tove Brandt Lauridsen", "tove.lauridsen@egekoebing.example", (Role.ADMINISTRATOR,), "Administrator"),
)
RELATIVES = (
    Person(
        "Inge-Lise Thorup Dam",
        "inge-lise@borger.example",
        says="Pårørende, 73 år, gift med en beboer",
        phone="00 00 12 34",
        contact={"readers": "only_me"},
    ),
    Person(
        "Rasmus O'Connor-Bøgh",
        "rasmus@borger.example",
        says="Pårørende, søn, arbejder på skift",
        phone="00 00 23 45",
        contact={"channel": "sms", "readers": "only_me"},
    ),
    Person(
        "Yasmin Demir Årsleff",
        "yasmin@borger.example",
        says="Pårørende, søster, deler telefon",
        phone="00 00 34 56",
        contact={"discreet": "neutral_email", "shared_phone": True, "no_voicemail": True},
    ),
    Person(
        "Poul Åge Sønderskov",
        "poul.aage@borger.example",
        says="Pårørende, 76 år, får breve",
        phone="00 00 45 67",
        contact={"channel": "letter", "postal_address": "Mosevej 14\n0000 Egekøbing"},
    ),
    Person("Freja Nymark", "freja@borger.example", says="Datter, 16 år", contact={"discreet": "inbox_only"}),
    Person("Gunvor Ås", "gunvor@innbygger.example", says="Pårørende, 68 år, læser bokmål", language="nb"),
)
FIRST = (
    "Aase",
    "Bjarne",
    "Connie",
    "Dan",
    "Else",
    "Finn",
    "Grethe",
    "Hassan",
    "Irma",
    "Jytte",
    "Karl",
    "Lis",
    "Maja",
    "Niels",
    "Olga",
    "Preben",
    "Ruth",
    "Sanne",
    "Tage",
    "Ulla",
    "Viggo",
    "Winnie",
    "Zeynep",
    "Ætna",
    "Øjvind",
    "Åse",
)
LAST = (
    "Aagaard",
    "Bruun",
    "Carlsen",
    "Degn",
    "Eskelund",
    "Fogh",
    "Grøn",
    "Holst",
    "Ibsen",
    "Juul",
    "Kjær",
    "Lykke",
    "Møller",
    "Nygaard",
    "Overby",
    "Ploug",
    "Riis",
    "Skov",
    "Toft",
    "Ussing",
    "Vinther",
    "Østergaard",
    "Åkjær",
)


def more_relatives(count: int = 60) -> list[Person]:
    """Relatives without a story: they fill the counsellors' weeks."""
    return [
        Person(
            f"{FIRST[i % len(FIRST)]} {LAST[(i * 7) % len(LAST)]}",
            f"borger{i:02d}@borger.example",
            phone=f"00 00 6{i:03d}"[:12] if i % 3 else "",
        )
        for i in range(count)
    ]


def add_person(person: Person, place: int) -> User:
    """One person with roles, profile and, when the demo page says something about them, their line there."""
    user = User.objects.create_user(person.email, name=person.name, language=person.language)
    RoleAssignment.objects.bulk_create(RoleAssignment(user=user, role=role) for role in person.roles)
    if not person.roles:
        number = normal_phone(person.phone) or ""
        values = {**person.contact, "phone": number, "phone_index": phone_index(number) if number else ""}
        RelativeProfile.objects.create(user=user, **values)
    if person.says:
        DemoPerson.objects.create(user=user, says=person.says, place=place)
    return user


def add_everybody() -> dict[str, User]:
    """Staff and relatives by e-mail address."""
    everybody = [*RELATIVES, *STAFF, *more_relatives()]
    return {person.email: add_person(person, place) for place, person in enumerate(everybody)}
