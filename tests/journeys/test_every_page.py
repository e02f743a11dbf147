"""Every page, wide and at 320 px: axe finds nothing, nothing is wider than the screen, no English is left over."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from tests.factories.database import empty_the_database
from tests.journeys.servers import Portal
from tests.pages.catalogue import NO_PAGE_OF_ITS_OWN, PAGES, Look
from tests.pages.demo import NARROW, WIDE, load_demo, window

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async rules => (await axe.run(document, {runOnly: {type: 'tag', values: rules}})).violations
    .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).join(', '))"""
TOO_WIDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"
SMALL_TARGETS = """() => [...document.querySelectorAll('main a, main button, main input:not([type=hidden])')]
    .filter(e => e.offsetParent && !e.closest('p, li, td, dd, label, .visually-hidden, .sr-only'))
    .filter(e => { const r = e.getBoundingClientRect(); return r.height < 24 && r.width > 1; })
    .map(e => e.outerHTML.slice(0, 90))"""


@pytest.fixture(scope="module")
def demo_portal(running_portal: Portal, django_db_blocker: Any) -> Iterator[Portal]:
    """The portal with Egekøbing in its database."""
    with django_db_blocker.unblock():
        empty_the_database()
        load_demo()
        yield running_portal
        empty_the_database()


def names_of(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """Every named address."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from names_of(entry, inner)
        elif entry.name:
            yield f"{namespace}{entry.name}"


def test_every_address_is_looked_at_or_is_no_page_of_its_own() -> None:
    """A new page can't be forgotten."""
    known = {look.name for look in PAGES} | set(NO_PAGE_OF_ITS_OWN.split())
    assert sorted(set(names_of(get_resolver())) - known) == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_is_for_everyone(demo_portal: Portal, browser: Browser, size: dict[str, Any]) -> None:
    """WCAG 2.2 AA by axe, reflow at 320 px, targets of at least 24 px; one window per person."""
    problems: list[str] = []
    for who, looks in groupby(sorted(PAGES, key=lambda look: look.who), key=lambda look: look.who):
        with window(browser, demo_portal.url, who, size) as page:
            for look in looks:
                problems += look_at(page, demo_portal.url, look)
    assert not problems, "\n".join(problems)


def look_at(page: Page, url: str, look: Look) -> list[str]:
    """What is wrong with one page."""
    try:
        answer = page.goto(url + look.path())
    except PlaywrightError as error:
        return [f"{look.title}: {error.message.splitlines()[0]}"]
    if answer is None or answer.status != look.status:
        return [f"{look.title}: {answer.status if answer else 'no answer'} {page.url}"]
    page.evaluate(AXE.read_text())
    found = [f"{look.title}: {violation}" for violation in page.evaluate(RUN_AXE, RULES)]
    if page.evaluate(TOO_WIDE):
        found.append(f"{look.title}: wider than the screen")
    found += [f"{look.title}: a target under 24 px: {target}" for target in page.evaluate(SMALL_TARGETS)]
    return found
