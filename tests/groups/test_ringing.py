"""Somebody rings, or must be rung: an organiser's page of one sign-up, and calls to those no message reaches."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from groups.actions import changing_dates, changing_sign_ups, seats, signing_up
from groups.actions.signing_up import Guest, Party
from groups.choices import Source
from groups.models import Event, Occurrence, Registration, SeatPool
from groups.ringing import RING
from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.outbox.actions.delivery import fail
from portal.outbox.models import OutboxMessage
from portal.worklist import kinds as tasks
from portal.worklist.models import Task
from relatives.models import RelativeProfile
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(organiser: User) -> Client:
    return sign_in(organiser)


def by_phone(pool: SeatPool, organiser: User, name: str = "Kaj", **reach: str) -> Registration:
    guest, party = Guest(name=name, **reach), Party(names=[name])
    return signing_up.sign_up(
        by=organiser, pool=pool, party=party, guest=guest, form_key=uuid4(), source=Source.PHONE
    )  # fmt: skip


def url_of(row: Registration) -> str:
    return reverse("groups:organised_party", args=[row.pool.occurrence_id, row.pk])


def press(desk: Client, row: Registration, answer: str) -> tuple[int, str]:
    said = desk.post(url_of(row), {"answer": answer}, follow=True)
    row.refresh_from_db()
    return said.status_code, said.content.decode()


def calls() -> list[Task]:
    return list(Task.objects.open().of_kind(RING))


def test_who_rings_to_say_no_is_signed_off_and_the_next_is_asked(desk: Client, organiser: User) -> None:
    pool = make_pool(organiser, 1)
    row, other = by_phone(pool, organiser, phone="+4500001234"), sign_up(pool, make_person("Rasmus"))
    assert url_of(row) in desk.get(reverse("groups:organised_date", args=[pool.occurrence_id])).content.decode()
    asks = desk.get(url_of(row) + "?cancel").content.decode()
    assert "Meld dem fra" in asks and Registration.objects.get(pk=row.pk).state == "confirmed"
    status, said = press(desk, row, "cancel")
    assert (status, row.state) == (200, "cancelled") and "De er meldt fra" in said
    other.refresh_from_db()
    assert other.state == "offered"
    assert AuditEvent.objects.get(action="groups.sign_up_cancelled").actor == organiser.pk


def test_an_offer_is_taken_for_who_can_not_answer_it(desk: Client, organiser: User) -> None:
    pool = make_pool(organiser, 1)
    first, row = sign_up(pool, make_person("Rasmus")), by_phone(pool, organiser, phone="+4500001234")
    seats.cancel_sign_up(by=None, registration=first)
    page = desk.get(url_of(row)).content.decode()
    assert "De tager pladsen" in page and 'href="tel:+4500001234"' in page
    assert press(desk, row, "accept")[0] == 200 and row.state == "confirmed"
    status, said = press(desk, row, "decline")
    assert (status, row.state) == (409, "confirmed") and "ikke længere gemt en plads til dem" in said


def test_a_guest_who_gets_no_mail_is_confirmed_on_the_phone(desk: Client, organiser: User) -> None:
    row = sign_up(make_pool(organiser, 3), None)
    assert row.state == "held" and "Det er dem" in desk.get(url_of(row)).content.decode()
    press(desk, row, "confirm")
    assert row.state == "confirmed" and row.proven_at is not None
    assert AuditEvent.objects.get(action="groups.guest_confirmed").actor == organiser.pk


def test_the_page_says_what_they_need_and_answered_and_the_look_is_recorded(desk: Client, organiser: User) -> None:
    pool = make_pool(organiser, 3, questions=["Hvad vil du gerne høre om?"])
    person = make_person("Rasmus")
    party = Party(names=["Rasmus", "Ida"], needs={0: "Kørestol"}, answers=["Fuldmagt"])
    row = signing_up.sign_up(by=person, person=person, pool=pool, party=party, form_key=uuid4())
    RelativeProfile.objects.update_or_create(user=person, defaults={"phone": "+4500005678", "shared_phone": True})
    page = desk.get(url_of(row)).content.decode()
    for words in ("Kørestol", "Hvad vil du gerne høre om?", "Fuldmagt", "Rasmus, Ida", "tel:+4500005678"):
        assert words in page
    assert "Læg ingen besked" in page, "others answer that phone"
    read = AuditEvent.objects.get(action="groups.sign_up_read")
    assert (read.actor, read.subject) == (organiser.pk, person.pk)


def test_a_party_is_found_only_under_its_own_date_and_by_organisers(
    desk: Client, organiser: User, counsellor: User, relative: User
) -> None:
    row, elsewhere = sign_up(make_pool(organiser, 3), relative), make_pool(organiser, 3)
    wrong = reverse("groups:organised_party", args=[elsewhere.occurrence_id, row.pk])
    assert desk.get(wrong).status_code == 404
    for person in (counsellor, relative):
        assert sign_in(person).post(url_of(row), {"answer": "cancel"}).status_code in {403, 404}
    row.refresh_from_db()
    assert row.state == "confirmed" and press(desk, row, "nonsense")[0] == 409


def test_answers_are_kept_with_their_questions_when_a_sign_up_is_changed(organiser: User, client_for: Any) -> None:
    ask = {"text": "Spiser du kød?", "kind": "yes_no", "choices": []}
    pool, person = make_pool(organiser, 3, questions=[ask, "Andet?"]), make_person("Rasmus")
    party = Party(names=["Rasmus"], answers=["yes", "Nej"])
    row = signing_up.sign_up(by=person, person=person, pool=pool, party=party, form_key=uuid4())
    page = client_for(person).get(reverse("groups:my_sign_up_change", args=[row.pk])).content.decode()
    kept = page.split('name="answer_2"')[1].split("</textarea>")[0]
    assert kept.endswith("Nej") and "[" not in kept
    assert "checked" in page.split('value="yes"')[1].split(">")[0]
    new = changing_sign_ups.NewParty(names=["Rasmus"], answers=["no", "Nej"])
    changed = changing_sign_ups.change_party(by=person, registration=row, version=row.version, party=new)
    assert Registration.objects.get(pk=changed.pk).answers == [["Spiser du kød?", "no"], ["Andet?", "Nej"]]


def poul() -> User:
    """No e-mail; letters come by post."""
    person = make_person("Poul")
    User.objects.filter(pk=person.pk).update(email=None)
    post = {"channel": "letter", "postal_address": "Havnegade 1, 0000 Egekøbing"}
    RelativeProfile.objects.update_or_create(user=person, defaults=post)
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("change", ["move", "put-off", "online", "call-off", "all"])
def test_who_can_not_be_written_to_is_rung_when_it_changes(organiser: User, change: str) -> None:
    pool = make_pool(organiser, 5, starts_in=timedelta(days=3))
    row = sign_up(pool, poul())
    sign_up(pool, make_person("Rasmus"))
    date: Occurrence = pool.occurrence
    wanted: dict[str, Any] = {"by": organiser, "date": date, "version": 1, "says": ""}
    if change == "move":
        later = date.starts_at + timedelta(hours=1)
        where: dict[str, Any] = {"venue": date.venue, "room": None, "ends_at": later + timedelta(hours=2)}
        changing_dates.reschedule(**wanted, **where, starts_at=later)
    elif change == "put-off":
        changing_dates.postpone(**wanted)
    elif change == "online":
        changing_dates.move_online(**wanted, address="https://moede.example/x")
    elif change == "call-off":
        changing_dates.call_off(**wanted)
    else:
        event = Event.objects.get()
        changing_dates.call_off_event(by=organiser, event=event, version=event.version, says="")
    (task,) = calls()
    assert (task.about, task.role) == (row.pk, "organiser")
    assert clock.now() < task.due_at <= clock.now() + timedelta(hours=4)
    said = tasks.sentence_of(task)
    assert said.startswith("Ring om aftenen") and "Poul" not in said and "hukommelsen" not in said
    assert tasks.url_of(task) == url_of(row)


def test_an_offer_nobody_hears_of_is_rung_and_done_when_they_answer(desk: Client, organiser: User) -> None:
    pool = make_pool(organiser, 1, starts_in=timedelta(days=3))
    first, row = sign_up(pool, make_person("Rasmus")), sign_up(pool, poul())
    assert not calls()
    seats.cancel_sign_up(by=None, registration=first)
    assert [task.about for task in calls()] == [row.pk]
    press(desk, row, "accept")
    assert row.state == "confirmed" and not calls()


def test_a_message_that_does_not_arrive_becomes_one_call(organiser: User) -> None:
    pool = make_pool(organiser, 3)
    row = by_phone(pool, organiser, phone="+4500001234")
    changing_dates.call_off(by=organiser, date=pool.occurrence, version=1, says="")
    assert not calls()
    message = OutboxMessage.objects.get(kind="groups.date_called_off", about=row.pk)
    fail(message, "failed", "unknown", now=clock.now())
    fail(message, "failed", "unknown", now=clock.now())
    (task,) = calls()
    assert "aflyst" in tasks.sentence_of(task)


def test_who_is_reached_is_not_rung(organiser: User) -> None:
    pool = make_pool(organiser, 3, starts_in=timedelta(days=20))
    sign_up(pool, poul())
    sign_up(pool, make_person("Rasmus"))
    changing_dates.call_off(by=organiser, date=pool.occurrence, version=1, says="")
    assert not calls(), "a letter is there in time, and mail at once"


def test_a_caller_keeps_the_number_beside_the_address(desk: Client, organiser: User) -> None:
    pool = make_pool(organiser, 3)
    caller = {"pool": pool.pk, "name": "Kaj", "phone": "00 00 13 13", "email": "kaj@gaest.example", "companions": "0"}
    desk.post(reverse("groups:date_phone", args=[pool.occurrence_id]), {**caller, "form_key": uuid4()})
    row = Registration.objects.get()
    assert (row.guest_email, row.guest_phone) == ("kaj@gaest.example", "+4500001313")
    assert {one.channel for one in OutboxMessage.objects.about(row.pk)} == {"email"}, "written to once"
