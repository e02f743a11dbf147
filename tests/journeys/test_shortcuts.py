"""The staff's keys in a real browser: they lead, they are listed, and they never take a letter from a field."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from tests.factories.talks import make_counsellor
from tests.journeys.servers import Portal


@pytest.fixture
def desk(portal_web: Portal, desktop: Page, sign_in_staff: Callable[..., None], counsellor: User) -> Page:
    """A counsellor's screen."""
    make_counsellor(counsellor)
    sign_in_staff(desktop, counsellor)
    desktop.goto(portal_web.url + "/aftaler/dag/")
    return desktop


def test_g_and_a_letter_lead_to_a_page_of_the_menu(desk: Page) -> None:
    desk.keyboard.type("gu")
    expect(desk).to_have_url(re.compile("/aftaler/uge/$"))
    desk.keyboard.type("gn")
    expect(desk).to_have_url(re.compile(r"/aftaler/uge/\d{4}-\d\d-\d\d/$"))
    desk.keyboard.type("u")  # without g it is only a letter
    expect(desk).to_have_url(re.compile(r"/aftaler/uge/\d{4}-\d\d-\d\d/$"))


def test_a_question_mark_lists_the_keys_of_the_page_and_escape_closes_the_list(desk: Page) -> None:
    desk.keyboard.press("?")
    panel = desk.get_by_role("dialog", name="Genvejstaster")
    expect(panel).to_be_visible()
    expect(panel.locator("div", has_text="Min uge").locator("kbd")).to_have_text(["g", "u"])
    expect(panel.locator("div", has_text="Book for en anden").locator("kbd")).to_have_text(["g", "+"])
    desk.keyboard.type("gu")  # the list is open: nothing happens behind it
    expect(panel).to_be_visible()
    desk.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(desk).to_have_url(re.compile("/aftaler/dag/$"))


def test_the_keys_take_no_letter_from_a_field(desk: Page) -> None:
    desk.goto(desk.url.replace("/aftaler/dag/", "/aftaler/book-for/"))
    field = desk.locator("#id_known_by")
    field.click()
    desk.keyboard.type("gud?gm")
    expect(field).to_have_value("gud?gm")
    expect(desk.get_by_role("dialog", name="Genvejstaster")).to_be_hidden()


def test_the_keys_can_be_turned_off_and_on_in_this_browser(desk: Page) -> None:
    desk.get_by_role("link", name="Genvejstaster").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Genvejstaster")
    desk.get_by_role("button", name="Slå genvejstasterne fra").click()
    expect(desk.get_by_role("status").last).to_have_text("Genvejstasterne er slået fra.")
    here = desk.url
    desk.keyboard.type("gu?")
    expect(desk).to_have_url(here)
    expect(desk.get_by_role("dialog")).to_have_count(0)
    desk.get_by_role("button", name="Slå genvejstasterne til").click()
    desk.keyboard.type("gu")
    expect(desk).to_have_url(re.compile("/aftaler/uge/$"))
