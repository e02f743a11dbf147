"""What stands round every page, in a real browser: skip link, errors, the warning before the end, leaving, paper."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.journeys.servers import Portal

ELSEWHERE = re.compile(r"^https://www\.dr\.dk/")


def answer_as_elsewhere(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<title>Vejret</title>")


def test_the_first_tab_leads_past_the_menu(portal_web: Portal, desktop: Page) -> None:
    desktop.goto(portal_web.url + "/behov/en-pause/")
    desktop.keyboard.press("Tab")
    skip = desktop.get_by_role("link", name="Gå til indholdet")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    desktop.keyboard.press("Enter")
    expect(desktop.locator("#main-content")).to_be_focused()


def test_an_error_takes_focus_and_leads_to_its_field(portal_web: Portal, phone: Page) -> None:
    phone.goto(portal_web.url + "/konto/log-ind/")
    phone.get_by_role("button", name="Send mig en kode").click()
    summary = phone.get_by_role("alert").first
    expect(summary).to_be_focused()
    assert phone.title().startswith("Fejl: ")
    summary.get_by_role("link").click()
    expect(phone.get_by_label("Din e-mail")).to_be_focused()


def test_a_topic_page_is_left_by_its_link_and_by_three_escapes(portal_web: Portal, phone: Page) -> None:
    phone.route(ELSEWHERE, answer_as_elsewhere)
    for leave in ("click", "keys"):
        phone.goto(portal_web.url + "/")
        phone.goto(portal_web.url + "/under-18/")
        if leave == "click":
            phone.get_by_role("link", name="Forlad siden hurtigt").click()
        else:
            for _ in range(3):
                phone.keyboard.press("Escape")
        expect(phone).to_have_url(ELSEWHERE)
        phone.go_back()  # the topic page is not in the history any more
        expect(phone).to_have_url(portal_web.url + "/")


def test_two_minutes_before_the_end_one_press_goes_on(
    portal_web: Portal, desktop: Page, sign_in: Callable[..., Any]
) -> None:
    sign_in(desktop, "ny@example.com")
    desktop.clock.install()
    desktop.goto(portal_web.url + "/min-side/")
    warning = desktop.get_by_role("dialog", name="Er du der stadig?")
    desktop.clock.run_for(27 * 60_000)
    expect(warning).to_be_hidden()
    desktop.clock.run_for(90_000)
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("Du bliver logget ud om 2 minutter.")
    warning.get_by_role("button").click()
    desktop.clock.run_for(1_000)
    expect(warning).to_be_hidden()
    desktop.clock.run_for(5 * 60_000)
    expect(warning).to_be_hidden()


def test_the_language_switch_keeps_the_page(portal_web: Portal, phone: Page) -> None:
    phone.goto(portal_web.url + "/behov/penge-og-rettigheder/")
    phone.get_by_role("link", name="Norsk bokmål").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Penger og rettigheter")
    expect(phone.locator("html")).to_have_attribute("lang", "nb")


def test_paper_shows_the_text_and_the_telephone_and_no_menu(portal_web: Portal, desktop: Page) -> None:
    desktop.goto(portal_web.url + "/behov/en-pause/")
    desktop.emulate_media(media="print")
    expect(desktop.get_by_role("navigation", name="Hovedmenu")).to_be_hidden()
    expect(desktop.get_by_role("link", name="Forlad siden hurtigt")).to_be_hidden()
    expect(desktop.get_by_role("heading", level=1)).to_be_visible()
    expect(desktop.get_by_role("link", name="112")).to_be_visible()


def test_nothing_moves_while_a_page_loads(portal_web: Portal, phone: Page) -> None:
    phone.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => {"
        "for (const one of list.getEntries()) window.moved += one.value;"
        "}).observe({type: 'layout-shift', buffered: true});"
    )
    for path in ("/", "/behov/en-pause/", "/konto/log-ind/"):
        phone.goto(portal_web.url + path)
        phone.wait_for_load_state("networkidle")
        assert phone.evaluate("window.moved") == 0, path
