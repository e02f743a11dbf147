"""The link in a message about an evening: what it shows, what its buttons do, and that looking changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation

from groups import links
from groups.actions import seats
from groups.models import Event, Occurrence, Registration, RegistrationLog, SeatPool
from portal import clock
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from portal.outbox.rendering import text_of
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def somebody() -> User:
    return make_person(f"Pårørende {uuid4().hex[:8]}")


def link_of(row: Registration) -> str:
    return reverse("groups:sign_up_link", args=[links.sign(row)])


def words(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text().split())


def fresh(row: Registration) -> Registration:
    return Registration.objects.for_link().get(pk=row.pk)


def answer(row: Registration, said: str) -> Any:
    return Client().post(link_of(row), {"answer": said})


def confirmed(pool: SeatPool) -> Registration:
    return sign_up(pool, somebody())


def held(pool: SeatPool) -> Registration:
    return sign_up(pool, None)


def waiting(pool: SeatPool) -> Registration:
    sign_up(pool, somebody(), pool.capacity)
    return sign_up(pool, somebody())


def offered(pool: SeatPool) -> Registration:
    first = sign_up(pool, somebody(), pool.capacity)
    row = sign_up(pool, somebody())
    seats.cancel_sign_up(by=None, registration=first)
    return row


def expired(pool: SeatPool) -> Registration:
    row = offered(pool)
    with clock.frozen_at(clock.now() + timedelta(days=3)):
        seats.sweep()
    return row


def declined(pool: SeatPool) -> Registration:
    return seats.decline_offer(by=None, registration=offered(pool))


def cancelled(pool: SeatPool) -> Registration:
    return seats.cancel_sign_up(by=None, registration=confirmed(pool))


STATES: list[tuple[Callable[[SeatPool], Registration], str, str]] = [
    (confirmed, "Du har en plads", ""),
    (held, "Bekræft din tilmelding", "confirm"),
    (waiting, "Du står på venteliste", ""),
    (offered, "Der er en plads til dig", "accept"),
    (expired, "Pladsen er gået til en anden", "again"),
    (declined, "Du har sagt nej tak", ""),
    (cancelled, "Du er meldt fra", ""),
]


@pytest.mark.parametrize(("make", "says", "button"), STATES)
def test_looking_says_how_it_stands_and_changes_nothing(
    pool: SeatPool, make: Callable[[SeatPool], Registration], says: str, button: str
) -> None:
    row = fresh(make(pool))
    before = (row.state, row.version, row.expires_at, RegistrationLog.objects.count(), OutboxMessage.objects.count())
    for path in (link_of(row), f"{link_of(row)}?cancel", f"{link_of(row)}?answer=accept"):
        page = Client().get(path)
        assert page.status_code == 200
    assert says in words(Client().get(link_of(row)))
    assert not button or f'value="{button}"'.encode() in Client().get(link_of(row)).content
    row = fresh(row)
    after = (row.state, row.version, row.expires_at, RegistrationLog.objects.count(), OutboxMessage.objects.count())
    assert after == before


@pytest.mark.parametrize(
    ("make", "said", "becomes"),
    [
        (held, "confirm", "confirmed"),
        (offered, "accept", "confirmed"),
        (offered, "decline", "declined"),
        (expired, "again", "offered"),
        (confirmed, "cancel", "cancelled"),
        (waiting, "cancel", "cancelled"),
    ],
)
def test_each_button_does_what_it_says(
    pool: SeatPool, make: Callable[[SeatPool], Registration], said: str, becomes: str
) -> None:
    row = make(pool)
    response = answer(row, said)
    assert (response.status_code, fresh(row).state) == (302, becomes)


def test_the_last_place_goes_to_who_presses_first(organiser: User) -> None:
    pool = make_pool(organiser, 1, starts_in=timedelta(hours=5))
    first = sign_up(pool, somebody())
    rows = [sign_up(pool, person) for person in (somebody(), somebody())]
    assert b'value="take"' not in Client().get(link_of(rows[0])).content
    seats.cancel_sign_up(by=None, registration=first)
    assert b'value="take"' in Client().get(link_of(rows[1])).content
    assert answer(rows[1], "take").status_code == 302
    late = answer(rows[0], "take")
    assert (late.status_code, fresh(rows[0]).state) == (409, "waiting")
    assert "En anden svarede først" in words(late)


def test_an_offer_that_ran_out_is_refused_in_words_and_the_page_shows_the_way_on(pool: SeatPool) -> None:
    row = expired(pool)
    late = answer(row, "accept")
    assert late.status_code == 409
    assert "holdes ikke mere til dig" in words(late)
    assert b'value="again"' in late.content


@pytest.mark.parametrize("said", ["", "explode", "confirm"])
def test_an_answer_that_is_no_button_changes_nothing(pool: SeatPool, said: str) -> None:
    row = offered(pool)
    assert answer(row, said).status_code == 409
    assert fresh(row).state == "offered"


def test_the_page_is_for_nobody_else_to_find(pool: SeatPool) -> None:
    page = Client().get(link_of(confirmed(pool)))
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]


def test_a_closed_a_false_and_a_past_link_say_so(pool: SeatPool) -> None:
    row = confirmed(pool)
    link = link_of(row)
    past = clock.now() + timedelta(days=15)
    with clock.frozen_at(past):
        over = Client().get(link)
    assert over.status_code == 410
    assert "Det er slut" in words(over)
    Registration.objects.filter(pk=row.pk).update(link_version=2)
    for gone in (link, reverse("groups:sign_up_link", args=["nonsense"])):
        page = Client().get(gone)
        assert page.status_code == 410
        assert Client().post(gone, {"answer": "cancel"}).status_code == 410
    assert fresh(row).state == "confirmed"


def test_an_open_evening_shows_title_and_place_a_discreet_one_only_the_time(organiser: User) -> None:
    row = confirmed(make_pool(organiser, 3, title="Når hukommelsen svigter"))
    page = words(Client().get(link_of(row)))
    assert "Når hukommelsen svigter" in page
    assert "Smedjegade 3" in page
    hidden = make_pool(
        organiser, 3, title="Når nogen drikker", sensitivity="discreet", discreet_title="Temaaften", slug="temaaften-1"
    )
    page = words(Client().get(link_of(confirmed(hidden))))
    assert "drikker" not in page
    assert "Smedjegade" not in page


def test_a_date_that_was_called_off_says_why_and_offers_no_place(pool: SeatPool) -> None:
    row = offered(pool)
    Occurrence.objects.filter(pk=pool.occurrence_id).update(status="cancelled", status_says="Oplægsholderen er syg.")
    page = Client().get(link_of(row))
    assert "Det er aflyst" in words(page)
    assert "Oplægsholderen er syg." in words(page)
    assert b'value="accept"' not in page.content


def test_the_link_in_the_mail_leads_to_the_page(pool: SeatPool) -> None:
    row = held(pool)
    message = OutboxMessage.objects.get(about=row.pk)
    with translation.override("da"):
        assert reverse("groups:sign_up_link", args=["x"])[:-2] in text_of(message).body


def test_my_evenings_are_ones_own_only(client_for: Any, relative: User, pool: SeatPool) -> None:
    mine, other = sign_up(pool, relative), sign_up(pool, somebody())
    client = client_for(relative)
    page = client.get(reverse("groups:my_evenings"))
    assert page.content.count(str(mine.pk).encode()) == 1
    assert str(other.pk).encode() not in page.content
    assert client.get(reverse("groups:my_sign_up", args=[other.pk])).status_code == 404
    assert client.post(reverse("groups:my_sign_up", args=[other.pk]), {"answer": "cancel"}).status_code == 404
    assert client.post(reverse("groups:my_sign_up", args=[mine.pk]), {"answer": "cancel"}).status_code == 302
    assert (fresh(mine).state, fresh(other).state) == ("cancelled", "confirmed")


def test_my_evenings_never_say_what_a_discreet_one_is_about(client_for: Any, relative: User, organiser: User) -> None:
    pool = make_pool(
        organiser, 3, title="Når nogen drikker", sensitivity="discreet", discreet_title="Temaaften", slug="temaaften-2"
    )
    sign_up(pool, relative)
    assert Event.objects.get().title == "Når nogen drikker"
    assert "drikker" not in words(client_for(relative).get(reverse("groups:my_evenings")))


SENTINEL, PLACE = "Når nogen drikker hjemme", "Smedjegade"
KINDS = [
    "please_confirm",
    "confirmed",
    "waiting",
    "applied",
    "offered",
    "ran_out",
    "first_wins",
    "cancelled",
    "reminder",
    "way_in",
]


@pytest.mark.parametrize("language", ["da", "nb", "en"])
@pytest.mark.parametrize("channel", ["email", "sms"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_message_in_any_channel_or_language_says_what_a_discreet_evening_is_about(
    organiser: User, kind: str, channel: str, language: str
) -> None:
    named = {"title": SENTINEL, "sensitivity": "discreet", "discreet_title": "Temaaften", "slug": "temaaften-3"}
    row = offered(make_pool(organiser, 2, **named))
    message = OutboxMessage(kind=f"groups.{kind}", channel=channel, language=language, about=row.pk)
    message.context = {"level": "place"}  # even who asked for place and title in their messages
    text = text_of(message)
    said = f"{text.subject} {text.body}"
    assert "http" in said
    for secret in (SENTINEL, "drikker", PLACE, "drikker".upper()):
        assert secret not in said
