"""The pages that only exist on the way to a talk: axe finds nothing, nothing is wider than a small phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from counselling import links
from counselling.models import Appointment
from tests.journeys.servers import Mailbox
from tests.journeys.test_every_page import AXE, RULES, RUN_AXE, SMALL_TARGETS, TOO_WIDE
from tests.journeys.test_relative_books import choose_a_time, open_house, say_who  # noqa: F401 - open_house is a fixture

SMALL = {"viewport": {"width": 320, "height": 640}, "locale": "da-DK"}
WIDE = {"viewport": {"width": 1280, "height": 900}, "locale": "da-DK"}


def looked_at(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it is now."""
    page.wait_for_load_state()
    page.evaluate(AXE.read_text())
    found = [f"{name}: {violation}" for violation in page.evaluate(RUN_AXE, RULES)]
    found += [f"{name}: wider than the screen"] if page.evaluate(TOO_WIDE) else []
    return found + [f"{name}: a target under 24 px: {target}" for target in page.evaluate(SMALL_TARGETS)]


@pytest.mark.parametrize("size", [SMALL, WIDE], ids=["small", "wide"])
def test_every_state_on_the_way_is_for_everyone(open_house: str, new_page, mailbox: Mailbox, size) -> None:  # noqa: F811
    page, problems = new_page(**size), []
    choose_a_time(page, open_house)
    problems += looked_at(page, "who are you")
    say_who(page, mailbox)
    problems += looked_at(page, "is this right")
    page.get_by_role("button", name="Book samtalen").click()
    problems += looked_at(page, "receipt")
    page.get_by_label("Telefonnummer").fill("1")
    page.get_by_role("button", name="Gem nummeret").click()
    expect(page.locator(".error-summary")).to_be_focused()
    problems += looked_at(page, "receipt with an error")
    talk = Appointment.objects.get()
    for rest in ("", "kvittering/", "fortael/", "aflys/", "flyt/"):
        page.goto(f"{open_house}/aftaler/mine/{talk.pk}/{rest}")
        problems += looked_at(page, f"talk {rest}")
    for rest in ("", "aflys/", "flyt/"):
        page.goto(f"{open_house}/aftaler/link/{links.sign(talk)}/{rest}")
        problems += looked_at(page, f"link {rest}")
    page.goto(open_house + "/aftaler/link/x/")
    problems += looked_at(page, "link over")
    page.goto(open_house + "/aftaler/uden-navn/")
    page.get_by_role("button", name="Tag denne tid").first.click()
    expect(page.locator("#code")).to_have_text(re.compile(r"\d{4} \d{4}"))
    problems += looked_at(page, "the code")
    page.goto(open_house + "/mig/indstillinger/")
    problems += looked_at(page, "settings")
    page.context.clear_cookies()
    page.goto(open_house + "/aftaler/book/hvem-er-du/")
    problems += looked_at(page, "no time held")
    assert problems == []


def test_times_get_the_focus_when_a_day_is_chosen(open_house: str, phone: Page) -> None:  # noqa: F811
    phone.goto(open_house + "/aftaler/book/hvornaar/?type=samtale&mode=phone&company=alone&counsellor=any")
    phone.locator(".days a").nth(3).click()
    expect(phone.locator("#times-heading")).to_be_focused()
    expect(phone).to_have_url(re.compile("day="))


def test_only_the_chosen_example_is_shown_with_script_and_all_without(
    open_house: str,  # noqa: F811
    phone: Page,
    without_script: Page,
    sign_in,
) -> None:
    for page, address, shown in ((phone, "a@borger.example", 3), (without_script, "b@borger.example", 10)):
        sign_in(page, address)
        page.goto(open_house + "/mig/indstillinger/")
        assert sum(example.is_visible() for example in page.locator(".example").all()) == shown
    phone.get_by_label("Kun mig").check()
    expect(phone.get_by_text("Rådhusgade 4")).to_be_visible()
