"""Pictures that need a story: a held time, the code, the question whether it is right, a time somebody else took."""

import re
import time
from pathlib import Path
from urllib.parse import urlencode

from django.urls import reverse
from playwright.sync_api import Browser

from portal.calendar.models import Resource
from portal.embedded import mailbox
from tests.pages.catalogue import COUNSELLOR, NOBODY, user
from tests.pages.demo import window
from tests.screenshots.camera import SIZES, Camera
from tests.screenshots.house import House

CODE = re.compile(r"\b(\d{6})\b")
CODE_SECONDS = 30
TOLD = ("book-4-who-are-you", "time-taken", "sign-in-code", "book-5-check", "demo-mailbox", "demo-sign-ins")


def times_page(url: str) -> str:
    """Where one chooses a time with Mette on the phone."""
    mette = Resource.objects.of_person(user(COUNSELLOR)).get()
    chosen = {"type": "samtale", "mode": "phone", "company": "alone", "counsellor": str(mette.pk)}
    return f"{url}{reverse('counselling:book_when')}?{urlencode(chosen)}"


def code_for(address: str, folder: Path) -> str:
    """The six digits that went to an address."""
    deadline = time.monotonic() + CODE_SECONDS
    while time.monotonic() < deadline:
        for mail in mailbox.messages(folder):
            found = CODE.search(mail.text)
            if found and address in mail.recipient:
                return found[1]
        time.sleep(0.2)
    raise AssertionError(f"No code came for {address}.")


def tell(browser: Browser, house: House, camera: Camera, size: str) -> None:
    """Somebody books from the first click to the receipt, and somebody else wants the same time."""
    address = {"phone": "laila@borger.example", "desktop": "tage@borger.example"}[size]
    look = SIZES[size]
    with window(browser, house.url, NOBODY, look) as page, window(browser, house.url, NOBODY, look) as late:
        for everybody in (page, late):
            everybody.goto(times_page(house.url))
            everybody.locator(".days a").last.click()
            everybody.locator("#times label").first.click()
        for somebody, name in ((page, "book-4-who-are-you"), (late, "time-taken")):
            somebody.locator("#times").get_by_role("button", name="Tag denne tid").click()
            somebody.wait_for_load_state()
            camera.shoot(somebody, name, size)
        page.get_by_role("link", name="Fortsæt med e-mail").click()
        page.locator("input[name=email]").fill(address)
        page.locator("form:has(input[name=email]) button[type=submit]").click()
        page.locator("input[name=code]").wait_for()
        camera.shoot(page, "sign-in-code", size)
        page.locator("input[name=code]").fill(code_for(address, house.mailbox))
        page.locator("form:has(input[name=code]) button[type=submit]").first.click()
        page.get_by_role("heading", name="Er det rigtigt?").wait_for()
        camera.shoot(page, "book-5-check", size)
        page.get_by_role("button", name="Book samtalen").click()
        page.get_by_role("heading", name="Din samtale er booket").wait_for()
        page.context.clear_cookies()
        house.date_the_post()
        page.goto(house.url + reverse("demo:mailbox"))
        camera.shoot(page, "demo-mailbox", size)
        page.goto(house.url + reverse("demo_sign_in:people"))
        camera.shoot(page, "demo-sign-ins", size)
