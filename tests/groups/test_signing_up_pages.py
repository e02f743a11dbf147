"""Signing up on the site: with and without an account; each no is a sentence and nothing typed is lost."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from groups import links
from groups.forms.seat_refusals import REFUSAL_TEXT
from groups.models import Attendee, Event, Occurrence, Registration, SeatPool
from groups.rules.seats import SeatRefusal
from portal import clock
from portal.accounts.models import User
from portal.outbox.models import OutboxMessage
from tests.factories.evenings import make_pool, sign_up
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def path_of(pool: SeatPool) -> str:
    return reverse("groups:sign_up", args=[pool.occurrence.event.slug, pool.pk])


def words(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def filled(**more: str) -> dict[str, str]:
    return {"name": "Åse", "reach": "Aase@Gaest.example", "seats": "1", "form_key": str(uuid4()), **more}


def test_a_guest_leaves_a_name_and_an_address_and_confirms_from_there(pool: SeatPool) -> None:
    sent = filled(seats="2", companion_1="Bo", needs="Kørestol")
    answer = Client().post(path_of(pool), sent)
    assert answer.url == reverse("groups:sign_up_sent")
    row = Registration.objects.for_link().get()
    assert (row.state, row.seats, row.guest_email) == ("held", 2, "aase@gaest.example")
    people = list(Attendee.objects.order_by("number"))
    assert [(one.first_name, one.needs) for one in people] == [("Åse", "Kørestol"), ("Bo", None)]
    Client().post(reverse("groups:sign_up_link", args=[links.sign(row)]), {"answer": "confirm"})
    assert Registration.objects.get().state == "confirmed"


def test_a_number_is_as_good_as_an_address(pool: SeatPool) -> None:
    Client().post(path_of(pool), filled(reach="00 00 12 34"))
    assert Registration.objects.get().guest_phone == "+4500001234"
    assert OutboxMessage.objects.get().channel == "sms"


def test_somebody_signed_in_has_a_place_at_once_and_pressing_twice_is_one_sign_up(
    pool: SeatPool, relative: User, client_for: Any
) -> None:
    client, sent = client_for(relative), {"seats": "1", "form_key": str(uuid4())}
    for _press in range(2):
        answer = client.post(path_of(pool), sent)
        assert answer.url == reverse("groups:my_sign_up", args=[Registration.objects.get().pk])
    assert Registration.objects.get().state == "confirmed"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"name": ""}, "Dit fornavn"),
        ({"reach": ""}, "Din e-mail eller dit mobilnummer"),
        ({"reach": "aase@"}, "Skriv en e-mail som"),
        ({"reach": "hej"}, "Skriv en e-mail eller et mobilnummer."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(pool: SeatPool, more: dict[str, str], says: str) -> None:
    page = Client().post(path_of(pool), filled(needs="Teleslynge", companion_1="Bo", **more))
    assert page.context["form"].errors.keys() == set(more)
    assert says in words(page)
    assert b"Teleslynge" in page.content
    assert b'value="Bo"' in page.content
    assert not Registration.objects.exists()


def test_sold_out_while_typing_asks_first_and_a_yes_waits_with_the_same_words(pool: SeatPool) -> None:
    sign_up(pool, make_person("Hurtig"), 3)
    sent = filled(needs="Teleslynge")
    page = Client().post(path_of(pool), sent)
    assert page.status_code == 409, SeatRefusal.SOLD_OUT
    assert "Vil du vente på en plads?" in words(page)
    assert Registration.objects.count() == 1
    html = BeautifulSoup(page.content, "html.parser")
    again = {one["name"]: one.get("value", "") for one in html.select("main form input[name]")}
    assert again["reach"] == "Aase@Gaest.example"
    assert again["waits"] == "on"
    Client().post(path_of(pool), {**sent, "waits": "on"})
    assert Registration.objects.get(guest_index__gt="").state == "waiting"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"registration_closes_at": timedelta(days=-1)}, "Tiden til at tilmelde sig er gået"),
        ({"registration_opens_at": timedelta(days=1)}, "Du kan ikke tilmelde dig endnu"),
        ({"registration": "drop_in"}, "Du behøver ikke tilmelde dig"),
    ],
)
def test_a_date_that_takes_no_sign_ups_says_why(pool: SeatPool, change: dict[str, Any], says: str) -> None:
    now = clock.now()
    fields = {name: now + value if isinstance(value, timedelta) else value for name, value in change.items()}
    Event.objects.update(**fields)
    page = Client().post(path_of(pool), filled())
    assert page.status_code == 409
    assert not Registration.objects.exists()
    summary = BeautifulSoup(page.content, "html.parser").select_one(".alert-error, .error-summary, [role=alert]")
    assert summary is not None
    assert page.context["form"].non_field_errors()


def test_a_called_off_and_a_past_date_say_so(pool: SeatPool) -> None:
    Occurrence.objects.update(status="cancelled")
    assert "aflyst" in words(Client().post(path_of(pool), filled())).lower()
    Occurrence.objects.update(status="scheduled")
    with clock.frozen_at(clock.now() + timedelta(days=14, hours=1)):
        assert Client().post(path_of(pool), filled()).status_code == 409
    assert not Registration.objects.exists()


def test_more_than_there_ever_are_is_said_at_the_question(organiser: User) -> None:
    pool = make_pool(organiser, 2)
    page = Client().post(path_of(pool), filled(seats="4"))
    assert page.status_code == 409
    assert "seats" in page.context["form"].errors


def test_somebody_signed_in_who_is_signed_up_already_is_told(pool: SeatPool, relative: User, client_for: Any) -> None:
    sign_up(pool, relative)
    page = client_for(relative).post(path_of(pool), {"seats": "1", "form_key": str(uuid4())})
    assert page.status_code == 409
    assert "allerede" in words(page)


def test_a_guest_who_signs_up_twice_gets_the_link_again_and_nobody_else_learns_of_it(pool: SeatPool) -> None:
    first = Client().post(path_of(pool), filled())
    before = OutboxMessage.objects.count()
    second = Client().post(path_of(pool), filled())
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Registration.objects.count() == 1
    assert OutboxMessage.objects.count() == before + 1
    sign_up(pool, make_person("Resten"), 2)
    known, unknown = Client().post(path_of(pool), filled()), Client().post(path_of(pool), filled(reach="ny@x.example"))
    assert known.status_code == unknown.status_code == 409


def test_a_flood_of_sign_ups_from_one_place_is_slowed_down(pool: SeatPool) -> None:
    cache.clear()
    Event.objects.update(registration="drop_in")  # nothing is written, however often it is tried
    statuses = {Client().post(path_of(pool), filled()).status_code for _try in range(61)}
    assert statuses == {409, 429}
    last = Client().post(path_of(pool), filled())
    assert str(REFUSAL_TEXT[SeatRefusal.TOO_MANY_SIGN_UPS]) in last.context["form"].non_field_errors()
    cache.clear()


def test_looking_at_the_form_changes_nothing(pool: SeatPool) -> None:
    assert Client().get(path_of(pool)).status_code == 200
    assert not Registration.objects.exists()
