"""One click, and you are somebody in the demo municipality."""

import re

import pytest
from playwright.sync_api import expect

from portal.accounts.models import DemoPerson, Role
from tests.factories.people import make_person


@pytest.fixture
def people(committed_db: None) -> None:
    counsellor = make_person("Mette Krogh", Role.ADMINISTRATOR)
    relative = make_person("Inge-Lise Thorup Dam", email="inge-lise@borger.example")
    DemoPerson.objects.create(user=counsellor, says="Rådgiver", place=1)
    DemoPerson.objects.create(user=relative, says="Pårørende, 73 år", place=2)


def test_one_click_signs_in_staff_and_relatives(people, portal_with, desktop) -> None:
    demo = portal_with(DEMO="1")
    desktop.goto(f"{demo.url}/demo/")
    desktop.get_by_role("button", name="Mette Krogh").click()
    expect(desktop.get_by_role("heading", level=1)).to_have_text("Kolleger")
    desktop.goto(f"{demo.url}/demo/")
    desktop.get_by_role("button", name="Inge-Lise Thorup Dam").click()
    expect(desktop).to_have_url(re.compile("/min-side/$"))
    desktop.goto(f"{demo.url}/konto/kolleger/")
    expect(desktop.get_by_role("button", name="Log ud")).to_be_visible()
    assert "Kolleger" not in desktop.locator("h1").inner_text()


def test_without_the_demonstration_there_is_no_such_page(portal_web, desktop) -> None:
    answer = desktop.goto(f"{portal_web.url}/demo/")
    assert answer is not None and answer.status == 404
