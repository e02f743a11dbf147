"""A call nobody planned, noted with the keyboard alone: how many keys and pages it takes, not how fast a machine is."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from counselling.models import ClaimCode, Contact
from portal.accounts.models import User
from relatives import actions as relatives
from tests.factories.talks import make_counsellor
from tests.journeys.servers import Portal

NUMBER = "20304050"
KEYS_KNOWN, KEYS_NEW = 14, 26  # one does about 2 a second while listening: 7 and 13 seconds
PAGES_KNOWN, PAGES_NEW = 3, 3  # the form, who it is, noted


class Hands:
    """The keyboard of somebody who has the phone in the other hand; counts each key and each page that came."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.pages = page, 0, 0
        page.on("domcontentloaded", lambda _page: self._came())

    def _came(self) -> None:
        self.pages += 1

    def press(self, key: str, times: int = 1) -> None:
        for _time in range(times):
            self.page.keyboard.press(key)
            self.keys += 1

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def tab_to(self, selector: str) -> None:
        """Tab until the focus stands there."""
        for _tab in range(60):
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} is not reached with the Tab key")


@pytest.fixture
def hands(portal_web: Portal, desktop: Page, sign_in_staff: Callable[..., None], counsellor: User) -> Hands:
    """A counsellor at their day when the phone rings."""
    make_counsellor(counsellor)
    sign_in_staff(desktop, counsellor)
    desktop.goto(portal_web.url + "/aftaler/dag/")
    return Hands(desktop)


def test_a_call_of_somebody_known_is_noted_in_a_few_keys(hands: Hands, counsellor: User, relative: User) -> None:
    relatives.change_phone(user=relative, by=relative, phone=NUMBER)
    page = hands.page
    hands.write("gj")
    expect(page.locator("#id_known_by")).to_be_focused()
    hands.write(NUMBER)
    hands.press("Enter")
    expect(page.locator("input[name=person]").first).to_be_checked()  # the only one with this number
    expect(page.locator("#id_known_by")).to_be_focused()
    hands.press("Enter")
    expect(page.get_by_text("Opkaldet er noteret")).to_be_visible()
    noted = Contact.objects.get()
    assert (noted.person, noted.by, noted.minutes) == (relative, counsellor, 10)
    assert hands.keys <= KEYS_KNOWN and hands.pages <= PAGES_KNOWN, (hands.keys, hands.pages)
    print(f"known: {hands.keys} keys, {hands.pages} pages")


def test_somebody_new_is_written_down_with_the_call_and_told_a_code(hands: Hands) -> None:
    page = hands.page
    hands.write("gj")
    expect(page.locator("#id_known_by")).to_be_focused()
    hands.write(NUMBER)
    hands.press("Enter")
    expect(page.locator("#id_new_name")).to_be_focused()
    hands.write("Karen Riis")
    hands.press("Enter")
    expect(page.get_by_text("Opkaldet er noteret")).to_be_visible()
    noted = Contact.objects.select_related("person").get()
    assert noted.person is not None and noted.person.name == "Karen Riis"
    assert hands.keys <= KEYS_NEW and hands.pages <= PAGES_NEW, (hands.keys, hands.pages)
    print(f"new: {hands.keys} keys, {hands.pages} pages")
    hands.tab_to(f"main a[href*='{noted.person.pk}']:not(.button)")
    hands.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Karen Riis")
    hands.tab_to("main form[method=post] button")
    hands.press("Enter")
    expect(page.locator("main")).to_contain_text(re.compile(r"\b[A-ZÆØÅ]{4} [A-ZÆØÅ]{4}\b"))
    assert ClaimCode.objects.waiting().filter(person=noted.person).count() == 1
