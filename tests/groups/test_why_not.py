"""Why not me? Told from what was written down, in plain words, and nothing of it says who the others are."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from groups import links
from groups.actions import seats
from groups.models import Registration, SeatPool
from groups.rules.why_not import Step, came_free, range_of
from portal import clock
from portal.accounts.models import User
from tests.factories.evenings import make_pool, many_people, sign_up

pytestmark = pytest.mark.django_db


def link_of(row: Registration) -> str:
    return reverse("groups:sign_up_link_why", args=[links.sign(row)])


def words(response: Any) -> str:
    main = BeautifulSoup(response.content, "html.parser").main
    assert main is not None
    return " ".join(main.get_text(" ").split())


def test_the_story_of_a_party_that_was_passed_over(organiser: User) -> None:
    pool = make_pool(organiser, 3)
    people = many_people(5)
    first, _second = sign_up(pool, people[0], 1), sign_up(pool, people[1], 2)
    big, small = sign_up(pool, people[2], 3), sign_up(pool, people[3], 1)
    seats.cancel_sign_up(by=None, registration=first)
    small.refresh_from_db()
    assert small.state == "offered"
    said = words(Client().get(link_of(big)))
    assert "Du kom på ventelisten." in said
    assert "Der var ledige pladser, men ikke nok til jer 3. De gik til nogle, der var færre." in said
    assert "1 plads er blevet ledig" in said
    assert "Du er nummer 1 i køen." in said
    for person in people:
        assert person.name not in said


def test_an_offer_that_ran_out_says_until_when_it_stood(pool: SeatPool) -> None:
    people = many_people(2)
    first, row = sign_up(pool, people[0], 3), sign_up(pool, people[1])
    seats.cancel_sign_up(by=None, registration=first)
    row.refresh_from_db()
    assert row.expires_at is not None
    until = row.expires_at
    with clock.frozen_at(until + timedelta(hours=9)):
        seats.sweep()
        said = words(Client().get(link_of(row)))
    local = until.astimezone(clock.zone())
    assert "Vi tilbød dig en plads. Du kunne svare indtil" in said
    assert f"kl. {local.hour}.{local:%M}" in said
    assert "Derfor gik pladsen videre." in said
    assert "Vent igen. Du beholder din tur." in said


def test_a_discreet_evening_gives_no_exact_numbers(organiser: User) -> None:
    hidden = {"title": "Når nogen drikker", "sensitivity": "discreet", "discreet_title": "Temaaften"}
    pool = make_pool(organiser, 2, **hidden)
    people = many_people(8)
    rows = [sign_up(pool, person) for person in people]
    seats.cancel_sign_up(by=None, registration=rows[0])
    said = words(Client().get(link_of(rows[7])))
    assert "Nogle få pladser" in said
    assert "Du er mellem nummer 4 og 10 i køen." in said
    assert "nummer 5 i køen" not in said
    assert "drikker" not in said


def test_who_has_a_place_is_sent_to_it(pool: SeatPool, relative: User, client_for: Any) -> None:
    row = sign_up(pool, relative)
    assert Client().get(link_of(row)).status_code == 302
    mine = client_for(relative).get(reverse("groups:my_sign_up_why", args=[row.pk]))
    assert mine.url == reverse("groups:my_sign_up", args=[row.pk])


def test_the_page_is_reached_from_ones_own_sign_up(pool: SeatPool, relative: User, client_for: Any) -> None:
    sign_up(pool, many_people(1)[0], 3)
    row = sign_up(pool, relative)
    why = reverse("groups:my_sign_up_why", args=[row.pk])
    client = client_for(relative)
    assert why.encode() in client.get(reverse("groups:my_sign_up", args=[row.pk])).content
    assert client.get(why).status_code == 200
    by_link = reverse("groups:sign_up_link", args=[links.sign(row)])
    assert link_of(row).encode() in Client().get(by_link).content


def test_looking_back_after_it_was_held_still_answers(pool: SeatPool, relative: User, client_for: Any) -> None:
    sign_up(pool, many_people(1)[0], 3)
    row = sign_up(pool, relative)
    with clock.frozen_at(pool.occurrence.ends_at + timedelta(hours=1)):
        said = words(client_for(relative).get(reverse("groups:my_sign_up_why", args=[row.pk])))
    assert "Det er slut." in said
    assert "Der er ikke blevet en plads ledig" in said


def test_a_place_offered_on_is_one_place() -> None:
    steps = [
        Step("a", "waiting", "offered", 2),
        Step("a", "offered", "expired", 2),
        Step("b", "waiting", "offered", 2),
        Step("c", "waiting", "confirmed", 1),
    ]
    assert came_free(steps, own="d") == 3
    assert came_free([Step("x", "offered", "declined", 4)], own="d") == 0, "offered before they joined"


@pytest.mark.parametrize(("number", "said"), [(1, (1, 3)), (3, (1, 3)), (4, (4, 10)), (10, (4, 10)), (11, (11, None))])
def test_a_range_hides_the_number(number: int, said: tuple[int, int | None]) -> None:
    assert range_of(number, (3, 10)) == said
