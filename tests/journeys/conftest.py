"""The fixtures of the journeys: a real portal, a real Chromium, a real mailbox.

    def test_something(portal_web, phone, mailbox):
        phone.goto(portal_web.url + "/")

Data: use committed people (`relative`, `counsellor`) and builders; the database is emptied after each test.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.servers import Mailbox, Portal

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "da-DK"}
DESKTOP = {"viewport": {"width": 1280, "height": 900}, "locale": "da-DK"}
TIMEOUT_MS = 10_000


@pytest.fixture(scope="session")
def static_files(django_db_setup: None) -> None:
    """Collected once, by plain names (hashing and compressing take half a minute on a busy machine)."""
    call_command("collectstatic", interactive=False, verbosity=0, post_process=False)


@pytest.fixture(scope="session")
def mail_server() -> Iterator[Mailbox]:
    """One mail server for the run."""
    box = Mailbox()
    yield box
    box.stop()


@pytest.fixture(scope="session")
def running_portal(static_files: None, mail_server: Mailbox) -> Iterator[Portal]:
    """One portal for the run."""
    portal = Portal(mail_server)
    try:
        yield portal.start()
    finally:
        portal.stop()


@pytest.fixture
def mailbox(mail_server: Mailbox) -> Mailbox:
    """What was sent in this test."""
    mail_server.empty()
    return mail_server


@pytest.fixture
def portal_web(running_portal: Portal, committed_db: None, mailbox: Mailbox) -> Iterator[Portal]:
    """The portal with an empty, committed database; its address is portal_web.url. Prints its errors."""
    before = len(running_portal.log())
    yield running_portal
    said = running_portal.log()[before:]
    if "Traceback" in said:
        print(said[-6000:])


@pytest.fixture
def portal_with(static_files: None, committed_db: None, mailbox: Mailbox) -> Iterator[Callable[..., Portal]]:
    """portal_with(DEMO="1") is a portal of its own with other settings."""
    with ExitStack() as stack:

        def start(**settings: str) -> Portal:
            portal = Portal(mailbox, **settings)
            stack.callback(portal.stop)
            return portal.start()

        yield start


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run. Playwright's loop lives in this thread, so Django is told that we know."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """new_page(**options) is a page in a browser window of its own; script errors and CSP reports fail the test."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(TIMEOUT_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"script: {error}"))
        page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
        page.on(
            "response",
            lambda answer: problems.append(f"{answer.status} {answer.url}") if answer.status == 500 else None,
        )
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A phone in somebody's hand."""
    return new_page(**PHONE)


@pytest.fixture
def desktop(new_page: Callable[..., Page]) -> Page:
    """A screen on a desk."""
    return new_page(**DESKTOP)


@pytest.fixture
def without_script(new_page: Callable[..., Page]) -> Page:
    """A phone with JavaScript off."""
    return new_page(**PHONE, java_script_enabled=False)


@pytest.fixture
def sign_in(portal_web: Portal, mailbox: Mailbox) -> Callable[..., None]:
    """sign_in(page, "name@example.com") signs a relative in with a code, whether the address is known or new."""

    def with_code(page: Page, address: str, next_page: str = "") -> None:
        codes = len(mailbox.codes_to(address))
        page.goto(f"{portal_web.url}/konto/log-ind/?next={next_page}")
        page.locator("input[name=email]").fill(address)
        page.locator("form:has(input[name=email]) button[type=submit]").click()
        page.locator("input[name=code]").fill(mailbox.code_for(address, count=codes + 1))
        page.locator("form:has(input[name=code]) button[type=submit]").click()
        page.wait_for_load_state()

    return with_code


@pytest.fixture
def sign_in_staff(portal_web: Portal) -> Callable[..., None]:
    """sign_in_staff(page, user) opens a session of a colleague with the second factor shown, without the pages."""
    from tests.factories.people import sign_in as session_of

    def with_cookie(page: Page, user: Any) -> None:
        cookie = session_of(user).cookies["session"].value
        page.context.add_cookies([{"name": "session", "value": cookie, "url": portal_web.url}])

    return with_cookie
