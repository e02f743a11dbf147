"""A relative books on the phone without an account, moves, and cancels by the link in the mail; also without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from tests.factories.talks import make_counsellor, make_type
from tests.journeys.keyboard import enter
from tests.journeys.servers import Mailbox, Portal, text_of

ADDRESS = "rasmus@borger.example"
ANSWERS = ("Samtale med en rådgiver", "På telefon", "Jeg kommer alene", "Den første, der har tid")


@pytest.fixture
def open_house(portal_web: Portal, counsellor: User, colleague: User) -> str:
    """A portal with two counsellors who have time; its address."""
    make_type()
    make_counsellor(counsellor, languages=["da"])
    make_counsellor(colleague, languages=["da", "ar"])
    return portal_web.url


def choose_a_time(page: Page, url: str) -> None:
    """From the front page to a held time, one question after the other."""
    page.goto(url + "/")
    page.get_by_role("link", name=re.compile("Jeg vil tale med nogen")).click()
    if page.locator(".stepbar").count() == 0:
        page.get_by_role("link", name=re.compile("Book en samtale")).first.click()
    for answer in ANSWERS:
        page.get_by_role("link", name=re.compile(answer)).first.click()
    choose_day(page, 1)
    page.locator("#times label").nth(2).click()
    page.locator("#times").get_by_role("button", name="Tag denne tid").click()
    expect(page.get_by_role("heading", name="Hvem er du?")).to_be_visible()
    expect(page.locator(".countdown-words")).to_contain_text("minutter")


def choose_day(page: Page, number: int) -> None:
    """Press a day and see its times."""
    day = page.locator(".days a").nth(number)
    day.click()
    expect(day).to_have_attribute("aria-current", "date")


def say_who(page: Page, mailbox: Mailbox, address: str = ADDRESS) -> None:
    """The e-mail, the code, and back to the held time."""
    page.get_by_role("link", name="Fortsæt med e-mail").click()
    page.locator("input[name=email]").fill(address)
    page.locator("form:has(input[name=email]) button[type=submit]").click()
    page.locator("input[name=code]").fill(mailbox.code_for(address))
    page.locator("form:has(input[name=code]) button[type=submit]").first.click()
    expect(page.get_by_role("heading", name="Er det rigtigt?")).to_be_visible()


def book(page: Page, url: str, mailbox: Mailbox) -> None:
    """All the way to the receipt."""
    choose_a_time(page, url)
    say_who(page, mailbox)
    page.get_by_role("button", name="Book samtalen").click()
    expect(page.get_by_role("heading", name="Din samtale er booket")).to_be_visible()


def walk(page: Page, url: str, mailbox: Mailbox) -> None:
    """Book, give a number, tell a little, move, and cancel by the link of the newest mail."""
    book(page, url, mailbox)
    page.get_by_label("Telefonnummer").fill("00 00 12 34")
    page.get_by_role("button", name="Gem nummeret").click()
    expect(page.get_by_text("Vi ringer til dig på +45 00 00 12 34")).to_be_visible()
    page.get_by_role("link", name="Fortæl lidt").click()
    page.locator("textarea").first.fill("Min mor på 81")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Din rådgiver læser det før samtalen")).to_be_visible()

    receipt = mailbox.wait_for(ADDRESS, containing="Du har en aftale")
    for word in ("Mette", "Jonas", "samtale", "rådgiver", "pårørende"):
        assert word not in text_of(receipt) + str(receipt["Subject"]) + str(receipt["From"])
    assert any(part.get_content_type() == "text/calendar" for part in receipt.walk())

    page.get_by_role("link", name="Flyt til en anden tid").click()
    choose_day(page, 2)
    page.locator("#times label").nth(1).click()
    page.locator("#times").get_by_role("button", name="Flyt til denne tid").click()
    expect(page.get_by_role("heading", name="Din samtale er flyttet")).to_be_visible()

    page.context.clear_cookies()
    mailbox.wait_for(ADDRESS, containing="flyttet")
    page.goto(mailbox.link_for(ADDRESS, "/link/"))
    expect(page.get_by_role("heading", name="Din aftale")).to_be_visible()
    page.get_by_role("link", name="Aflys aftalen").click()
    page.get_by_role("button", name="Ja, aflys aftalen").click()
    expect(page.get_by_role("heading", name="Aftalen er aflyst")).to_be_visible()
    mailbox.wait_for(ADDRESS, containing="aflyst")


def test_a_relative_books_moves_and_cancels_on_the_phone(open_house: str, phone: Page, mailbox: Mailbox) -> None:
    walk(phone, open_house, mailbox)


def test_the_same_with_javascript_off(open_house: str, without_script: Page, mailbox: Mailbox) -> None:
    walk(without_script, open_house, mailbox)


def test_going_back_loses_nothing(open_house: str, phone: Page) -> None:
    choose_a_time(phone, open_house)
    phone.go_back()
    expect(phone.locator(".chosen")).to_contain_text("På telefon")
    expect(phone.locator(".days [aria-current]")).to_be_visible()
    phone.go_back()
    phone.go_forward()
    phone.locator("#times label").nth(0).click()
    phone.locator("#times").get_by_role("button", name="Tag denne tid").click()
    expect(phone.get_by_role("heading", name="Hvem er du?")).to_be_visible()


def test_two_people_want_one_time_and_the_second_gets_three_others(open_house: str, phone: Page, desktop: Page) -> None:
    for page in (phone, desktop):
        page.goto(open_house + "/")
    for page in (phone, desktop):  # both look at the same front page
        page.locator("form[action$='hold-tiden/'] button").first.click()
    expect(phone.get_by_role("heading", name="Hvem er du?")).to_be_visible()
    # two counsellors are free: the second person gets the same time with the other one, or three others
    expect(desktop.locator("h1")).to_have_text(re.compile("Hvem er du|Tiden er taget"))


def test_the_keyboard_alone_is_enough(open_house: str, desktop: Page, mailbox: Mailbox) -> None:
    page = desktop
    page.goto(open_house + "/aftaler/book/")
    for answer in ANSWERS:
        enter(page, answer)
    enter(page, "Tag denne tid")
    enter(page, "Giv mig mere tid")
    expect(page.get_by_text("Du har fået 10 minutter mere")).to_be_visible()
    enter(page, "Fortsæt med e-mail")
    page.locator("input[name=email]").focus()
    page.keyboard.type(ADDRESS)
    page.keyboard.press("Enter")
    page.locator("input[name=code]").wait_for()
    page.locator("input[name=code]").focus()
    page.keyboard.type(mailbox.code_for(ADDRESS))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Er det rigtigt?")).to_be_visible()
    enter(page, "Book samtalen")
    expect(page.get_by_role("heading", name="Din samtale er booket")).to_be_visible()
    enter(page, "Flyt eller aflys")
    enter(page, "Aflys samtalen")
    enter(page, "Ja, aflys samtalen")
    expect(page.get_by_text("Du har aflyst samtalen")).to_be_visible()
