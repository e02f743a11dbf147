"""The people of the tests, after demo_content.md. Each fixture is one person; make_person makes more."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client

from portal import clock
from portal.accounts.models import Role, RoleAssignment, User

HOST = "localhost"


def make_person(name: str, *roles: str, email: str = "", language: str = "da", is_active: bool = True) -> User:
    """A person with these municipality-wide roles; the address is made from the name unless given."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "." for letter in name.lower())
    user = User.objects.create_user(
        email or f"{plain}@borger.example", name=name, language=language, is_active=is_active
    )
    RoleAssignment.objects.bulk_create(RoleAssignment(user=user, role=role) for role in roles)
    return user


def sign_in(user: User, *, method: str = "") -> Client:
    """A test client signed in the way the person would be: staff with a second factor, others with an e-mail code."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    moment = clock.now().timestamp()
    methods = [{"method": method or "code", "at": moment, "email": user.email}]
    if not method and user.is_staff_member:
        methods.append({"method": "mfa", "type": "totp", "at": moment})
    session = client.session
    session["account_authentication_methods"] = methods
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def client_for(database: None) -> Callable[..., Client]:
    """client_for(user) is a signed-in test client; client_for(None) an anonymous one."""

    def client_of(user: User | None, *, method: str = "") -> Client:
        return Client() if user is None else sign_in(user, method=method)

    return client_of


@pytest.fixture
def at() -> Iterator[Callable[[datetime], datetime]]:
    """at(moment) stops the clock there until the test ends; call it again to move on. Naive means local time."""
    with ExitStack() as stack:

        def stop_at(moment: datetime) -> datetime:
            aware = moment if moment.tzinfo else moment.replace(tzinfo=clock.zone())
            stack.enter_context(clock.frozen_at(aware))
            return aware

        yield stop_at


@pytest.fixture
def relative(database: None) -> User:
    """Rasmus O'Connor-Bøgh, 41, a son who works in shifts."""
    return make_person("Rasmus O'Connor-Bøgh")


@pytest.fixture
def another_relative(database: None) -> User:
    """Yasmin Demir Årsleff, 29, a sister who shares her phone."""
    return make_person("Yasmin Demir Årsleff")


@pytest.fixture
def chairwoman(database: None) -> User:
    """Inge-Lise Thorup Dam, 73, married to a resident, chairs a council."""
    return make_person("Inge-Lise Thorup Dam")


@pytest.fixture
def norwegian_relative(database: None) -> User:
    """Gunvor Ås, 68, reads Bokmål."""
    return make_person("Gunvor Ås", language="nb")


@pytest.fixture
def counsellor(database: None) -> User:
    """Mette Krogh, counsellor."""
    return make_person("Mette Krogh", Role.COUNSELLOR, email="mette.krogh@egekoebing.example")


@pytest.fixture
def colleague(database: None) -> User:
    """Jonas Hviid Toft, another counsellor."""
    return make_person("Jonas Hviid Toft", Role.COUNSELLOR, email="jonas.toft@egekoebing.example")


@pytest.fixture
def team_lead(database: None) -> User:
    """Dorthe Ellemann Friis, leads the counsellors."""
    return make_person("Dorthe Ellemann Friis", Role.TEAM_LEAD, email="dorthe.friis@egekoebing.example")


@pytest.fixture
def organiser(database: None) -> User:
    """Lone Kaspersen Vad, organises evenings."""
    return make_person("Lone Kaspersen Vad", Role.ORGANISER, email="lone.vad@egekoebing.example")


@pytest.fixture
def planner(database: None) -> User:
    """Anton Bøgh-Iversen, plans."""
    return make_person("Anton Bøgh-Iversen", Role.PLANNER, email="anton.iversen@egekoebing.example")


@pytest.fixture
def dpo(database: None) -> User:
    """Hanne Quist Rømer, data protection officer."""
    return make_person("Hanne Quist Rømer", Role.DPO, email="hanne.roemer@egekoebing.example")


@pytest.fixture
def administrator(database: None) -> User:
    """Bent Sølvsten Ravn, administrator: rights and settings, no content."""
    return make_person("Bent Sølvsten Ravn", Role.ADMINISTRATOR, email="bent.ravn@egekoebing.example")


@pytest.fixture
def stranger(database: None) -> User:
    """Somebody who signed up and has nothing here."""
    return make_person("Folmer Ukendt")
