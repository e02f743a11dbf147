"""The front page, its answers, My page, and the pages about the portal itself."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from portal.accounts.models import User
from portal.design.models import Municipality
from portal.front.answers import ANSWERS, DOORS

LANGUAGES = [code for code, _ in settings.LANGUAGES]
PAGES = ["front:front", "front:privacy", "front:accessibility", *(answer.url_name for answer in (*ANSWERS, *DOORS))]


def read(client: Client, name: str, language: str = "da") -> BeautifulSoup:
    with translation.override(language):
        address = reverse(name)
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_public_page_has_one_heading_its_language_and_the_acute_line(
    client: Client, name: str, language: str
) -> None:
    page = read(client, name, language)
    assert page.html is not None
    assert page.html["lang"] == language
    assert len(page.select("h1")) == 1
    assert page.select_one(".acute a[href='tel:112']")
    assert page.select_one("a.skipnav[href='#main-content']")
    assert page.select_one("main#main-content")


@pytest.mark.django_db
def test_the_front_page_asks_one_question_with_six_answers_that_lead_on(client: Client) -> None:
    page = read(client, "front:front")
    assert page.h1 is not None
    assert page.h1.get_text() == "Hvad har du brug for?"
    links = [str(link["href"]) for link in page.select(".answers a")]
    assert len(links) == 6
    assert all(client.get(link).status_code == 200 for link in links)


@pytest.mark.django_db
def test_a_topic_page_can_be_left_quickly_and_its_title_says_no_topic(client: Client) -> None:
    page = read(client, "front:young")
    exit_link = page.select_one("[data-quick-exit]")
    assert exit_link is not None
    assert exit_link["href"] == settings.QUICK_EXIT_URL
    assert page.title is not None
    assert page.title.get_text(strip=True).startswith("Information")


@pytest.mark.django_db
def test_whoever_wants_to_talk_can_book_or_be_rung(client: Client) -> None:
    page = read(client, "front:talk")
    links = {str(link["href"]) for link in page.select("main a")}
    assert {reverse("counselling:book"), reverse("counselling:call_me"), reverse("counselling:nameless")} <= links


@pytest.mark.django_db
def test_the_short_address_leads_to_the_accessibility_statement(client: Client) -> None:
    assert client.get("/was/").headers["Location"] == reverse("front:accessibility")


@pytest.mark.django_db
def test_my_page_asks_strangers_to_sign_in_and_greets_its_owner(
    client_for: Callable[..., Client], relative: User
) -> None:
    address = reverse("front:my_page")
    assert client_for(None).get(address).status_code == 302
    page = client_for(relative).get(address).content.decode()
    assert "Rasmus O&#x27;Connor-Bøgh" in page


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_page_says_what_to_do_in_the_pages_language(client: Client, language: str) -> None:
    Municipality.objects.create(phone_main="00 00 10 00")
    said = {"da": "Vi kan ikke finde siden", "nb": "Vi finner ikke siden", "en": "We can't find the page"}
    prefix = "" if language == "da" else f"/{language}"
    response = client.get(f"{prefix}/der-er-intet-her/")
    assert response.status_code == 404
    page = BeautifulSoup(response.content, "html.parser")
    assert page.h1 is not None
    assert page.h1.get_text() == said[language]
    assert "00 00 10 00" in page.get_text()


@pytest.mark.parametrize("name", ["500.html", "503.html", "403_csrf.html"])
def test_the_last_pages_need_no_request_and_no_database(name: str) -> None:
    page = BeautifulSoup(render_to_string(name), "html.parser")
    assert len(page.select("h1")) == 1
    assert page.title is not None
    assert page.title.get_text(strip=True)


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_last_pages_speak_all_three_languages(name: str) -> None:
    page = BeautifulSoup(render_to_string(name), "html.parser")
    assert {str(part["lang"]) for part in page.select("section[lang]")} == set(LANGUAGES)


@pytest.mark.django_db
def test_the_front_page_asks_the_database_few_questions(
    client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client.get(reverse("front:front"))
    with django_assert_max_num_queries(8):
        client.get(reverse("front:front"))
