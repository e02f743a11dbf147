"""A portal with the demo municipality in it, and browser windows signed in as its people."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.test import override_settings
from django.urls import get_resolver
from playwright.sync_api import Browser, Page

from tests.factories.people import sign_in
from tests.pages.catalogue import user

WIDE = {"viewport": {"width": 1280, "height": 900}, "locale": "da-DK"}
NARROW = {"viewport": {"width": 320, "height": 800}, "locale": "da-DK"}
PHONE = {**NARROW, "viewport": {"width": 390, "height": 844}, "is_mobile": True, "device_scale_factor": 2}


def load_demo() -> None:
    """Egekøbing into the tests' database; the addresses are read first, so that the demo's own don't come along."""
    assert get_resolver().url_patterns
    with override_settings(DEMO=True):
        call_command("load_demo", verbosity=0)


@contextmanager
def window(browser: Browser, url: str, who: str, size: dict[str, Any]) -> Iterator[Page]:
    """A browser window of this size, signed in as somebody (or nobody)."""
    context = browser.new_context(**size, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    if who:
        cookie = sign_in(user(who)).cookies["session"].value
        context.add_cookies([{"name": "session", "value": cookie, "url": url}])
    try:
        yield context.new_page()
    finally:
        context.close()
