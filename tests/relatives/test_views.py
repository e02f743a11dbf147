"""The page "How we reach you"."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from portal.accounts.models import User
from relatives import actions
from relatives.models import RelativeProfile

pytestmark = pytest.mark.django_db
PAGE = "/mig/indstillinger/"
CONTACT = {"channel": "email", "readers": "only_me", "discreet": "no", "hours_from": "09:00", "hours_to": "16:00"}


def page_of(client: Client, **extra: object) -> BeautifulSoup:
    """The page as a person sees it."""
    response = client.get(PAGE, **extra)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_every_choice_shows_an_example_without_script(client_for: Callable[..., Client], relative: User) -> None:
    soup = page_of(client_for(relative))
    options = soup.select(".choice-with-example")
    assert len(options) == 4 + 2 + 4
    assert all(option.select_one("figure.example") for option in options)


def test_an_example_shows_the_place_only_to_someone_who_reads_alone(
    client_for: Callable[..., Client], relative: User
) -> None:
    soup = page_of(client_for(relative))
    with_place = [one for one in soup.select(".choice-with-example") if "Rådhusgade" in one.get_text()]
    assert [one.input["value"] for one in with_place] == ["only_me"]


def test_a_choice_is_saved_and_said(client_for: Callable[..., Client], relative: User) -> None:
    response = client_for(relative).post(PAGE + "beskeder/", CONTACT, follow=True)
    assert "Dit valg er gemt" in response.content.decode()
    assert RelativeProfile.objects.of(relative).readers == "only_me"


def test_a_refused_choice_says_what_to_do_and_keeps_what_was_chosen(
    client_for: Callable[..., Client], relative: User
) -> None:
    response = client_for(relative).post(PAGE + "beskeder/", CONTACT | {"channel": "sms"})
    soup = BeautifulSoup(response.content, "html.parser")
    assert "dit telefonnummer" in soup.select_one(".error-summary").get_text()
    assert soup.select_one("input[name=channel][value=sms]").has_attr("checked")
    assert RelativeProfile.objects.of(relative).channel == "email"


def test_a_number_can_be_saved_changed_and_removed(client_for: Callable[..., Client], relative: User) -> None:
    client = client_for(relative)
    client.post(PAGE + "telefon/", {"phone": "00 00 12 34"})
    assert RelativeProfile.objects.of(relative).phone == "+4500001234"
    client.post(PAGE + "telefon/", {"phone": ""})
    assert not RelativeProfile.objects.of(relative).has_phone


def test_what_is_no_number_is_said_at_the_field(client_for: Callable[..., Client], relative: User) -> None:
    response = client_for(relative).post(PAGE + "telefon/", {"phone": "12"})
    soup = BeautifulSoup(response.content, "html.parser")
    assert "ikke et telefonnummer" in soup.select_one("#id_phone_error").get_text()


def test_after_a_change_the_page_says_until_when_we_write_only_here(
    client_for: Callable[..., Client], relative: User
) -> None:
    actions.change_phone(user=relative, by=relative, phone="00001234")
    actions.change_phone(user=relative, by=relative, phone="00005678")
    assert "Du har skiftet telefonnummer" in page_of(client_for(relative)).get_text()


def test_a_new_language_shows_the_page_in_it(client_for: Callable[..., Client], relative: User) -> None:
    response = client_for(relative).post(PAGE + "sprog/", {"language": "nb"})
    assert response["Location"] == "/nb/meg/innstillinger/"
    relative.refresh_from_db()
    assert relative.language == "nb"


def test_an_unknown_language_is_refused(client_for: Callable[..., Client], relative: User) -> None:
    assert client_for(relative).post(PAGE + "sprog/", {"language": "xx"}).status_code == 200
    relative.refresh_from_db()
    assert relative.language == "da"


def test_a_name_and_an_address_can_be_given(client_for: Callable[..., Client], relative: User) -> None:
    client = client_for(relative)
    client.post(PAGE + "navn/", {"name": "Rasmus"})
    client.post(PAGE + "adresse/", {"postal_address": "Havnegade 3"})
    relative.refresh_from_db()
    assert relative.name == "Rasmus" and RelativeProfile.objects.of(relative).postal_address == "Havnegade 3"


def test_nobody_sees_the_page_without_signing_in(client: Client) -> None:
    assert client.get(PAGE).status_code == 302


def test_the_page_takes_a_fixed_number_of_queries(
    client_for: Callable[..., Client], relative: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_for(relative)
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(PAGE)
